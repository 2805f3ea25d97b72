import { describe, expect, it } from 'vitest';
import { byteLength, elementCount, isTensorType } from '../../src-engine/files/tensor-types.ts';

describe('tensor types', () => {
  it('counts a scalar as one number and an empty side as none', () => {
    expect([elementCount([]), elementCount([3, 0, 2]), elementCount([3, 2])]).toEqual([1, 0, 6]);
  });

  it('has no count and no length beyond exact integers, also where a later side is 0', () => {
    expect(elementCount([2 ** 27, 2 ** 27, 0])).toBeUndefined();
    expect(byteLength('F64', [2 ** 52])).toBeUndefined();
    expect(byteLength('F64', [2 ** 49])).toBe(2 ** 52);
  });

  it('knows element types by their own names only', () => {
    expect([isTensorType('BF16'), isTensorType('bf16'), isTensorType('toString')]).toEqual([
      true,
      false,
      false,
    ]);
    expect([
      byteLength('BF16', [3]),
      byteLength('F4', [6]),
      byteLength('F6_E2M3', [4]),
      byteLength('F4', [3]),
    ]).toEqual([6, 3, 3, undefined]);
  });
});
