import { describe, expect, it } from 'vitest';
import { int64, int64Values } from '../../src-engine/runtime/int64.ts';

describe('int64', () => {
  it('writes whole numbers of 32 bits as BigInt would', () => {
    const numbers = [0, 1, 151_935, 2 ** 31 - 1, -1, -(2 ** 31)];
    expect(int64(numbers)).toEqual(BigInt64Array.from(numbers, BigInt));
    expect(int64(Int32Array.of(7, -7))).toEqual(BigInt64Array.of(7n, -7n));
  });

  it('writes one number over another in the same memory', () => {
    const values = int64Values([-3, 4]);
    values.set(0, 9);
    expect(values.data).toEqual(BigInt64Array.of(9n, 4n));
  });
});
