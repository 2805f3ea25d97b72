import { describe, expect, it } from 'vitest';
import { growingCache, sharedCache } from '../../src-engine/inference/kv-cache.ts';
import type { KeyValueCache } from '../../src-engine/inference/kv-cache.ts';
import { noise } from '../support/noise.ts';

const spec = { layers: 2, kvHeads: 3, headDim: 4 };
const names = ['keys.0', 'values.0', 'keys.1', 'values.1'];

function array(cache: KeyValueCache, name: string): Float32Array {
  const { data } = cache.feeds()[name]!;
  if (data instanceof Float32Array) return data;
  throw new Error(`${name} is not float32.`);
}

const rowsOf = (cache: KeyValueCache, name: string): number => Number(cache.feeds()[name]!.dims[2]);

/** Rows of one head. */
function head(cache: KeyValueCache, name: string, index: number, rows: number): number[] {
  const from = index * rowsOf(cache, name) * spec.headDim;
  return Array.from(array(cache, name).subarray(from, from + rows * spec.headDim));
}

describe('sharedCache', () => {
  it('is read and written in the same memory, in rooms of 128 rows', () => {
    const cache = sharedCache(spec, 100);
    expect(Object.keys(cache.feeds())).toEqual(names);
    for (const name of names) expect(cache.into[`present.${name}`]).toBe(cache.feeds()[name]);
    expect(cache.feeds()['keys.0']!.dims).toEqual([1, 3, 128, 4]);
    expect(cache.bytes).toBe(4 * 3 * 128 * 4 * 4);
  });

  it('stays where it is for a conversation that fits, and moves its first rows, head by head, to one that does not', () => {
    const cache = sharedCache(spec, 128);
    array(cache, 'values.1').set(noise(3 * 128 * 4));
    expect(cache.cutTo(5, 128)).toBe(cache);
    const larger = cache.cutTo(5, 129);
    expect(rowsOf(larger, 'values.1')).toBe(256);
    for (const index of [0, 1, 2])
      expect(head(larger, 'values.1', index, 5)).toEqual(head(cache, 'values.1', index, 5));
    expect(head(larger, 'values.1', 2, 6).slice(20)).toEqual([0, 0, 0, 0]);
  });
});

describe('growingCache', () => {
  it('holds what the last run returned, and is cut to its first rows, head by head', () => {
    const cache = growingCache(spec);
    expect(cache.feeds()['keys.0']!.dims).toEqual([1, 3, 0, 4]);
    expect(cache.into).toEqual({});
    const outputs = names.map(
      (name, index) =>
        [`present.${name}`, { data: noise(3 * 7 * 4, index + 1), dims: [1, 3, 7, 4] }] as const,
    );
    cache.take(Object.fromEntries(outputs));
    expect(cache.bytes).toBe(4 * 3 * 7 * 4 * 4);
    const cut = cache.cutTo(2, 50);
    expect(cut.feeds()['keys.1']!.dims).toEqual([1, 3, 2, 4]);
    for (const index of [0, 1, 2])
      expect(head(cut, 'keys.1', index, 2)).toEqual(head(cache, 'keys.1', index, 2));
    expect(rowsOf(cache, 'keys.1')).toBe(7);
  });
});
