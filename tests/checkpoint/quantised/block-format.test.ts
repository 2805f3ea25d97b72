import { describe, expect, it } from 'vitest';
import {
  blockShape,
  codesShape,
  quantisedBytes,
  scalesShape,
} from '../../../src-engine/checkpoint/quantised/block-format.ts';

describe('blockShape', () => {
  it('cuts rows into blocks of 32, the last one filled up', () => {
    const shape = blockShape([406, 176], 4);
    expect(shape).toEqual({ bits: 4, rows: 406, columns: 176, blocks: 6, blockBytes: 16 });
    expect(codesShape(shape)).toEqual([406, 6, 16]);
    expect(scalesShape(shape)).toEqual([406, 6]);
    expect(quantisedBytes(shape)).toBe(406 * 6 * (16 + 4));
  });

  it('takes twice the codes with 8 bits', () => {
    expect(quantisedBytes(blockShape([96, 64], 8))).toBe(96 * 2 * (32 + 4));
  });

  it('is for matrices only', () => {
    expect(() => blockShape([96], 8)).toThrow(RangeError);
  });
});
