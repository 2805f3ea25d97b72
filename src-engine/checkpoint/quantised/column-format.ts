/** How a matrix lies whose output columns have one int8 scale each: the layout of ONNX Runtime's products of integers, [K, N]. */

export interface ColumnShape {
  readonly rows: number; // N, the output side: rows of the weight as checkpoints store it
  readonly columns: number; // K, the input side
}

/** Codes reach from -127 to 127, so that every scale serves both signs alike. */
export const largestCode = 127;

export function columnShape(shape: readonly number[]): ColumnShape {
  const [rows, columns] = shape;
  if (shape.length !== 2 || rows === undefined || columns === undefined) {
    throw new RangeError(`Only matrices are quantised, not shapes like [${shape.join(', ')}].`);
  }
  return { rows, columns };
}

/** int8 [K, N]: the other way round than in a checkpoint, because the operator takes no transposed matrix. */
export function columnCodesShape({ rows, columns }: ColumnShape): readonly [number, number] {
  return [columns, rows];
}

/** f32 [N] */
export function columnScalesShape({ rows }: ColumnShape): readonly [number] {
  return [rows];
}

/** Codes and scales together. */
export function columnBytes({ rows, columns }: ColumnShape): number {
  return rows * columns + rows * Float32Array.BYTES_PER_ELEMENT;
}
