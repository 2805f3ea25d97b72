/** Reads the contents of small safetensors files, such as given pixel values. Model weights are never read this way. */
import { basename } from 'node:path';
import { EngineError } from '../errors.ts';
import type { TensorLocation } from '../checkpoint/checkpoint.ts';
import { readAt, withFile } from './bounded-file.ts';
import { upcastBf16, upcastF16 } from './half.ts';
import { readSafetensorsHeader, type StoredTensor } from './safetensors.ts';
import { quote } from './words.ts';

export interface TensorData {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array; // row-major
}

/** A copy with its own, aligned buffer: a slice of a pooled Buffer is neither. */
function ownBytes(bytes: Buffer): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}

function decoded(
  file: string,
  name: string,
  dtype: StoredTensor['dtype'],
  bytes: ArrayBuffer,
): TensorData['data'] {
  switch (dtype) {
    case 'F32':
      return new Float32Array(bytes);
    case 'F16':
      return upcastF16(new Uint16Array(bytes));
    case 'BF16':
      return upcastBf16(new Uint16Array(bytes));
    case 'I32':
      return new Int32Array(bytes);
    default: {
      const message = `${quote(file)}: tensor ${quote(name)} has the element type ${dtype}; save it as F32, F16, BF16 or I32.`;
      throw new EngineError('bad-input', message);
    }
  }
}

/** One small weight as float32. Throws `bad-checkpoint` where the file has become shorter. */
export async function readWeight({ file, dtype, offset, bytes }: TensorLocation): Promise<Float32Array> {
  return withFile(file, 'get the checkpoint again', async (handle) => {
    const read = await readAt(handle, offset, bytes);
    const data = decoded(basename(file), 'weight', dtype, ownBytes(read));
    if (read.length === bytes && data instanceof Float32Array) return data;
    throw new EngineError(
      'bad-checkpoint',
      `${quote(basename(file))} became shorter while it was read; get it again.`,
    );
  });
}

/**
 * Tensors of a file as float32 (F32, F16, BF16) or int32 (I32), on little-endian machines.
 * With `names` only those are read; each must be there.
 * Throws `bad-checkpoint` for a damaged file, `bad-input` for a missing name, another element type, or more than `maxBytes`.
 */
export async function readSafetensors(
  path: string,
  options: { readonly maxBytes: number; readonly names?: readonly string[] },
): Promise<ReadonlyMap<string, TensorData>> {
  const { tensors } = await readSafetensorsHeader(path);
  const file = basename(path);
  const wanted = (options.names ?? [...tensors.keys()]).map((name) => {
    const tensor = tensors.get(name);
    if (tensor !== undefined) return { name, tensor };
    throw new EngineError(
      'bad-input',
      `${quote(file)} has no tensor ${quote(name)}; save one under that name.`,
    );
  });
  const total = wanted.reduce((sum, { tensor }) => sum + tensor.bytes, 0);
  if (total > options.maxBytes) {
    const message = `${quote(file)} holds ${total} bytes of tensors, more than the ${options.maxBytes} allowed; save fewer or smaller tensors.`;
    throw new EngineError('bad-input', message);
  }
  return withFile(path, 'save it again', async (handle) => {
    const read = new Map<string, TensorData>();
    for (const { name, tensor } of wanted) {
      const bytes = await readAt(handle, tensor.offset, tensor.bytes);
      if (bytes.length < tensor.bytes) {
        throw new EngineError('bad-input', `${quote(file)} became shorter while it was read; save it again.`);
      }
      read.set(name, { shape: tensor.shape, data: decoded(file, name, tensor.dtype, ownBytes(bytes)) });
    }
    return read;
  });
}
