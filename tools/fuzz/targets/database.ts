/** The database file: damaged pages, a newer version, another program's, no database at all; opened and used. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { openDatabase } from '../../../src-engine/database/database.ts';
import { hostileBytes } from '../edits/bytes.ts';
import { sqlite } from '../formats/plain.ts';
import { layFile } from '../place.ts';
import { MB, target, type Target } from '../target.ts';

/** A whole database with something in every table, its log folded in. */
function seed(): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'dymu-fuzz-seed-'));
  const database = openDatabase(folder);
  database.transaction(() => {
    for (let at = 0; at < 200; at++) {
      database.run(
        'insert into files (path, bytes, modified_ms, content) values (?, ?, ?, ?)',
        `/pictures/${at}.png`,
        at,
        at,
        'c'.repeat(64),
      );
      database.run(
        'insert into counts (encoder, content, plan, views, tokens) values (1, ?, ?, 1, 12)',
        'c'.repeat(60) + String(at),
        at,
      );
    }
    database.run(
      "insert into jobs (kind, request, state, place, created_ms) values ('collect', '{}', 'queued', 1, 1)",
    );
  });
  database.rows(z.unknown(), 'pragma wal_checkpoint(truncate)');
  database.close();
  const bytes = readFileSync(join(folder, 'dymu.db'));
  rmSync(folder, { recursive: true });
  return bytes;
}

const anything = z.record(z.string(), z.unknown());

export const databaseTargets: readonly Target[] = [
  target({
    name: 'database',
    inputs: () => Promise.resolve(hostileBytes([seed()], sqlite)),
    async run(bytes, place) {
      await layFile(place, 'dymu.db', bytes);
      const database = openDatabase(place.folder);
      try {
        database.rows(anything, 'select * from jobs order by place');
        database.rows(anything, 'select path, bytes from files where path > ? order by path', '/pictures/1');
        database.run('update files set bytes = bytes + 1 where path < ?', '/pictures/5');
        database.run(
          "insert into files (path, bytes, modified_ms) values ('/pictures/new.png', 1, 1) on conflict do nothing",
        );
        database.tuples('select content, tokens from counts where encoder = 1 and plan = ?', 7);
      } finally {
        database.close();
      }
    },
    mostBytes: 300 * MB,
    mostCpu: 20_000,
  }),
];
