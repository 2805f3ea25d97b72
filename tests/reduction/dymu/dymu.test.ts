import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dymu } from '../../../src-engine/reduction/dymu/dymu.ts';
import type { DymuRequest } from '../../../src-engine/reduction/dymu/dymu.ts';
import { encoder } from '../encoder.ts';

const asked = (budget: DymuRequest['budget']): DymuRequest => ({ method: 'dymu', budget });
const thresholds = (...values: number[]) => asked({ kind: 'thresholds', thresholds: values });

describe('the plan of DyMU', () => {
  it('takes thresholds as they are given, also those that switch a layer off', () => {
    expect(dymu.plan(thresholds(0.5, 1, 0.9, 2, 0.99), encoder)).toEqual({
      kind: 'merge',
      rule: { by: 'threshold', thresholds: [0.5, 1, 0.9, 2, 0.99] },
      budget: null,
    });
  });

  it('takes a list for all layers and uses the executed ones', () => {
    expect(dymu.plan(thresholds(0.1, 0.2, 0.3, 0.4, 0.5, 0.6), encoder)).toMatchObject({
      rule: { thresholds: [0.1, 0.2, 0.3, 0.4, 0.5] },
    });
  });

  it('refuses a list of another length, naming both lengths', () => {
    expect(() => dymu.plan(thresholds(0.5, 0.5), encoder)).toThrow(
      'The list of thresholds has 2 entries, but this encoder takes 5 or 6, one per layer.',
    );
  });

  it('refuses a threshold that is no number', () => {
    expect(() => dymu.plan(thresholds(0.5, Number.NaN, 1, 1, 1), encoder)).toThrow(
      'Threshold 2 is not a finite number.',
    );
  });

  it.each([
    [{ kind: 'tokens', tokens: 9 }, 9],
    [{ kind: 'share', share: 0.5 }, 18],
    [{ kind: 'preset', preset: 'mid' }, 12],
  ] as const)('turns the budget %o into an average of %i tokens', (budget, average) => {
    expect(dymu.plan(asked(budget), encoder)).toMatchObject({
      rule: { thresholds: new Array<number>(5).fill(average / 36) },
      budget: { asked: average, used: average, reach: [4, 36] },
    });
  });

  it.each([0, -3, 37, Number.NaN])('refuses a budget of %s tokens', (tokens) => {
    expect(() => dymu.plan(asked({ kind: 'tokens', tokens }), encoder)).toThrow(
      'out of range; give 1 to 36 tokens',
    );
  });

  it('refuses a budget without a calibration and names both remedies', () => {
    const budget = asked({ kind: 'preset', preset: 'mid' });
    expect(dymu.needsCalibration(budget)).toBe(true);
    expect(() => dymu.plan(budget, { ...encoder, curve: undefined })).toThrow(
      expect.objectContaining({
        code: 'bad-calibration',
        message: expect.stringContaining('calibration') as string,
      }),
    );
  });

  it('needs no calibration where thresholds are given', () => {
    expect(dymu.needsCalibration(thresholds(1, 1, 1, 1, 1))).toBe(false);
  });
});

describe('DyMU with regions', () => {
  const shape = { kind: 'box', x: 0, y: 0, width: 9, height: 9 } as const;
  const all = { name: 'all', shape, budget: { kind: 'share', share: 1 } } as const;
  const half = { name: 'half', shape, budget: { kind: 'share', share: 0.5 } } as const;

  it('has thresholds of its own for each, and none that merge where all tokens are asked for', () => {
    const plan = dymu.plan({ ...asked({ kind: 'share', share: 0.5 }), regions: [all, half] }, encoder);
    if (plan.kind !== 'steer') throw new Error('expected a plan with regions');
    expect(plan.regions.map(({ name }) => name)).toEqual(['all', 'half']);
    expect(plan.regions[0]?.thresholds).toEqual([1, 1, 1, 1, 1]);
    expect(plan.regions[1]?.thresholds).toEqual(plan.thresholds);
    expect(plan.budget?.used).toBe(18);
  });

  it('needs a calibration for a budget, and none for thresholds and regions that keep all', () => {
    const given = thresholds(1, 1, 1, 1, 0.5);
    expect(dymu.needsCalibration({ ...given, regions: [all] })).toBe(false);
    expect(dymu.needsCalibration({ ...given, regions: [all, half] })).toBe(true);
    const without = { ...encoder, curve: undefined };
    expect(dymu.plan({ ...given, regions: [all] }, without)).toMatchObject({ kind: 'steer', budget: null });
  });
});

describe('the words of DyMU', () => {
  it('name the average that was aimed at', () => {
    expect(dymu.words(asked({ kind: 'preset', preset: 'low' }), 40.4)).toBe('DyMU, target average 40');
    expect(dymu.words(thresholds(0.9), null)).toBe('DyMU, custom thresholds');
  });
});

describe('the texts of DyMU', () => {
  it('read a share or a number wherever an evaluation and a command line agree', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), (percent) => {
        const share = asked({ kind: 'share', share: percent / 100 });
        expect(dymu.fromMode(`${percent}%`)).toEqual(share);
        expect(dymu.fromFlags({ budget: `${percent}%` })).toEqual(share);
        expect(dymu.schema.parse(share)).toEqual(share);
      }),
    );
  });

  it('take a bare number up to one for a share in a mode, and refuse it on the command line', () => {
    expect(dymu.fromMode('0.35')).toEqual(asked({ kind: 'share', share: 0.35 }));
    expect(() => dymu.fromFlags({ budget: '0.35' })).toThrow('--budget takes a number of tokens from 1 on');
    expect(dymu.fromFlags({ budget: '1' })).toEqual(asked({ kind: 'tokens', tokens: 1 }));
  });
});
