/** Looks into a file once: what its bytes are, and how large the picture is, from its header. */
import { createHash } from 'node:crypto';
import { EngineError } from '../errors.ts';
import type { ImageRoute, MayRead } from '../engine.ts';
import { measureBytes } from '../vision/decode.ts';
import { readSource, sourceName } from '../vision/read-source.ts';
import type { FileState } from './file-table.ts';

/** SHA-256 in hex: the same picture under any name and in any folder. */
export function contentOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export interface Look {
  readonly state: FileState;
  /** Whether it stays true as long as the file does: what the disk or its permissions refuse may be given at the next try. */
  readonly lasting: boolean;
}

/** Never throws for what is wrong with the file: that is what is known of it then. */
export async function lookAtFile(path: string, route: ImageRoute, mayRead?: MayRead): Promise<Look> {
  const source = { kind: 'file', path } as const;
  let bytes;
  try {
    await mayRead?.(path);
    bytes = await readSource(source);
  } catch (cause) {
    return { state: unreadable(cause), lasting: false };
  }
  try {
    const { width, height } = await measureBytes(bytes, sourceName(source), { route });
    return { state: { kind: 'image', content: contentOf(bytes), width, height }, lasting: true };
  } catch (cause) {
    return { state: unreadable(cause), lasting: true };
  }
}

/** Rethrows what is no refusal of the file. */
export function unreadable(cause: unknown): FileState {
  if (!(cause instanceof EngineError) || cause.code !== 'bad-input') throw cause;
  return { kind: 'unreadable', reason: cause.message };
}
