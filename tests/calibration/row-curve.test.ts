import { describe, expect, it } from 'vitest';
import {
  countedThresholds,
  rowCalibrationInfo,
  rowCounts,
  rowPoints,
  rowThresholdFor,
} from '../../src-engine/calibration/row-curve.ts';

describe('the thresholds that are counted at', () => {
  it('rise from 0 to just below 1, finest where nearly equal rows part', () => {
    expect([...countedThresholds]).toEqual(countedThresholds.toSorted((a, b) => a - b));
    expect([countedThresholds[0], countedThresholds.at(-1), countedThresholds.length]).toEqual([
      0, 0.998, 68,
    ]);
    expect(rowCounts(Float32Array.of(1, 0.9, 0.9, 1)).filter((left) => left === 1)).toHaveLength(
      countedThresholds.filter((threshold) => Math.fround(threshold) < Math.fround(0.9)).length,
    );
  });
});

/** As if two images left 2 and 4 rows up to 0.5, and 6 and 10 above it. */
const points = rowPoints([
  countedThresholds.map((threshold) => (threshold < 0.5 ? 2 : 6)),
  countedThresholds.map((threshold) => (threshold < 0.5 ? 4 : 10)),
]);

describe('rowPoints', () => {
  it('has a point where the mean rises, with the smallest threshold that gives it', () => {
    expect(points.map(({ threshold, mean, std }) => [threshold, mean, std])).toEqual([
      [0, 3, 1],
      [0.5, 8, 2],
    ]);
  });
});

describe('rowThresholdFor', () => {
  it('interpolates between points, reaches all rows at 1, and says what it aims at', () => {
    expect(rowThresholdFor(5.5, points, 16)).toEqual({ threshold: 0.25, target: 5.5 });
    expect(rowThresholdFor(12, points, 16)).toEqual({ threshold: 0.75, target: 12 });
    expect(rowThresholdFor(16, points, 16)).toEqual({ threshold: 1, target: 16 });
    expect(rowThresholdFor(1, points, 16)).toEqual({ threshold: 0, target: 3 });
  });
});

describe('rowCalibrationInfo', () => {
  it('says how far averages reach, in rows', () => {
    const info = rowCalibrationInfo(points, 64);
    expect([info.range, info.presets]).toEqual([[3, 64], { low: 10, mid: 22, high: 44 }]);
    expect(info.points.map(({ mean }) => mean)).toEqual([3, 8]);
  });
});
