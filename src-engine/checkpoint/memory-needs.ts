/** How many bytes a model's weights take in each precision. Arithmetic on shapes, not a measurement. */
import { expectedTensors, type TensorNeeds } from './expected-tensors.ts';
import { elementCount } from './tensor-types.ts';

export type Precision = 'fp32' | 'fp16' | 'int8' | 'int4';

const blockSize = 32; // numbers that share one scale
const scaleBytes = 4;

/** Only the decoder's linear layers are quantised: merging decisions hang on the tower's last digits. */
function isQuantised(name: string, shape: readonly number[]): boolean {
  return shape.length === 2 && (name.startsWith('text.layers.') || name === 'text.head');
}

/** [out, in] in blocks along the input side. */
function quantisedBytes(shape: readonly number[], bits: number): number {
  const input = shape.at(-1) ?? 0;
  const rows = (elementCount(shape) ?? 0) / Math.max(1, input);
  const blocks = Math.ceil(input / blockSize);
  return rows * blocks * ((blockSize * bits) / 8 + scaleBytes);
}

/**
 * fp32 and fp16 count every tensor once. int8 and int4 keep tower, projector and norms in fp32, the embedding as it lies
 * in the file (`embeddingBytes`), and quantise the decoder's linear layers, a tied head included.
 */
export function bytesByPrecision(
  needs: TensorNeeds,
  embeddingBytes: number,
): Readonly<Record<Precision, number>> {
  const tensors = expectedTensors(needs);
  const unique = new Map(tensors.map(({ stored, shape }) => [stored, elementCount(shape) ?? 0]));
  const numbers = [...unique.values()].reduce((sum, size) => sum + size, 0);
  const quantised = (bits: number) =>
    tensors.reduce((sum, { name, shape }) => {
      if (name === 'text.embedding') return sum + embeddingBytes;
      return sum + (isQuantised(name, shape) ? quantisedBytes(shape, bits) : (elementCount(shape) ?? 0) * 4);
    }, 0);
  return { fp32: numbers * 4, fp16: numbers * 2, int8: quantised(8), int4: quantised(4) };
}
