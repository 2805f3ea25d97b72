/** Makes a quantised copy on disk, a few rows at a time. A copy is whole or not there, whenever the work is stopped. */
import type { FileHandle } from 'node:fs/promises';
import { replaceAtomically } from '../../files/atomic-write.ts';
import { EngineError, throwIfAborted } from '../../errors.ts';
import { withFile } from '../../files/bounded-file.ts';
import { published } from '../../files/published-json.ts';
import { safetensorsHeader } from '../../files/safetensors-write.ts';
import { byteLength } from '../../files/tensor-types.ts';
import { quote } from '../../files/words.ts';
import type { CopyKind } from './copy-kinds.ts';
import { copyMetadata, declaredTensors } from './layout.ts';
import type { BlocksPart, ColumnsPart, CopiedPart, Part } from './layout.ts';
import { quantiseColumns } from './quantise-columns.ts';
import { quantiseRows } from './quantise-rows.ts';
import { byteChunks, rowChunks } from './source-rows.ts';

export interface WriteOptions {
  readonly kind: CopyKind;
  readonly fingerprint: string;
  readonly signal: AbortSignal | undefined;
  /** Bytes of the source read so far. */
  readonly onRead: (bytes: number) => void;
}

/** Throws `bad-checkpoint` (source damaged), `bad-input` (cannot be written) or `aborted`; nothing is left behind then. */
export async function writeCopy(path: string, parts: readonly Part[], options: WriteOptions): Promise<void> {
  const { kind, fingerprint, signal } = options;
  const header = safetensorsHeader(declaredTensors(parts), copyMetadata(kind, fingerprint));
  let read = 0;
  const advance = (bytes: number): void => {
    read += bytes;
    options.onRead(read);
    throwIfAborted(signal);
  };
  await replaceAtomically(path, async (file) => {
    await writeAt({ file, subject: kind.subject }, header, 0);
    let position = header.length;
    for (const part of parts) {
      const written = await withFile(part.source.file, published(part.source.file), (source) =>
        writePart(source, part, { file, position, subject: kind.subject, advance }),
      );
      position += written;
    }
  });
}

interface Target {
  readonly file: FileHandle;
  readonly position: number;
  readonly subject: CopyKind['subject'];
  readonly advance: (bytes: number) => void;
}

/** @returns the bytes written */
function writePart(source: FileHandle, part: Part, target: Target): Promise<number> {
  switch (part.kind) {
    case 'copy':
      return copyTensor(source, part, target);
    case 'blocks':
      return quantiseBlocks(source, part, target);
    case 'columns':
      return quantiseTransposed(source, part, target);
  }
}

async function copyTensor(source: FileHandle, part: CopiedPart, target: Target): Promise<number> {
  for await (const { offset, bytes } of byteChunks(source, part.source)) {
    await writeAt(target, bytes, target.position + offset);
    target.advance(bytes.length);
  }
  return part.source.bytes;
}

/** Codes of all rows, then scales of all rows: each chunk goes to both places. */
async function quantiseBlocks(source: FileHandle, part: BlocksPart, target: Target): Promise<number> {
  const { bits, rows, columns, blocks, blockBytes } = part.shape;
  const codesRow = blocks * blockBytes; // bytes
  const scalesRow = blocks * 4;
  const scalesPosition = target.position + rows * codesRow;
  for await (const chunk of rowChunks(source, part.source)) {
    const codes = new Uint8Array(chunk.rows * codesRow);
    const scales = new Float32Array(chunk.rows * blocks);
    requireFinite(quantiseRows(chunk.values, columns, bits, { codes, scales }), part);
    await writeAt(target, codes, target.position + chunk.firstRow * codesRow);
    await writeAt(target, bytesOf(scales), scalesPosition + chunk.firstRow * scalesRow);
    target.advance(byteLength(part.source.dtype, [chunk.rows, columns]) ?? 0);
  }
  return rows * (codesRow + scalesRow);
}

/** The matrix is turned in memory, where one layer's takes tens of megabytes, because its rows would be columns all over the file. */
async function quantiseTransposed(source: FileHandle, part: ColumnsPart, target: Target): Promise<number> {
  const { rows, columns } = part.shape;
  const codes = new Int8Array(rows * columns);
  const scales = new Float32Array(rows);
  for await (const chunk of rowChunks(source, part.source)) {
    requireFinite(quantiseColumns(chunk.values, chunk.firstRow, part.shape, { codes, scales }), part);
    target.advance(byteLength(part.source.dtype, [chunk.rows, columns]) ?? 0);
  }
  await writeAt(target, bytesOf(codes), target.position);
  await writeAt(target, bytesOf(scales), target.position + codes.byteLength);
  return codes.byteLength + scales.byteLength;
}

const bytesOf = ({ buffer }: Int8Array<ArrayBuffer> | Float32Array<ArrayBuffer>): Uint8Array =>
  new Uint8Array(buffer);

function requireFinite(error: number, { name }: Part): void {
  if (Number.isFinite(error)) return;
  throw new EngineError(
    'bad-checkpoint',
    `Tensor ${quote(name)} holds numbers that are not finite, so it cannot be quantised`,
    {
      remedy: {
        kind: 'either',
        remedies: [
          { kind: 'other-precision', precision: 'fp32' },
          { kind: 'download-again', what: 'the weights' },
        ],
      },
    },
  );
}

/** A failure here is the target's, though a source is open around it. */
async function writeAt(
  { file, subject }: Pick<Target, 'file' | 'subject'>,
  bytes: Uint8Array,
  position: number,
): Promise<void> {
  let written = 0;
  try {
    while (written < bytes.length) {
      const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
      written += bytesWritten;
    }
  } catch (cause) {
    throw new EngineError(
      'bad-input',
      `The quantised copy of the ${subject} could not be written completely`,
      {
        remedy: 'free some space, or set DYMU_CACHE to a folder on another disk',
        detail: String(cause),
        cause,
      },
    );
  }
}
