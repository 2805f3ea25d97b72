import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Calibration } from '../../src-engine/calibration/calibration-file.ts';
import {
  calibrationInfo,
  presetTarget,
  reachableRange,
  thresholdsFor,
} from '../../src-engine/calibration/curve.ts';
import { makeMonotone } from '../../src-engine/calibration/monotone.ts';
import { sampleCalibration } from './sample-calibration.ts';

const points = [
  { mean: 20, thresholds: [0.5, 0.25] },
  { mean: 40, thresholds: [0.75, 0.25] },
];

describe('thresholdsFor', () => {
  it('returns a point at its measured mean', () => {
    expect(thresholdsFor(20, points, 100).thresholds).toEqual([0.5, 0.25]);
    expect(thresholdsFor(40, points, 100).thresholds).toEqual([0.75, 0.25]);
  });

  it('interpolates linearly by measured mean between neighbours', () => {
    expect(thresholdsFor(30, points, 100).thresholds).toEqual([0.625, 0.25]);
  });

  it('goes on to "all tokens", where every threshold is 1', () => {
    expect(thresholdsFor(70, points, 100).thresholds).toEqual([0.875, 0.625]);
    expect(thresholdsFor(100, points, 100).thresholds).toEqual([1, 1]);
  });

  it('moves a wish into the range and says so', () => {
    expect(thresholdsFor(3, points, 100)).toEqual({ target: 20, thresholds: [0.5, 0.25], range: [20, 100] });
    expect(thresholdsFor(300, points, 100)).toEqual({ target: 100, thresholds: [1, 1], range: [20, 100] });
  });

  it('switches merging off for all tokens even if the last point was measured without merges', () => {
    const full = [...points, { mean: 100, thresholds: [0.98, 0.98] }];
    expect(thresholdsFor(100, full, 100).thresholds).toEqual([1, 1]);
  });

  it('never lowers a threshold when the target rises', () => {
    const layer = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(
        fc.array(layer, { minLength: 1, maxLength: 9 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 30 }),
        (found, wishes) => {
          const curve = makeMonotone(found)
            .reverse()
            .map((thresholds, index) => ({ mean: 7.3 * (index + 1) ** 1.2, thresholds }));
          const sorted = wishes.map((wish) => wish * 120).sort((a, b) => a - b);
          const answers = sorted.map((wish) => thresholdsFor(wish, curve, 113).thresholds);
          answers.slice(1).forEach((thresholds, index) => {
            thresholds.forEach((threshold, at) =>
              expect(threshold).toBeGreaterThanOrEqual(answers[index]![at]!),
            );
          });
        },
      ),
    );
  });
});

describe('presetTarget', () => {
  it('keeps the shares of the paper', () => {
    expect([presetTarget('low', 576), presetTarget('mid', 576), presetTarget('high', 576)]).toEqual([
      86, 196, 392,
    ]);
    expect(presetTarget('low', 729)).toBe(109);
  });
});

describe('calibrationInfo', () => {
  it('tells the slider its range, presets and measured points', () => {
    const calibration: Calibration = sampleCalibration();
    expect(calibrationInfo(calibration)).toEqual({
      images: 200,
      source: calibration.data.source,
      points: calibration.points.map(({ target, mean, std, quantiles }) => ({
        target,
        mean,
        std,
        quantiles,
      })),
      range: [10, 64],
      presets: { low: 10, mid: 22, high: 44 },
    });
  });
});

describe('reachableRange', () => {
  it('begins at the lowest measured mean', () => {
    expect(reachableRange(points, 100)).toEqual([20, 100]);
  });
});
