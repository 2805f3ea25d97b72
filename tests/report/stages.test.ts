import { describe, expect, it } from 'vitest';
import { changeableMs, stagesOf, totalMs } from '../../src-engine/report/stages.ts';
import { run } from './comparisons.ts';

describe('the stages of an answer', () => {
  const { timings } = run({
    times: { preprocessMs: 1, encodeMs: 2, projectMs: 3, prefillMs: 4, decodeMs: 5 },
  });

  it('come in the order in which they happen and add up to the whole time', () => {
    expect(stagesOf(timings).map(({ name, ms }) => `${name} ${ms}`)).toEqual([
      'preprocess 1',
      'encode 2',
      'project 3',
      'prefill 4',
      'decode 5',
    ]);
    expect(totalMs(timings)).toBe(15);
  });

  it('that merging can change leave out the reading of the picture and what follows the first token', () => {
    expect(changeableMs(timings)).toBe(9);
  });
});
