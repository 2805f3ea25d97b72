/** Reads the contents of small safetensors files, such as given pixel values, and single small weights. Large weights are never read this way. */
import { readAt, withFile } from './bounded-file.ts';
import { upcastBf16, upcastF16 } from './half.ts';
import { published } from './published-json.ts';
import { refusal, type Subject } from './refusal.ts';
import { readSafetensorsHeader, type StoredTensor } from './safetensors.ts';
import type { TensorLocation } from './tensor-location.ts';
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

/** Undefined for other element types. */
function decoded(dtype: StoredTensor['dtype'], bytes: ArrayBuffer): TensorData['data'] | undefined {
  switch (dtype) {
    case 'F32':
      return new Float32Array(bytes);
    case 'F16':
      return upcastF16(new Uint16Array(bytes));
    case 'BF16':
      return upcastBf16(new Uint16Array(bytes));
    case 'I32':
      return new Int32Array(bytes);
    default:
      return undefined;
  }
}

/**
 * One tensor as float32 (F32, F16, BF16) or int32 (I32), on little-endian machines.
 * Throws an EngineError of the subject's code for another element type and where the file has become shorter.
 */
export async function readTensor(
  name: string,
  { file, dtype, shape, offset, bytes }: StoredTensor,
  subject: Subject,
): Promise<TensorData> {
  const read = await withFile(file, subject, (handle) => readAt(handle, offset, bytes));
  if (read.length < bytes) throw refusal(subject, 'became shorter while it was read');
  const data = decoded(dtype, ownBytes(read));
  if (data !== undefined) return { shape, data };
  throw refusal(subject, `holds tensor ${quote(name)} as ${dtype}`, {
    cure: 'save it as F32, F16, BF16 or I32',
  });
}

/** One small weight as float32. Throws `bad-checkpoint` where the file has become shorter. */
export async function readWeight(weight: TensorLocation): Promise<Float32Array> {
  const { data } = await readTensor('weight', weight, published(weight.file));
  return new Float32Array(data);
}

/**
 * With `names` only those are read; each must be there.
 * Throws `bad-input` for a damaged file, a missing name, another element type, or more than `maxBytes`.
 */
export async function readSafetensors(
  path: string,
  { maxBytes, names }: { readonly maxBytes: number; readonly names?: readonly string[] },
): Promise<ReadonlyMap<string, TensorData>> {
  const subject: Subject = { ...published(path), code: 'bad-input', remedy: 'save it again' };
  const { tensors } = await readSafetensorsHeader(path, subject);
  const wanted = (names ?? [...tensors.keys()]).map((name) => {
    const tensor = tensors.get(name);
    if (tensor !== undefined) return { name, tensor };
    throw refusal(subject, `has no tensor ${quote(name)}`, { cure: 'save one under that name' });
  });
  const total = wanted.reduce((sum, { tensor }) => sum + tensor.bytes, 0);
  if (total > maxBytes) {
    const cure = 'save fewer or smaller tensors';
    throw refusal(subject, `holds ${total} bytes of tensors, more than the ${maxBytes} allowed`, { cure });
  }
  const read = new Map<string, TensorData>();
  for (const { name, tensor } of wanted) read.set(name, await readTensor(name, tensor, subject));
  return read;
}
