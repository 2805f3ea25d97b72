import { describe, expect, it } from 'vitest';
import { dealt, parseShard, shardOf } from '../../src-engine/sharing/shard.ts';

describe('a shard', () => {
  it('is written as i/n, from 1', () => {
    expect(parseShard('2/8')).toEqual({ index: 2, count: 8 });
    expect(parseShard(' 1/1 ')).toEqual({ index: 1, count: 1 });
  });

  it.each(['0/4', '5/4', '1', '1/0', '-1/4', '1.5/4', 'a/b', '1/10001', ''])('is not %j', (text) => {
    expect(parseShard(text)).toBeUndefined();
  });

  it('is dealt like cards, so that neighbours go to different shards', () => {
    const items = ['a', 'b', 'c', 'd', 'e'];
    expect(dealt(items, { index: 1, count: 2 })).toEqual(['a', 'c', 'e']);
    expect(dealt(items, { index: 2, count: 2 })).toEqual(['b', 'd']);
    expect(dealt(items, { index: 6, count: 9 })).toEqual([]);
  });

  it('has every item exactly once among all shards, in any number of them', () => {
    for (const count of [1, 2, 3, 7, 64]) {
      const owners = Array.from({ length: 100 }, (_, position) => shardOf(position, count));
      const parts = Array.from({ length: count }, (_, at) =>
        dealt([...owners.keys()], { index: at + 1, count }),
      );
      expect(parts.flat().toSorted((a, b) => a - b)).toEqual([...owners.keys()]);
    }
  });
});
