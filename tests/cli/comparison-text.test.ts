import { describe, expect, it } from 'vitest';
import { answersInWords, costsInWords } from '../../src-engine/cli/comparison-text.ts';
import { createStyle } from '../../src-engine/cli/style.ts';
import { wordDiff } from '../../src-engine/cli/word-diff.ts';
import { comparison } from './comparisons.ts';

const plain = createStyle({ write: () => true });
const coloured = createStyle({ write: () => true, isTTY: true });
const answers = ['A red star.', 'A blue star.'] as const;

describe('answersInWords', () => {
  it('marks differing words by signs, without colour', () => {
    const text = answersInWords(comparison({}, {}), wordDiff(...answers), plain, 60);
    expect(text).toBe(
      'All tokens (256)             | Merged tokens (86)\nA [-red-] star.              | A {+blue+} star.',
    );
  });

  it('adds colour to the signs on a terminal', () => {
    const text = answersInWords(comparison({}, {}), wordDiff(...answers), coloured, 60);
    expect(text).toContain('A \u001b[31m[-red-]\u001b[39m star.');
    expect(text).toContain('A \u001b[32m{+blue+}\u001b[39m star.');
  });

  it('marks line by line, so that no mark reaches into the other column', () => {
    const text = answersInWords(comparison({}, {}), wordDiff('x', 'x a b\nc d'), plain, 60);
    expect(text.split('\n').map((line) => line.split(' | ')[1])).toEqual([
      'Merged tokens (86)',
      'x{+ a b+}',
      '{+c d+}',
    ]);
  });

  it('keeps every line within the width', () => {
    const long = ['word '.repeat(60), 'word '.repeat(50) + 'another end'] as const;
    const text = answersInWords(comparison({}, {}), wordDiff(...long), plain, 70);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(70);
  });

  it('disarms control characters of an answer', () => {
    expect(answersInWords(comparison({}, {}), wordDiff('\u001b[2J', 'x'), plain, 60)).not.toContain('\u001b');
  });
});

describe('costsInWords', () => {
  it('shows tokens, times and ratios', () => {
    const text = costsInWords(
      comparison(
        { times: { encodeMs: 42, prefillMs: 30, firstTokenMs: 80, tokensPerSecond: 120 } },
        { times: { encodeMs: 21, prefillMs: 12, firstTokenMs: 43, tokensPerSecond: 126 } },
      ),
    );
    expect(text.split('\n')).toEqual([
      '                   all tokens  merged',
      'visual tokens             256      86  34 %',
      'preprocess              10 ms   10 ms  1.0x',
      'encode                  42 ms   21 ms  2.0x',
      'project                 10 ms   10 ms  1.0x',
      'prefill                 30 ms   12 ms  2.5x',
      'first token             80 ms   43 ms  1.9x',
      'decode                  10 ms   10 ms  1.0x',
      'tokens per second         120     126  1.1x',
      'peak memory            200 MB  200 MB',
    ]);
  });

  it('adds the range of several runs', () => {
    const full = { times: { encodeMs: [42, 40, 51] } } as const;
    expect(costsInWords(comparison(full, {}, 5))).toContain('42 ms (40 to 51)');
  });
});
