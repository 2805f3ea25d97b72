/**
 * A file that comes in pieces, in any order, and outlives the process that fetches it: the bytes, and beside them a record of the pieces
 * that are whole, and of how far the others had come when it was closed or at the last megabyte. Bytes are on the disk before they are recorded.
 * Knows no network.
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
  /** Of that, what a killed process leaves: on the disk, and recorded. */
  readonly kept: () => number;
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

/** Unfinished pieces are recorded after so many fresh bytes of the file. */
const noteBytes = 1_048_576;

export const recordOf = (path: string): string => `${path}.pieces`;

interface Recorded {
  readonly done: Set<number>;
  readonly far: Map<number, number>; // of pieces that are not whole: how far they have come
}

const cut = (bytes: number, pieceBytes: number) => ({
  count: Math.ceil(bytes / pieceBytes),
  head: `dymu 1 ${bytes} ${pieceBytes}`,
  pieceAt: (index: number): Piece => ({
    from: index * pieceBytes,
    to: Math.min(bytes, (index + 1) * pieceBytes),
  }),
});

/** Of a file of that length, what an earlier run has left. */
export async function keptBytes(path: string, bytes: number, pieceBytes: number): Promise<number> {
  return bytesIn(await recorded(path, bytes, pieceBytes), cut(bytes, pieceBytes).pieceAt);
}

function bytesIn({ done, far }: Recorded, pieceAt: (index: number) => Piece): number {
  const whole = [...done].map((index) => pieceAt(index).to - pieceAt(index).from);
  const begun = [...far].map(([index, reached]) => reached - pieceAt(index).from);
  return [...whole, ...begun].reduce((sum, length) => sum + length, 0);
}

/** A line is `4`, a whole piece, or `4 35000000`, how far one had come. Earlier versions pass over the second kind. */
async function recorded(path: string, bytes: number, pieceBytes: number): Promise<Recorded> {
  const { count, head, pieceAt } = cut(bytes, pieceBytes);
  const found: Recorded = { done: new Set(), far: new Map() };
  const there = await stat(path).catch(() => undefined);
  if (there?.isFile() !== true) return found;
  const [first, ...lines] = (await readFile(recordOf(path), 'utf8').catch(() => '')).split('\n');
  if (first !== head) return found;
  // What follows the last line end was half written.
  for (const line of lines.slice(0, -1)) {
    const [index = '', reached] = line.split(' ');
    if (!/^\d+$/u.test(index) || Number(index) >= count) continue;
    const piece = pieceAt(Number(index));
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
  const { count, head, pieceAt } = cut(bytes, pieceBytes);
  const before = await recorded(path, bytes, pieceBytes);
  const { done, far } = before;
  const resumed = done.size + far.size > 0;
  const handle = await open(path, resumed ? 'r+' : 'w+', 0o644);
  const record = await open(recordOf(path), resumed ? 'a' : 'w').catch(async (cause: unknown) => {
    await handle.close();
    throw cause;
  });
  if (!resumed) await record.write(`${head}\n`);
  let come = bytesIn(before, pieceAt);
  let kept = come;
  const keptOf = new Map(far);
  for (const index of done) keptOf.set(index, pieceAt(index).to);
  let recording: Promise<void> = Promise.resolve();
  let notedAt = come;
  let noting = false;

  function keepUpTo(index: number, reached: number): void {
    kept += reached - (keptOf.get(index) ?? pieceAt(index).from);
    keptOf.set(index, reached);
  }

  const note = (index: number): Promise<void> => {
    recording = recording.then(async () => {
      await handle.datasync();
      await record.write(`${index}\n`);
      keepUpTo(index, pieceAt(index).to);
    });
    return recording;
  };

  /** Nobody waits for it, and one at a time is enough. */
  function noteNow(): void {
    if (noting || come - notedAt < noteBytes) return;
    [noting, notedAt] = [true, come];
    recording = recording
      .then(writeFar)
      .catch(() => undefined) // the next write meets the same failure
      .finally(() => (noting = false));
  }

  /** What is written after the bytes were brought to the disk is not recorded with them. */
  async function writeFar(): Promise<void> {
    const reached = [...far];
    if (reached.length === 0) return;
    await handle.datasync();
    await record.write(reached.map(([index, at]) => `${index} ${at}\n`).join(''));
    for (const [index, at] of reached) if (at > (keptOf.get(index) ?? 0)) keepUpTo(index, at);
  }

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
    if (reached + fresh.length < to) {
      noteNow();
      return;
    }
    far.delete(index);
    done.add(index);
    await note(index);
    onPiece();
  }

  /** The disk may be full; then those pieces begin anew. */
  async function noteFar(): Promise<void> {
    await recording;
    await writeFar();
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
    kept: () => kept,
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
