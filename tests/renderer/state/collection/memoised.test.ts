import { describe, expect, it, vi } from 'vitest';
import { memoised } from '../../../../renderer/state/collection/memoised.ts';

describe('a function that remembers', () => {
  const listOf = () => {
    const compute = vi.fn((a: number, b: number) => [a, b]);
    return { compute, list: memoised(compute) };
  };

  it('gives the same object for the same arguments', () => {
    const { compute, list } = listOf();
    expect(list(1, 2)).toBe(list(1, 2));
    expect(compute).toHaveBeenCalledOnce();
  });

  it('gives both their own where two states are asked in turn: parts of the window would draw each other anew for ever', () => {
    const { compute, list } = listOf();
    const [now, before] = [list(1, 2), list(1, 3)];
    for (let turn = 0; turn < 5; turn++) {
      expect(list(1, 2)).toBe(now);
      expect(list(1, 3)).toBe(before);
    }
    expect(compute).toHaveBeenCalledTimes(2);
  });

  it('holds no more than two', () => {
    const { compute, list } = listOf();
    [2, 3, 4, 2].forEach((b) => list(1, b));
    expect(compute).toHaveBeenCalledTimes(4);
  });

  it('compares only as many arguments as it is told', () => {
    const compute = vi.fn((a: number, b: number) => [a, b]);
    const list = memoised(compute, 1);
    expect(list(1, 2)).toBe(list(1, 3));
    expect(compute).toHaveBeenCalledOnce();
  });
});
