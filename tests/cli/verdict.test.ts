import { describe, expect, it } from 'vitest';
import { speedUp, verdict } from '../../src-engine/cli/verdict.ts';
import { comparison } from './comparisons.ts';

describe('verdict', () => {
  it('tells the gain after the answer', () => {
    expect(verdict(comparison({ times: { firstTokenMs: 140 } }, { times: { firstTokenMs: 100 } }))).toBe(
      'Same answer. First token 1.4x sooner.',
    );
    expect(
      verdict(
        comparison(
          { text: 'One.', times: { firstTokenMs: 140 } },
          { text: 'Two.', times: { firstTokenMs: 100 } },
        ),
      ),
    ).toBe('The answers differ. First token 1.4x sooner.');
  });

  it('does not call a few percent a gain', () => {
    expect(verdict(comparison({ times: { firstTokenMs: 104 } }, { times: { firstTokenMs: 100 } }))).toBe(
      'Same answer. No faster here: the difference is within the noise of the measurement.',
    );
  });

  it('calls a gain what four of five neighbouring pairs of runs show', () => {
    const [full, merged] = [{ times: { firstTokenMs: 140 } }, { times: { firstTokenMs: 100 } }];
    expect(verdict(comparison(full, merged, 5, 0.8))).toBe('Same answer. First token 1.4x sooner.');
    expect(verdict(comparison(full, merged, 5, 0.6))).toMatch(
      /^Same answer\. No faster here: the difference is within/,
    );
    expect(verdict(comparison(merged, full, 5, 0.4))).toMatch(/^Same answer\. No faster here/);
    expect(verdict(comparison(merged, full, 5, 0.2))).toMatch(
      /^Same answer\. Slower here: the first token came 1\.4x later/,
    );
  });

  it.each([
    [
      'reading the image takes most of the time',
      { firstTokenMs: 100 },
      { firstTokenMs: 100, preprocessMs: 60 },
    ],
    [
      'the encoder dominates',
      { firstTokenMs: 100, encodeMs: 60, prefillMs: 20 },
      { firstTokenMs: 100, encodeMs: 60, prefillMs: 10 },
    ],
    [
      'matching costs the encoder what prefill gains',
      { firstTokenMs: 100, encodeMs: 40, prefillMs: 30 },
      { firstTokenMs: 100, encodeMs: 50, prefillMs: 20 },
    ],
  ])('says why it is no faster: %s', (words, full, merged) => {
    expect(verdict(comparison({ times: full }, { times: merged }))).toBe(
      `Same answer. No faster here: ${words}.`,
    );
  });

  it('says when merging is slower', () => {
    const full = { times: { firstTokenMs: 100, encodeMs: 40 } };
    expect(verdict(comparison(full, { times: { firstTokenMs: 150, encodeMs: 90 } }))).toBe(
      'Same answer. Slower here: the first token came 1.5x later; matching costs the encoder more than fewer tokens save.',
    );
  });

  it('says when nothing merged', () => {
    expect(verdict(comparison({}, { tokens: 256 }))).toBe(
      'Same answer. Nothing merged here: both saw all 256 tokens.',
    );
  });
});

describe('speedUp', () => {
  it('is the time with all tokens over the time with merged ones', () => {
    const full = { times: { encodeMs: 30, prefillMs: 40, firstTokenMs: 80 } };
    const merged = { times: { encodeMs: 20, prefillMs: 10, firstTokenMs: 50 } };
    expect(speedUp(comparison(full, merged))).toEqual({ encode: 1.5, prefill: 4, firstToken: 1.6 });
  });
});
