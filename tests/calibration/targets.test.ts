import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrationTargets, targetShares } from '../../src-engine/calibration/targets.ts';
import { countsUnder, scheduleRows } from '../../src-engine/merging/schedules.ts';

describe('targetShares', () => {
  it('holds the presets and both ends, and halves the widest gaps', () => {
    expect(targetShares(9)).toEqual([0.95, 0.815, 0.68, 0.595, 0.51, 0.34, 0.245, 0.15, 0.08].map(close));
    expect(targetShares(5)).toEqual([0.95, 0.68, 0.34, 0.15, 0.08]);
  });

  it('begins with the presets where fewer points are wanted', () => {
    expect(targetShares(1)).toEqual([0.34]);
    expect(targetShares(3)).toEqual([0.68, 0.34, 0.15]);
  });

  it('falls strictly for any number of points', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (points) => {
        const shares = targetShares(points);
        expect(new Set(shares).size).toBe(points);
        expect(shares).toEqual(shares.toSorted((a, b) => b - a));
      }),
    );
  });
});

describe('calibrationTargets', () => {
  it('gives the total whose constant schedule leaves each target', () => {
    const targets = calibrationTargets(576, 23, 9);
    expect(targets.map(({ tokens }) => tokens)).toEqual([547, 469, 392, 343, 294, 196, 141, 86, 46]);
    const low = targets[7]!;
    expect(low.total).toBe(490);
    expect(countsUnder(scheduleRows('constant', low.total, 23), 576).at(-1)).toBe(86);
  });

  it('comes as close to every share as whole rows allow', () => {
    for (const [patches, layers] of [
      [729, 26],
      [256, 11],
      [64, 6],
    ] as const) {
      calibrationTargets(patches, layers, 12).forEach(({ tokens }, index) => {
        expect(Math.abs(tokens - targetShares(12)[index]! * patches)).toBeLessThanOrEqual(0.5);
      });
    }
  });

  it('goes as low as halving allows where the encoder has few layers', () => {
    expect(calibrationTargets(36, 2, 5).at(-1)!.tokens).toBe(9);
  });

  it('leaves out budgets that a small encoder cannot tell apart', () => {
    const targets = calibrationTargets(4, 2, 9);
    expect(targets.map(({ tokens }) => tokens)).toEqual([4, 3, 2, 1]);
  });
});

function close(value: number): unknown {
  return expect.closeTo(value, 10);
}
