/** How a quantised matrix lies in memory: blocks along the input side, each with one scale. The layout of ONNX Runtime's MatMulNBits. */

export type Bits = 4 | 8;

/** Numbers that share one scale. */
export const blockLength = 32;

export interface BlockShape {
  readonly bits: Bits;
  readonly rows: number; // N, the output side
  readonly columns: number; // K, the input side
  /** Per row; the last one is filled up with zeros where K is not a multiple of the block length. */
  readonly blocks: number;
  /** One block's codes: unsigned, 128 or (with 4 bits) 8 for zero. Two codes a byte with 4 bits, the first in the lower half. */
  readonly blockBytes: number;
}

export function blockShape(shape: readonly number[], bits: Bits): BlockShape {
  const [rows, columns] = shape;
  if (shape.length !== 2 || rows === undefined || columns === undefined) {
    throw new RangeError(`Only matrices are quantised, not shapes like [${shape.join(', ')}].`);
  }
  return {
    bits,
    rows,
    columns,
    blocks: Math.ceil(columns / blockLength),
    blockBytes: (blockLength * bits) / 8,
  };
}

/** uint8 [N, blocks, blockBytes] */
export function codesShape({ rows, blocks, blockBytes }: BlockShape): readonly [number, number, number] {
  return [rows, blocks, blockBytes];
}

/** f32 [N, blocks] */
export function scalesShape({ rows, blocks }: BlockShape): readonly [number, number] {
  return [rows, blocks];
}

/** Codes and scales together. */
export function quantisedBytes({ rows, blocks, blockBytes }: BlockShape): number {
  return rows * blocks * (blockBytes + Float32Array.BYTES_PER_ELEMENT);
}
