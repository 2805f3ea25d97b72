import { describe, expect, it } from 'vitest';
import { mergeShareSentence } from '../../src-engine/report/bench-words.ts';

describe('what merging itself costs', () => {
  it('is a share of the blocks', () => {
    expect(mergeShareSentence(0.053)).toBe(
      'Merging itself takes 5 % of the time in the blocks of the encoder.',
    );
  });

  it.each([0, -0.05])('is less than the runs differ where the medians say %s', (share) => {
    expect(mergeShareSentence(share)).toBe(
      'What merging itself adds to the blocks of the encoder costs less than the runs differ.',
    );
  });
});
