import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeModel } from '../../support/fake-engine.ts';
import { quantileLevels } from '../../../src-engine/calibration/statistics.ts';
import { distributionBars, quantileShares, quantilesAt } from '../../../renderer/charts/distribution.ts';
import { monotoneCurve } from '../../../renderer/charts/monotone.ts';

const calibration = fakeModel.calibration!;

describe('quantileShares', () => {
  it('are the levels at which calibrations hold their quantiles', () => {
    expect(quantileShares.map((share) => Math.round(share * 100))).toEqual(quantileLevels);
  });
});

describe('quantilesAt', () => {
  it('takes a point of the calibration as it is', () => {
    expect(quantilesAt(calibration, 90)).toEqual(calibration.points[3]?.quantiles);
  });

  it('interpolates between two points', () => {
    const [low, high] = [calibration.points[3]!, calibration.points[4]!];
    expect(quantilesAt(calibration, 105)[4]).toBeCloseTo((low.quantiles[4]! + high.quantiles[4]!) / 2, 10);
  });

  it('stays at the ends', () => {
    expect(quantilesAt(calibration, 1)).toEqual(calibration.points[0]?.quantiles);
    expect(quantilesAt(calibration, 999)).toEqual(calibration.points.at(-1)?.quantiles);
  });
});

describe('distributionBars', () => {
  it('share out all images, half of them below the median', () => {
    const bars = distributionBars([10, 20, 30, 60, 100, 140, 170, 180, 190], 200, 40);
    const sum = (until: number) =>
      bars.filter((bar) => bar.to <= until).reduce((total, bar) => total + bar.share, 0);
    expect(sum(200)).toBeCloseTo(1, 10);
    expect(sum(100)).toBeCloseTo(0.5, 10);
    expect(sum(10)).toBe(0);
  });

  it('stand where many images have the very same count', () => {
    const bars = distributionBars([5, 256, 256, 256, 256, 256, 256, 256, 256], 256, 32);
    expect(bars.at(-1)?.share).toBeGreaterThan(0.9);
    expect(bars.every((bar) => Number.isFinite(bar.share))).toBe(true);
  });

  it('are none without quantiles', () => {
    expect(distributionBars([], 256, 32)).toEqual([]);
  });
});

describe('monotoneCurve', () => {
  it('passes through its points and never turns back between them', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 50 })), {
      minLength: 2,
      maxLength: 9,
    });
    fc.assert(
      fc.property(steps, (deltas) => {
        let [x, y] = [0, 0];
        const points = deltas.map(([dx, dy]) => ({ x: (x += dx), y: (y += dy) }));
        const curve = monotoneCurve(points);
        for (const point of points) expect(curve(point.x)).toBeCloseTo(point.y, 9);
        const [first, last] = [points[0]!, points.at(-1)!];
        let before = first.y;
        for (let i = 0; i <= 60; i++) {
          const value = curve(first.x + ((last.x - first.x) * i) / 60);
          expect(value).toBeGreaterThanOrEqual(before - 1e-9);
          before = value;
        }
      }),
    );
  });
});
