import { describe, expect, it } from 'vitest';
import { meanErrorSentence } from '../../src-engine/report/mean-error.ts';

const points = [
  { mean: 100, meanError: 12 },
  { mean: 200, meanError: 10 },
];

describe('what the pictures of a calibration are worth', () => {
  it('is told by the point that is known worst', () => {
    expect(meanErrorSentence(31, points)).toBe('31 pictures are few: the average may be off by 12 %.');
    expect(meanErrorSentence(900, [{ mean: 100, meanError: 2 }])).toBe(
      '900 pictures are enough: the average may be off by 2 %.',
    );
  });

  it('is never enough for a handful, however alike they are', () => {
    expect(meanErrorSentence(3, [{ mean: 100, meanError: 0 }])).toBe(
      '3 pictures are few: the average may be off by 0 %.',
    );
    expect(meanErrorSentence(29, [{ mean: 100, meanError: 2 }])).toMatch(/are few/u);
    expect(meanErrorSentence(30, [{ mean: 100, meanError: 2 }])).toMatch(/are enough/u);
  });

  it('is nothing for one picture, and unknown where nobody has looked', () => {
    expect(meanErrorSentence(1, [{ mean: 100, meanError: 0 }])).toBe(
      'One picture is too few: the average of others may be any.',
    );
    expect(meanErrorSentence(31, [{ mean: 100 }])).toBeNull();
  });
});
