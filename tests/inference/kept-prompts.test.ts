import { describe, expect, it } from 'vitest';
import { keepPrompts } from '../../src-engine/inference/kept-prompts.ts';
import { sharedCache } from '../../src-engine/inference/kv-cache.ts';
import type { PrefillInput } from '../../src-engine/inference/language-model.ts';

const cache = () => sharedCache({ layers: 1, kvHeads: 1, headDim: 16 }, 1); // 2 * 128 rows of 64 bytes
const bytes = 2 * 128 * 64;

/** Text alone. */
function prompt(...tokenIds: readonly number[]): PrefillInput {
  const rows = Int32Array.from(tokenIds.keys());
  return {
    tokenIds,
    imageRows: new Float32Array(0),
    order: rows,
    u: rows,
    inverseCount: new Float32Array(tokenIds.length).fill(1),
  };
}

describe('keepPrompts', () => {
  it('gives the cache that shares most rows, once', () => {
    const kept = keepPrompts(Infinity);
    const [one, other] = [cache(), cache()];
    kept.keep(prompt(1, 2, 3, 4), [], one, 9);
    kept.keep(prompt(1, 2, 3, 9), [], other, 9);
    expect(kept.take(prompt(1, 2, 3, 9, 8))).toEqual({ cache: other, rows: 4, readMs: 9 });
    expect(kept.take(prompt(1, 2, 3, 9, 8))).toEqual({ cache: one, rows: 3, readMs: 9 });
    expect(kept.take(prompt(1, 2, 3, 9, 8))).toBeUndefined();
  });

  it('gives a follow-up the rows of the answer, too', () => {
    const kept = keepPrompts(Infinity);
    kept.keep(prompt(1, 2, 3), [7, 8], cache(), 9);
    expect(kept.take(prompt(1, 2, 3, 7, 8, 5))?.rows).toBe(5);
    kept.keep(prompt(1, 2, 3), [7, 8], cache(), 9);
    expect(kept.take(prompt(1, 2, 3, 7, 9, 5))?.rows).toBe(4);
  });

  it('weighs a prompt without its answer: another question takes the rows over, however long that was', () => {
    const kept = keepPrompts(Infinity);
    kept.keep(prompt(1, 2, 3, 4), [7, 8, 9, 10, 11, 12], cache(), 9);
    expect(kept.take(prompt(1, 2, 3, 5))?.rows).toBe(3);
  });

  it('takes no cache away for half of its rows or fewer while there is room for another', () => {
    const kept = keepPrompts(Infinity);
    kept.keep(prompt(1, 2, 3, 4), [], cache(), 9);
    expect(kept.take(prompt(1, 2, 5, 6))).toBeUndefined();
  });

  it('gives the memory of the oldest where there is no room left', () => {
    const kept = keepPrompts(Infinity);
    const all = [cache(), cache(), cache()] as const;
    for (const [index, one] of all.entries()) kept.keep(prompt(10 * index, 1, 2), [], one, 9);
    expect(kept.take(prompt(99, 98))).toEqual({ cache: all[1], rows: 0, readMs: 0 });
    expect(kept.take(prompt(20, 1, 3))).toEqual({ cache: all[2], rows: 2, readMs: 9 });
  });

  it('keeps no more bytes than it may, the newest first, and lets all go when told', () => {
    const kept = keepPrompts(bytes);
    const newest = cache();
    kept.keep(prompt(1, 2, 3), [], cache(), 9);
    kept.keep(prompt(4, 5, 6), [], newest, 9);
    expect(kept.take(prompt(1, 2, 3))).toBeUndefined();
    expect(kept.take(prompt(4, 5, 7))?.cache).toBe(newest);
    const none = keepPrompts(bytes - 1);
    none.keep(prompt(1, 2), [], cache(), 9);
    expect(none.take(prompt(1, 2))).toBeUndefined();
    kept.keep(prompt(4, 5, 6), [], newest, 9);
    kept.clear();
    expect(kept.take(prompt(4, 5, 6))).toBeUndefined();
  });
});
