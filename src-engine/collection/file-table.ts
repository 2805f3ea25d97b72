/** What is known of files by path: contents, size in pixels, why one cannot be read. True as long as size and time of the file stay the same. */
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import type { FoundFile } from './scan-folder.ts';

const rowSchema = z.object({
  id: z.int(),
  path: z.string(),
  bytes: z.number(),
  modified_ms: z.number(),
  content: z.string().nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  problem: z.string().nullable(),
});

export interface KnownFile {
  readonly id: number;
  readonly bytes: number;
  readonly modifiedMs: number;
  /** What was found in it, or why it cannot be read. */
  readonly state: FileState;
}

export type FileState =
  | { readonly kind: 'image'; readonly content: string; readonly width: number; readonly height: number }
  | { readonly kind: 'unreadable'; readonly reason: string };

export interface FileTable {
  /** Of this file as it is now; undefined where nobody has looked into it yet. */
  get(file: FoundFile): KnownFile | undefined;
  /** Written at once, or with others in a transaction of the caller's. */
  put(file: FoundFile, state: FileState): KnownFile;
}

export function fileTable(database: Database): FileTable {
  return {
    get({ path, bytes, modifiedMs }) {
      const row = database.row(rowSchema, 'select * from files where path = ?', path);
      if (row === undefined || row.bytes !== bytes || row.modified_ms !== modifiedMs) return undefined;
      return { id: row.id, bytes, modifiedMs, state: stateOf(row) };
    },
    put({ path, bytes, modifiedMs }, state) {
      const found = state.kind === 'image' ? state : undefined;
      const values = [
        bytes,
        modifiedMs,
        found?.content ?? null,
        found?.width ?? null,
        found?.height ?? null,
        state.kind === 'unreadable' ? state.reason : null,
      ];
      database.run(
        `insert into files (path, bytes, modified_ms, content, width, height, problem) values (?, ?, ?, ?, ?, ?, ?)
         on conflict (path) do update set bytes = excluded.bytes, modified_ms = excluded.modified_ms, content = excluded.content,
           width = excluded.width, height = excluded.height, problem = excluded.problem`,
        path,
        ...values,
      );
      const row = database.row(z.object({ id: z.int() }), 'select id from files where path = ?', path);
      return { id: row?.id ?? 0, bytes, modifiedMs, state };
    },
  };
}

function stateOf({ content, width, height, problem }: z.infer<typeof rowSchema>): FileState {
  if (content !== null && width !== null && height !== null && problem === null)
    return { kind: 'image', content, width, height };
  return { kind: 'unreadable', reason: problem ?? 'It could not be read.' };
}
