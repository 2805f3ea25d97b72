/** Reads a large weight a few rows at a time as fp32. Memory is bounded by the chunk, not by the tensor. */
import type { FileHandle } from 'node:fs/promises';
import type { TensorLocation } from '../../files/tensor-location.ts';
import { upcastF16 } from '../../files/half.ts';
import { published } from '../../files/published-json.ts';
import { refusal } from '../../files/refusal.ts';

/** Numbers in a chunk: 4 MB as fp32. Long enough for the disk, short enough to stop soon. */
const chunkNumbers = 1_048_576;

export interface RowChunk {
  readonly firstRow: number;
  readonly rows: number;
  /** [rows, columns]; valid until the next chunk is asked for. */
  readonly values: Float32Array;
}

/** Rows of a matrix [rows, columns] in order. Throws `bad-checkpoint` where the file ends early. */
export async function* rowChunks(handle: FileHandle, tensor: TensorLocation): AsyncGenerator<RowChunk, void> {
  const [rows = 0, columns = 0] = tensor.shape;
  const perChunk = Math.max(1, Math.floor(chunkNumbers / Math.max(1, columns)));
  const width = tensor.dtype === 'F32' ? 4 : 2;
  const stored = new ArrayBuffer(Math.min(rows, perChunk) * columns * width);
  const floats = tensor.dtype === 'F32' ? new Float32Array(stored) : new Float32Array(stored.byteLength / 2);
  for (let firstRow = 0; firstRow < rows; firstRow += perChunk) {
    const count = Math.min(perChunk, rows - firstRow);
    const numbers = count * columns;
    await fill(handle, tensor, firstRow * columns * width, new Uint8Array(stored, 0, numbers * width));
    const values = floats.subarray(0, numbers);
    if (tensor.dtype === 'F16') fromF16(new Uint16Array(stored, 0, numbers), values);
    if (tensor.dtype === 'BF16') fromBf16(new Uint16Array(stored, 0, numbers), values);
    yield { firstRow, rows: count, values };
  }
}

/** Bytes of any tensor in order, for copying. Throws `bad-checkpoint` where the file ends early. */
export async function* byteChunks(
  handle: FileHandle,
  tensor: TensorLocation,
): AsyncGenerator<{ readonly offset: number; readonly bytes: Uint8Array }, void> {
  const buffer = new Uint8Array(Math.min(tensor.bytes, chunkNumbers * 4));
  for (let offset = 0; offset < tensor.bytes; offset += buffer.length) {
    const bytes = buffer.subarray(0, Math.min(buffer.length, tensor.bytes - offset));
    await fill(handle, tensor, offset, bytes);
    yield { offset, bytes };
  }
}

async function fill(
  handle: FileHandle,
  tensor: TensorLocation,
  offset: number,
  into: Uint8Array,
): Promise<void> {
  let filled = 0;
  while (filled < into.length) {
    const { bytesRead } = await handle.read(
      into,
      filled,
      into.length - filled,
      tensor.offset + offset + filled,
    );
    if (bytesRead === 0) {
      throw refusal(published(tensor.file), 'became shorter while it was read');
    }
    filled += bytesRead;
  }
}

/** All 65,536 halves, made at the first use: a look-up is many times faster than taking bits apart. */
let halves: Float32Array | undefined;

function fromF16(stored: Uint16Array, into: Float32Array): void {
  halves ??= upcastF16(Uint16Array.from({ length: 0x10000 }, (_, bits) => bits));
  for (let i = 0; i < stored.length; i += 1) into[i] = halves[stored[i] ?? 0] ?? 0;
}

function fromBf16(stored: Uint16Array, into: Float32Array): void {
  const bits = new Uint32Array(into.buffer, into.byteOffset, into.length);
  for (let i = 0; i < stored.length; i += 1) bits[i] = (stored[i] ?? 0) << 16;
}
