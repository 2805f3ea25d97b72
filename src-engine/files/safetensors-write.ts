/** Writes safetensors files, which are whole or not there. `writeSafetensors` is not for model weights: all bytes pass through memory. */
import { writeAtomically } from './atomic-write.ts';
import { byteLength, elementCount, type TensorType } from './tensor-types.ts';

export type TensorToWrite =
  | { readonly dtype: 'F32'; readonly shape: readonly number[]; readonly data: Float32Array }
  | { readonly dtype: 'I32'; readonly shape: readonly number[]; readonly data: Int32Array };

/** A tensor before its bytes are known. */
export interface DeclaredTensor {
  readonly name: string;
  readonly dtype: TensorType;
  readonly shape: readonly number[];
}

/**
 * The file's beginning for tensors that follow it in this order: length and JSON, padded with spaces so that the data begins at a multiple of
 * 8 bytes.
 */
export function safetensorsHeader(
  tensors: readonly DeclaredTensor[],
  metadata: Readonly<Record<string, string>> | undefined,
): Buffer {
  const entries: [string, unknown][] = metadata ? [['__metadata__', metadata]] : [];
  let offset = 0;
  for (const { name, dtype, shape } of tensors) {
    const end = offset + (byteLength(dtype, shape) ?? 0);
    entries.push([name, { dtype, shape, data_offsets: [offset, end] }]);
    offset = end;
  }
  const json = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Math.ceil(json.length / 8) * 8;
  const bytes = Buffer.alloc(8 + length, ' ');
  bytes.writeBigUInt64LE(BigInt(length));
  json.copy(bytes, 8);
  return bytes;
}

/**
 * Replaces `path` at once; a failure leaves what was there. Little-endian machines.
 * Throws `bad-input` when the file cannot be written, RangeError when a shape contradicts its data.
 */
export async function writeSafetensors(
  path: string,
  tensors: Readonly<Record<string, TensorToWrite>>,
  metadata?: Readonly<Record<string, string>>,
): Promise<void> {
  const declared = Object.entries(tensors).map(([name, { dtype, shape, data }]) => {
    if (elementCount(shape) === data.length) return { name, dtype, shape };
    throw new RangeError(`Tensor ${name} of shape [${shape.join(', ')}] cannot hold ${data.length} numbers`);
  });
  const parts = Object.values(tensors).map(
    ({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  );
  await writeAtomically(path, Buffer.concat([safetensorsHeader(declared, metadata), ...parts]));
}
