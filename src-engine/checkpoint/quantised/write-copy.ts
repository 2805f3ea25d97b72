/** Makes a quantised copy of a decoder on disk, a few rows at a time. A copy is whole or not there, whenever the work is stopped. */
import type { FileHandle } from 'node:fs/promises';
import { replaceAtomically } from '../../files/atomic-write.ts';
import { EngineError, throwIfAborted } from '../../errors.ts';
import { withFile } from '../../files/bounded-file.ts';
import { published } from '../../files/published-json.ts';
import { safetensorsHeader } from '../../files/safetensors-write.ts';
import { byteLength } from '../../files/tensor-types.ts';
import { quote } from '../../files/words.ts';
import type { Bits } from './block-format.ts';
import { copyMetadata, declaredTensors, type Part } from './layout.ts';
import { quantiseRows } from './quantise-rows.ts';
import { byteChunks, rowChunks } from './source-rows.ts';

export interface WriteOptions {
  readonly bits: Bits;
  readonly fingerprint: string;
  readonly signal: AbortSignal | undefined;
  /** Bytes of the source read so far. */
  readonly onRead: (bytes: number) => void;
}

/** Throws `bad-checkpoint` (source damaged), `bad-input` (cannot be written) or `aborted`; nothing is left behind then. */
export async function writeCopy(path: string, parts: readonly Part[], options: WriteOptions): Promise<void> {
  const { bits, fingerprint, signal } = options;
  const header = safetensorsHeader(declaredTensors(parts), copyMetadata(bits, fingerprint));
  let read = 0;
  const advance = (bytes: number): void => {
    read += bytes;
    options.onRead(read);
    throwIfAborted(signal);
  };
  await replaceAtomically(path, async (file) => {
    await writeAt(file, header, 0);
    let position = header.length;
    for (const part of parts) {
      const written = await withFile(part.source.file, published(part.source.file), (source) =>
        part.kind === 'copy'
          ? copyTensor(source, part, file, position, advance)
          : quantiseTensor(source, part, bits, file, position, advance),
      );
      position += written;
    }
  });
}

type Advance = (bytes: number) => void;

/** @returns the bytes written */
async function copyTensor(
  source: FileHandle,
  part: Extract<Part, { kind: 'copy' }>,
  file: FileHandle,
  position: number,
  advance: Advance,
): Promise<number> {
  for await (const { offset, bytes } of byteChunks(source, part.source)) {
    await writeAt(file, bytes, position + offset);
    advance(bytes.length);
  }
  return part.source.bytes;
}

/** Codes of all rows, then scales of all rows: each chunk goes to both places. */
async function quantiseTensor(
  source: FileHandle,
  part: Extract<Part, { kind: 'linear' }>,
  bits: Bits,
  file: FileHandle,
  position: number,
  advance: Advance,
): Promise<number> {
  const { rows, columns, blocks, blockBytes } = part.shape;
  const codesRow = blocks * blockBytes; // bytes
  const scalesRow = blocks * 4;
  const scalesPosition = position + rows * codesRow;
  for await (const chunk of rowChunks(source, part.source)) {
    const codes = new Uint8Array(chunk.rows * codesRow);
    const scales = new Float32Array(chunk.rows * blocks);
    const error = quantiseRows(chunk.values, columns, bits, { codes, scales });
    if (!Number.isFinite(error)) {
      throw new EngineError(
        'bad-checkpoint',
        `Tensor ${quote(part.name)} holds numbers that are not finite, so it cannot be quantised`,
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
    await writeAt(file, codes, position + chunk.firstRow * codesRow);
    await writeAt(file, new Uint8Array(scales.buffer), scalesPosition + chunk.firstRow * scalesRow);
    advance(byteLength(part.source.dtype, [chunk.rows, columns]) ?? 0);
  }
  return rows * (codesRow + scalesRow);
}

/** A failure here is the target's, though a source is open around it. */
async function writeAt(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0;
  try {
    while (written < bytes.length) {
      const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
      written += bytesWritten;
    }
  } catch (cause) {
    throw new EngineError(
      'bad-input',
      'The quantised copy of the language model could not be written completely',
      {
        remedy: 'free some space, or set DYMU_CACHE to a folder on another disk',
        detail: String(cause),
        cause,
      },
    );
  }
}
