import { describe, expect, it } from 'vitest';
import { meanError } from '../../src-engine/calibration/mean-error.ts';

describe('how far an average may be off', () => {
  const counts = [40, 55, 61, 70, 72, 80, 95, 120, 133, 150];

  it('is a number that is the same at every run and in any order', () => {
    expect(meanError(counts)).toBe(meanError([...counts].reverse()));
    expect(meanError(counts)).toBeCloseTo(20.956, 3);
  });

  it('lies near two standard errors', () => {
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    const std = Math.sqrt(counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length);
    expect(meanError(counts) / ((1.96 * std) / Math.sqrt(counts.length))).toBeCloseTo(1, 1);
  });

  it('shrinks with the root of the number of images, across the place where resampling ends', () => {
    const many = (length: number) => Array.from({ length }, (_, index) => counts[index % counts.length] ?? 0);
    expect(meanError(many(1000)) / meanError(many(250))).toBeCloseTo(0.5, 1);
    expect(meanError(many(1010)) / meanError(many(1000))).toBeCloseTo(1, 1);
  });

  it('is nothing where all images are alike, and where there is one', () => {
    expect(meanError([7, 7, 7, 7])).toBe(0);
    expect(meanError([7])).toBe(0);
  });
});
