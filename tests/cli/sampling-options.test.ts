import { describe, expect, it } from 'vitest';
import { readSampling } from '../../src-engine/cli/sampling-options.ts';

describe('readSampling', () => {
  it.each([
    [undefined, undefined],
    ['greedy', { kind: 'greedy' }],
    ['sample', { kind: 'sample', seed: 1 }],
    ['sample,seed=7', { kind: 'sample', seed: 7 }],
    ['top_k=0', { kind: 'sample', seed: 1, topK: 0 }],
    ['temperature=0.7,top_p=1,min_p=0', { kind: 'sample', seed: 1, temperature: 0.7, topP: 1, minP: 0 }],
  ])('reads %s', (text, sampling) => {
    expect(readSampling(text)).toEqual(sampling);
  });

  it.each([
    ['hot', '"hot" is none of them'],
    ['', '"" is none of them'],
    ['sample,', '"" is none of them'],
    ['constructor=1', '"constructor=1" is none of them'],
    ['top_k=1=2', '"top_k=1=2" is none of them'],
    ['temperature=0', '--sampling temperature takes a number above 0 and up to 100, and "0" is not one.'],
    ['temperature=-1', 'and "-1" is not one'],
    ['top_p=1.1', '--sampling top_p takes a number above 0 and up to 1'],
    ['top_k=2.5', '--sampling top_k takes a whole number'],
    ['seed=1,top_k=5,seed=2', '--sampling says seed twice.'],
    ['seed=', '--sampling seed takes a whole number up to 4294967295, and "" is not one.'],
  ])('refuses %s', (text, words) => {
    expect(() => readSampling(text)).toThrow(words);
  });
});
