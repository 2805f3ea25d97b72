import { describe, expect, it } from 'vitest';
import { mergeParameters } from '../../src-engine/inference/merge-parameters.ts';
import type { ThresholdCurve } from '../../src-engine/inference/merge-parameters.ts';
import { tinySpec } from '../support/specs.ts';

const { vision } = tinySpec;
const curve: ThresholdCurve = {
  presets: { low: 5, mid: 12, high: 24 },
  thresholdsFor: (average) => ({ thresholds: Array.from({ length: 5 }, () => average / 36), average }),
};

describe('mergeParameters', () => {
  it('asks for the plain graph without merging', () => {
    expect(mergeParameters({ kind: 'none' }, vision, curve)).toBeUndefined();
  });

  it('switches a layer off at a threshold of 1 or more, whatever rounding does to a cosine', () => {
    const parameters = mergeParameters(
      { kind: 'thresholds', thresholds: [0.5, 1, 0.9, 2, 0.99] },
      vision,
      curve,
    );
    expect(Array.from(parameters!.thresholds)).toEqual([0.5, 1e30, 0.9, 1e30, 0.99].map(Math.fround));
    expect(parameters?.reported).toEqual([0.5, 1, 0.9, 2, 0.99]);
  });

  it('takes a list for all layers and uses the executed ones', () => {
    const thresholds = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
    expect(mergeParameters({ kind: 'thresholds', thresholds }, vision, curve)?.reported).toEqual(
      thresholds.slice(0, 5),
    );
  });

  it('refuses a list of another length, naming both lengths', () => {
    expect(() => mergeParameters({ kind: 'thresholds', thresholds: [0.5, 0.5] }, vision, curve)).toThrow(
      'The list of thresholds has 2 entries, but this encoder takes 5 or 6, one per layer.',
    );
  });

  it('spreads a fixed total over all layers of the checkpoint and lets the executed ones act', () => {
    const parameters = mergeParameters({ kind: 'fixed', total: 20, schedule: 'constant' }, vision, curve);
    expect(Array.from(parameters!.limits)).toEqual([4, 4, 3, 3, 3]);
    expect(parameters?.reported).toEqual([]);
  });

  it('reaches an exact count within the executed layers', () => {
    const parameters = mergeParameters({ kind: 'exact', tokens: 12 }, vision, curve);
    expect(parameters!.limits.reduce((sum, rows) => sum + rows, 0)).toBe(24);
  });

  it('says what exact counts can be reached', () => {
    expect(() => mergeParameters({ kind: 'exact', tokens: 1 }, vision, curve)).toThrow(
      'Exactly 1 tokens cannot be reached; this encoder can keep 2 to 36 of its 36 tokens.',
    );
  });

  it.each([
    [{ kind: 'tokens', tokens: 9 }, 9],
    [{ kind: 'share', share: 0.5 }, 18],
    [{ kind: 'preset', preset: 'mid' }, 12],
  ] as const)('turns the budget %o into an average of %i tokens', (budget, average) => {
    expect(mergeParameters({ kind: 'adaptive', budget }, vision, curve)?.target).toBe(average);
  });

  it.each([0, -3, 37, Number.NaN])('refuses a budget of %s tokens', (tokens) => {
    expect(() =>
      mergeParameters({ kind: 'adaptive', budget: { kind: 'tokens', tokens } }, vision, curve),
    ).toThrow('out of range; give 1 to 36 tokens');
  });

  it('refuses a budget without a calibration and names both remedies', () => {
    const adaptive = { kind: 'adaptive', budget: { kind: 'preset', preset: 'mid' } } as const;
    expect(() => mergeParameters(adaptive, vision, undefined)).toThrow(
      expect.objectContaining({
        code: 'bad-calibration',
        message: expect.stringContaining('dymu calibrate') as string,
      }),
    );
  });
});
