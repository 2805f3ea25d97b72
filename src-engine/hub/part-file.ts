/**
 * A file that comes in pieces, in any order, and outlives the process that fetches it: the bytes, and beside them a record of the pieces
 * that are whole, and of how far the others had come when it was closed. Bytes are on the disk before they are recorded. Knows no network.
 */
import { open, readFile, rm, stat, type FileHandle } from 'node:fs/promises';

export interface Piece {
  readonly from: number; // bytes
  readonly to: number; // behind the last one
}

export interface PartFile {
  readonly path: string;
  readonly bytes: number; // of the whole file
  /** What has come, pieces that are not whole yet included. */
  readonly come: () => number;
  readonly missing: () => readonly Piece[];
  /** How far a piece has come: a broken connection goes on there. */
  readonly reached: (piece: Piece) => number;
  /** Bytes of the file from `at` on, in order within a piece. */
  readonly write: (at: number, bytes: Uint8Array) => Promise<void>;
  /** Records how far unfinished pieces have come. */
  readonly close: () => Promise<void>;
  /** Takes both files away. */
  readonly discard: () => Promise<void>;
}

export const recordOf = (path: string): string => `${path}.pieces`;

interface Recorded {
  readonly done: Set<number>;
  readonly far: Map<number, number>; // of pieces that are not whole: how far they have come
}

/** A line is `4`, a whole piece, or `4 35000000`, how far one had come. Earlier versions pass over the second kind. */
async function recorded(
  path: string,
  head: string,
  pieceOf: (index: number) => Piece | undefined,
): Promise<Recorded> {
  const found: Recorded = { done: new Set(), far: new Map() };
  const [first, ...lines] = (await readFile(recordOf(path), 'utf8').catch(() => '')).split('\n');
  if (first !== head) return found;
  // What follows the last line end was half written.
  for (const line of lines.slice(0, -1)) {
    const [index = '', reached] = line.split(' ');
    const piece = /^\d+$/u.test(index) ? pieceOf(Number(index)) : undefined;
    if (piece === undefined) continue;
    const at = Number(reached);
    if (reached === undefined) found.done.add(Number(index));
    else if (Number.isInteger(at) && at > piece.from && at < piece.to) found.far.set(Number(index), at);
  }
  for (const index of found.done) found.far.delete(index);
  return found;
}

/** @param onPiece one more is on the disk and recorded */
export async function openPart(
  path: string,
  bytes: number,
  pieceBytes: number,
  onPiece: () => void = () => undefined,
): Promise<PartFile> {
  const count = Math.ceil(bytes / pieceBytes);
  const head = `dymu 1 ${bytes} ${pieceBytes}`;
  const pieceAt = (index: number): Piece => ({
    from: index * pieceBytes,
    to: Math.min(bytes, (index + 1) * pieceBytes),
  });
  const there = await stat(path).catch(() => undefined);
  const pieceOf = (index: number) => (there?.isFile() === true && index < count ? pieceAt(index) : undefined);
  const { done, far } = await recorded(path, head, pieceOf);
  const resumed = done.size + far.size > 0;
  const handle = await open(path, resumed ? 'r+' : 'w+', 0o644);
  const record = await open(recordOf(path), resumed ? 'a' : 'w').catch(async (cause: unknown) => {
    await handle.close();
    throw cause;
  });
  if (!resumed) await record.write(`${head}\n`);
  let come =
    [...done].reduce((sum, index) => sum + pieceAt(index).to - pieceAt(index).from, 0) +
    [...far].reduce((sum, [index, reached]) => sum + reached - pieceAt(index).from, 0);
  let recording: Promise<void> = Promise.resolve();

  const note = (index: number): Promise<void> => {
    recording = recording.then(async () => {
      await handle.datasync();
      await record.write(`${index}\n`);
    });
    return recording;
  };

  async function writeIn(index: number, at: number, data: Uint8Array): Promise<void> {
    if (done.has(index)) return;
    const { from, to } = pieceAt(index);
    const reached = far.get(index) ?? from;
    const known = reached - at; // of a server that begins before
    if (known < 0) throw new Error('bytes are missing between two writes');
    if (known >= data.length) return;
    const fresh = data.subarray(known);
    await writeAll(handle, fresh, reached);
    come += fresh.length;
    far.set(index, reached + fresh.length);
    if (reached + fresh.length < to) return;
    far.delete(index);
    done.add(index);
    await note(index);
    onPiece();
  }

  /** The disk may be full; then those pieces begin anew. */
  async function noteFar(): Promise<void> {
    await recording;
    if (far.size === 0) return;
    await handle.datasync();
    await record.write([...far].map(([index, reached]) => `${index} ${reached}\n`).join(''));
  }

  const close = async (): Promise<void> => {
    await noteFar().catch(() => undefined);
    await handle.close();
    await record.close();
  };

  return {
    path,
    bytes,
    come: () => come,
    missing: () =>
      Array.from({ length: count }, (_, index) => index)
        .filter((index) => !done.has(index))
        .map(pieceAt),
    reached: ({ from, to }) => {
      const index = Math.floor(from / pieceBytes);
      return done.has(index) ? to : (far.get(index) ?? from);
    },
    write: async (at, data) => {
      for (let position = 0; position < data.length;) {
        const index = Math.floor((at + position) / pieceBytes);
        const end = Math.min(data.length, pieceAt(index).to - at);
        if (index >= count) throw new Error('bytes behind the end of the file');
        await writeIn(index, at + position, data.subarray(position, end));
        position = end;
      }
    },
    close,
    discard: async () => {
      await close().catch(() => undefined);
      await removePart(path);
    },
  };
}

export async function removePart(path: string): Promise<void> {
  await rm(path, { force: true });
  await rm(recordOf(path), { force: true });
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += (await handle.write(bytes, written, bytes.length - written, at + written)).bytesWritten;
  }
}
