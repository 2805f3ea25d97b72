/** Numbers to int8 codes with one scale for each output, transposed on the way. Pure and deterministic. */
import { largestCode, type ColumnShape } from './column-format.ts';

/** Room for the whole matrix: codes int8 [K, N], scales f32 [N]. */
export interface QuantisedColumns {
  readonly codes: Int8Array;
  readonly scales: Float32Array;
}

/**
 * Puts some rows of a weight [N, K] where they belong.
 * @param values f32 [rows, K], the rows from `firstRow` on
 * @returns the sum of squared errors; not finite where a number is not
 */
export function quantiseColumns(
  values: Float32Array,
  firstRow: number,
  { rows: outputs, columns }: ColumnShape,
  into: QuantisedColumns,
): number {
  const { codes, scales } = into;
  let error = 0;
  for (let row = 0; row < values.length / columns; row += 1) {
    const from = row * columns;
    let largest = 0;
    for (let k = 0; k < columns; k += 1) largest = Math.max(largest, Math.abs(values[from + k] ?? 0));
    const scale = Math.fround(largest / largestCode);
    const inverse = scale === 0 ? 0 : 1 / scale;
    const output = firstRow + row;
    scales[output] = scale;
    for (let k = 0; k < columns; k += 1) {
      const value = values[from + k] ?? 0;
      const code = Math.round(value * inverse);
      codes[k * outputs + output] = Math.max(-largestCode, Math.min(largestCode, code));
      error += (value - scale * code) ** 2;
    }
  }
  return error;
}
