/** How many bytes a model's weights take in each precision, all of them and in main memory. Arithmetic on shapes, not a measurement. */
import { isDecoderLinear, isTowerLinear } from './quantised-linears.ts';
import type { ExpectedTensor } from '../families/parts/expected-tensors.ts';
import { blockShape, quantisedBytes } from './quantised/block-format.ts';
import type { Bits } from './quantised/block-format.ts';
import { columnBytes, columnShape } from './quantised/column-format.ts';
import { elementCount } from '../files/tensor-types.ts';

export const precisionNames = ['fp32', 'fp16', 'int8', 'int4'] as const;
export type Precision = (typeof precisionNames)[number];

/**
 * fp32 counts every tensor once. The others keep tower, projector and norms in fp32 and the embedding as it lies in the file
 * (`embeddingBytes`); only the decoder's linear layers are smaller, a tied head included.
 */
export function bytesByPrecision(
  tensors: readonly ExpectedTensor[],
  embeddingBytes: number,
): Readonly<Record<Precision, number>> {
  const unique = new Map(tensors.map(({ stored, shape }) => [stored, elementCount(shape) ?? 0]));
  const numbers = [...unique.values()].reduce((sum, size) => sum + size, 0);
  const withLinears = (linearBytes: (shape: readonly number[]) => number) =>
    tensors.reduce((sum, { name, shape }) => {
      if (name === 'text.embedding') return sum + embeddingBytes;
      return sum + (isDecoderLinear(name, shape) ? linearBytes(shape) : (elementCount(shape) ?? 0) * 4);
    }, 0);
  const quantised = (bits: Bits) => withLinears((shape) => quantisedBytes(blockShape(shape, bits)));
  return {
    fp32: numbers * 4,
    fp16: withLinears((shape) => (elementCount(shape) ?? 0) * 2),
    int8: quantised(8),
    int4: quantised(4),
  };
}

/** Bytes of the weights that stay in main memory, by part. */
export interface ResidentBytes {
  readonly vision: number;
  readonly projector: number;
  readonly text: number;
}

/** How the weights lie that a precision does not say all about. */
export interface WeightForms {
  /** Blocks of the vision encoder in int8, with one scale for each output. */
  readonly int8Tower?: boolean;
  /** The language model's layers in int8 with one scale for each output instead of one for 32 numbers: smaller, and not on every processor. */
  readonly int8Columns?: boolean;
}

/** The embedding is left out: it stays in its file, and only rows that are looked up come into memory. A tied head is a copy of it. */
export function residentBytes(
  tensors: readonly ExpectedTensor[],
  precision: Precision,
  { int8Tower = false, int8Columns = false }: WeightForms = {},
): ResidentBytes {
  const bytesOf = ({ name, shape }: ExpectedTensor): number => {
    if (name === 'text.embedding') return 0;
    const numbers = elementCount(shape) ?? 0;
    if (int8Tower && isTowerLinear(name, shape)) return columnBytes(columnShape(shape));
    if (precision === 'fp32' || !isDecoderLinear(name, shape)) return numbers * 4;
    if (precision === 'fp16') return numbers * 2;
    return precision === 'int8' && int8Columns && name !== 'text.head'
      ? columnBytes(columnShape(shape))
      : quantisedBytes(blockShape(shape, precision === 'int8' ? 8 : 4));
  };
  const sum = (of: (name: string) => boolean) =>
    tensors.filter(({ name }) => of(name)).reduce((bytes, tensor) => bytes + bytesOf(tensor), 0);
  const [vision, text] = [sum((name) => name.startsWith('vision.')), sum((name) => name.startsWith('text.'))];
  return { vision, text, projector: sum(() => true) - vision - text };
}
