import { describe, expect, it } from 'vitest';
import { measurePair, relate } from '../../../tools/bench/interleave.ts';
import { relationWords } from '../../../tools/bench/relation-words.ts';

describe('measurePair', () => {
  it('measures the later build first when it is turned, and gives the numbers in one order', async () => {
    const order: string[] = [];
    const measure = (name: string, value: number) => () => {
      order.push(name);
      return Promise.resolve(value);
    };
    expect(await measurePair(measure('before', 4), measure('after', 2), false)).toEqual([4, 2]);
    expect(await measurePair(measure('before', 4), measure('after', 2), true)).toEqual([4, 2]);
    expect(order).toEqual(['before', 'after', 'after', 'before']);
  });
});

describe('relate', () => {
  it('takes the ratio of each pair, not of the medians, so that a slow minute counts on both sides', () => {
    const { before, after, ratio, range, interval } = relate({
      before: [100, 300, 104],
      after: [50, 100, 52],
    });
    expect(before).toEqual({ median: 104, min: 100, max: 300 });
    expect(after).toEqual({ median: 52, min: 50, max: 100 });
    expect(ratio).toBe(2);
    expect(range).toEqual([2, 3]);
    expect(interval?.[0]).toBeLessThan(2);
    expect(interval?.[1]).toBeGreaterThan(3);
  });

  it('gives no interval for one pair', () => {
    expect(relate({ before: [3], after: [2] }).interval).toBeUndefined();
  });
});

describe('relationWords', () => {
  const same = { before: [400, 400], after: [100, 100] };

  it('says medians, least and most, and the ratio with its interval', () => {
    expect(relationWords(relate(same), 'ms')).toBe(
      '400 ms (400–400) -> 100 ms (100–100): 4.00x (95 %: 4.00–4.00)',
    );
  });

  it('says bytes in megabytes, and small numbers with a digit more', () => {
    const words = relationWords(relate({ before: [3e8], after: [15_500_000] }), 'bytes');
    expect(words).toBe('300 MB (300–300) -> 15.5 MB (15.5–15.5): 19.35x');
  });
});
