import { describe, expect, it } from 'vitest';
import { answersInWords, costsInWords, verdictInWords } from '../../src-engine/cli/comparison-text.ts';
import { createStyle } from '../../src-engine/cli/style.ts';
import { verdict } from '../../src-engine/report/verdict.ts';
import { wordDiff } from '../../src-engine/report/word-diff.ts';
import { comparison } from '../report/comparisons.ts';

const plain = createStyle({ write: () => true });
const coloured = createStyle({ write: () => true, isTTY: true });
const answers = ['A red star.', 'A blue star.'] as const;

describe('answersInWords', () => {
  it('marks differing words by signs, without colour', () => {
    const text = answersInWords(comparison({}, {}), 'Merged tokens', wordDiff(...answers), plain, 60);
    expect(text).toBe(
      'All tokens (256)             | Merged tokens (86)\nA [-red-] star.              | A {+blue+} star.',
    );
  });

  it('adds colour to the signs on a terminal', () => {
    const text = answersInWords(comparison({}, {}), 'Merged tokens', wordDiff(...answers), coloured, 60);
    expect(text).toContain('A \u001b[31m[-red-]\u001b[39m star.');
    expect(text).toContain('A \u001b[32m{+blue+}\u001b[39m star.');
  });

  it('marks line by line, so that no mark reaches into the other column', () => {
    const text = answersInWords(comparison({}, {}), 'Merged tokens', wordDiff('x', 'x a b\nc d'), plain, 60);
    expect(text.split('\n').map((line) => line.split(' | ')[1])).toEqual([
      'Merged tokens (86)',
      'x{+ a b+}',
      '{+c d+}',
    ]);
  });

  it('keeps every line within the width', () => {
    const long = ['word '.repeat(60), 'word '.repeat(50) + 'another end'] as const;
    const text = answersInWords(comparison({}, {}), 'Merged tokens', wordDiff(...long), plain, 70);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(70);
  });

  it('disarms control characters of an answer', () => {
    expect(
      answersInWords(comparison({}, {}), 'Merged tokens', wordDiff('\u001b[2J', 'x'), plain, 60),
    ).not.toContain('\u001b');
  });
});

describe('costsInWords', () => {
  it('shows tokens, times and ratios', () => {
    const text = costsInWords(
      comparison(
        { times: { encodeMs: 42, prefillMs: 30, firstTokenMs: 80, tokensPerSecond: 120 } },
        { times: { encodeMs: 21, prefillMs: 12, firstTokenMs: 43, tokensPerSecond: 126 } },
      ),
      'Pooled tokens',
    );
    expect(text.split('\n')).toEqual([
      '                   all tokens  pooled tokens',
      'visual tokens             256             86       34 %',
      'preprocess              10 ms          10 ms  same work',
      'encode                  42 ms          21 ms       2.0×',
      'project                 10 ms          10 ms      1.00×',
      'prefill                 30 ms          12 ms       2.5×',
      'sum of these            82 ms          43 ms       1.9×',
      'first token             80 ms          43 ms       1.9×',
      'decode                  10 ms          10 ms',
      'tokens per second         120            126      1.05×',
      'peak memory            200 MB         200 MB',
    ]);
  });

  it('adds the range of several runs', () => {
    const several = { full: [42, 40, 51], reduced: [20, 20, 20] };
    expect(costsInWords(comparison({}, {}, several), 'Merged tokens')).toContain('42 ms (40 to 51)');
  });
});

describe('verdictInWords', () => {
  const of = (...sides: Parameters<typeof comparison>) => {
    const measured = comparison(...sides);
    return verdictInWords(measured, verdict(measured), plain).split('\n');
  };

  it('leads with the answer and the speed, and says below what they rest on', () => {
    const steady = { full: [100, 101, 99, 100, 102], reduced: [50, 50, 51, 49, 50] };
    expect(of({ text: 'One.' }, { text: 'Two.' }, steady)).toEqual([
      'A different answer. 2.0× faster.',
      'Encode, project and prefill took 50 ms instead of 100 ms (5 runs of each; 2.0× to 2.1× with 95 % confidence).',
      'Each further token took 100 ms instead of 100 ms. Reading and preparing the picture took 10 ms, which both ways need.',
    ]);
  });

  it('after one run has figures, no headline of speed, and the reason', () => {
    expect(of({ times: { encodeMs: 90 } }, {}).slice(0, 3)).toEqual([
      'Same answer. Measured once.',
      'Encode, project and prefill took 30 ms instead of 110 ms (one run of each).',
      'One run cannot tell a difference from chance; measure several to compare speed.',
    ]);
  });
});
