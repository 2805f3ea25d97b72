/** Whole numbers as the runtime's int64 without a BigInt for each: the two 32-bit halves are written. Little-endian machines. */

export interface Int64Values {
  readonly data: BigInt64Array;
  /** @param value within 32 bits, signed */
  set(index: number, value: number): void;
}

/** @param values within 32 bits, signed */
export function int64Values(values: ArrayLike<number>): Int64Values {
  const data = new BigInt64Array(values.length);
  const halves = new Int32Array(data.buffer);
  const set = (index: number, value: number): void => {
    halves[2 * index] = value;
    halves[2 * index + 1] = value < 0 ? -1 : 0;
  };
  for (let index = 0; index < values.length; index += 1) set(index, values[index] ?? 0);
  return { data, set };
}

export const int64 = (values: ArrayLike<number>): BigInt64Array => int64Values(values).data;
