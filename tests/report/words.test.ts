import { describe, expect, it } from 'vitest';
import type { Reason } from '../../src-engine/report/reason.ts';
import { verdict, type Verdict } from '../../src-engine/report/verdict.ts';
import { agreementOf } from '../../src-engine/report/word-diff.ts';
import {
  agreementWords,
  besideWords,
  headlineWords,
  leftOutWords,
  reasonWords,
  timesWords,
} from '../../src-engine/report/words.ts';
import { compareRuns } from '../../src-engine/report/comparison.ts';
import { comparison, run } from './comparisons.ts';

describe('headlineWords', () => {
  const of = (kind: Verdict['kind'], ratio: number, reason: Reason = { kind: 'measured' }) =>
    headlineWords({ kind, ratio, spread: null, runs: 5, reason });

  it('speaks of speed only where there is a verdict', () => {
    expect(of('sooner', 1.84)).toBe('1.8× faster');
    expect(of('later', 0.5)).toBe('2.0× slower');
    expect(of('same', 1.01)).toBe('As fast as with all tokens');
    expect(of('unclear', 3, { kind: 'one-run' })).toBe('Measured once');
    expect(of('unclear', 3, { kind: 'disturbed', by: ['encode'] })).toBe('Measurement disturbed');
    expect(of('unclear', 3, { kind: 'runs-differ' })).toBe('No clear difference');
  });
});

describe('timesWords', () => {
  it('gives the times, how often they were measured and how sure the ratio is', () => {
    const measured = comparison({}, {}, { full: [100, 101, 99, 100, 102], reduced: [50, 50, 51, 49, 50] });
    expect(timesWords(measured, verdict(measured))).toBe(
      'Encode, project and prefill took 50 ms instead of 100 ms (5 runs of each; 2.0× to 2.1× with 95 % confidence).',
    );
  });

  it('gives the figures of one run, and those of disturbed ones', () => {
    const once = comparison({ times: { encodeMs: 90 } }, {});
    expect(timesWords(once, verdict(once))).toBe(
      'Encode, project and prefill took 30 ms instead of 110 ms (one run of each).',
    );
    const disturbed = comparison({ disturbedBy: ['encode'] }, {});
    expect(timesWords(disturbed, verdict(disturbed))).toMatch(/\(disturbed\)\.$/);
  });
});

describe('besideWords', () => {
  it('tells what follows the first token, and what both ways need', () => {
    const full = { times: { tokensPerSecond: 100 } };
    expect(besideWords(comparison(full, { times: { tokensPerSecond: 125, preprocessMs: 12 } }))).toBe(
      'Each further token took 8.0 ms instead of 10 ms. Reading and preparing the picture took 12 ms, which both ways need.',
    );
  });

  it('is silent about further tokens where there were none', () => {
    const none = { times: { tokensPerSecond: 0 } };
    expect(besideWords(comparison(none, none))).toMatch(/^Reading and preparing/);
  });
});

describe('reasonWords', () => {
  it.each<[Reason, string]>([
    [{ kind: 'little-to-save', kept: 0.98 }, '98 % of the tokens are left, so there is little to save.'],
    [
      { kind: 'stage', stage: 'encode', share: 0.87 },
      'The encoder takes 87 % of that time and is not faster.',
    ],
    [{ kind: 'traded', gained: 'prefill', lost: 'encode' }, 'What the prefill gains, the encoder loses.'],
    [
      { kind: 'disturbed', by: ['encode', 'preview'] },
      'The engine did other work at the same time (encode, preview); measure again while it is idle.',
    ],
    [
      { kind: 'disturbed', by: ['the computer slept'] },
      'The computer slept; measure again while it is idle.',
    ],
    [
      { kind: 'disturbed', by: ['the computer slept', 'encode'] },
      'The engine did other work at the same time (encode) and the computer slept; measure again while it is idle.',
    ],
  ])('%j', (reason, words) => {
    expect(reasonWords(reason)).toBe(words);
  });
});

describe('leftOutWords', () => {
  it('counts the runs that do not count', () => {
    const disturbed = run({ disturbedBy: ['encode'] });
    expect(leftOutWords(compareRuns([run(), disturbed], [run(), run()]))).toBe(
      '1 run of each way does not count: the engine did other work at the same time (encode).',
    );
    expect(leftOutWords(compareRuns([run()], [run()]))).toBeUndefined();
  });
});

describe('agreementWords', () => {
  it.each([
    ['Pink.', 'Pink.', 'Same answer'],
    ['Two.', 'Three.', 'A different answer'],
    ['A red car.', 'A red bus.', 'One word differs'],
    ['A red car on grass.', 'A blue bus on grass.', '2 words differ'],
    ['A red car.', 'Nothing here at all.', 'A different answer'],
  ])('%s against %s: %s', (a, b, words) => {
    expect(agreementWords(agreementOf(a, b))).toBe(words);
  });
});
