import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everything, noRegions, type Regions } from '../../../../renderer/state/regions/list.ts';
import { sweepAverages, sweepBudgets, sweepCounts } from '../../../../renderer/state/sweep/plan.ts';
import { choiceOf, firstChangedRows, sweepStale } from '../../../../renderer/state/sweep/selectors.ts';
import type { Sweep, SweepAsked } from '../../../../renderer/state/sweep/slice.ts';
import type { SweepRow } from '../../../../src-engine/engine.ts';
import { fakeModel } from '../../../support/fake-model.ts';

const timings = {
  imageDecodeMs: 1,
  prepareMs: 1,
  preprocessMs: 2,
  encodeMs: 3,
  projectMs: 1,
  prefillMs: 4,
  firstTokenMs: 10,
  decodeMs: 5,
  tokensPerSecond: 100,
};
const row = (position: number, change: Partial<SweepRow>): SweepRow => ({
  position,
  method: 'dymu',
  budget: '90',
  tokens: 80,
  text: 'One dog.',
  sameAsFull: true,
  timings,
  notes: [],
  disturbedBy: [],
  kept: false,
  ...change,
});
const asked: SweepAsked = {
  model: 'm',
  question: 'How many?',
  virtualUnmerging: true,
  reading: '',
  regions: '[]',
  imageBackend: 'torchvision',
  tower: 'fp32',
};

describe('the budgets of a sweep', () => {
  it('fall from the most that the calibration reaches to the least', () => {
    const averages = sweepAverages(fakeModel, 7);
    const [least = 0, most = 0] = fakeModel.calibration?.range ?? [];
    expect(averages).toHaveLength(7);
    expect(averages[0]).toBe(Math.floor(most));
    expect(averages.at(-1)).toBe(Math.ceil(least));
  });

  it('are whole, different and falling, whatever the calibration', () => {
    const range = fc
      .tuple(fc.double({ min: 1, max: 256, noNaN: true }), fc.double({ min: 1, max: 256, noNaN: true }))
      .map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);
    const calibration = fakeModel.calibration;
    if (calibration === null) throw new Error('The model of this test is calibrated.');
    fc.assert(
      fc.property(range, fc.constantFrom(...sweepCounts), (reach, count) => {
        const averages = sweepAverages(
          { ...fakeModel, calibration: { ...calibration, range: reach } },
          count,
        );
        expect(averages.length).toBeGreaterThan(0);
        averages.forEach((tokens, i) => {
          expect(Number.isInteger(tokens)).toBe(true);
          expect(tokens).toBeGreaterThanOrEqual(1);
          if (i > 0) expect(tokens).toBeLessThan(averages[i - 1] ?? 0);
        });
      }),
    );
  });

  it('are for what the regions of the picture leave over', () => {
    const regions: Regions = [
      { name: 'a', shape: { kind: 'box', x: 0, y: 0, width: 9, height: 9 }, budget: everything },
    ];
    expect(sweepBudgets(fakeModel, 5, regions)[0]?.request).toMatchObject({ method: 'dymu', regions });
    expect(sweepBudgets(fakeModel, 5, noRegions)[0]?.request).not.toHaveProperty('regions');
  });
});

describe('the rows of a sweep', () => {
  const rows = [
    row(0, { method: 'none', budget: '100%', tokens: 256 }),
    row(1, { tokens: 150 }),
    row(2, { method: 'tome', tokens: 150, sameAsFull: false }),
    row(3, { tokens: 80, sameAsFull: false }),
    row(4, { method: 'tome', tokens: 80, sameAsFull: false }),
  ];

  it('are marked where the answer of a method first changes', () => {
    expect([...firstChangedRows(rows)]).toEqual([2, 3]);
    expect([...firstChangedRows(rows.slice(0, 2))]).toEqual([]);
  });

  it('lead to their budget: as it was asked for, or as many tokens as there were', () => {
    const shape = { tokensPerView: 256, views: 1 };
    expect(rows.map((one) => choiceOf(one, shape))).toEqual([
      { tokens: 256 },
      { method: 'dymu', tokens: 90 },
      { method: 'tome', tokens: 150 },
      { method: 'dymu', tokens: 90 },
      { method: 'tome', tokens: 80 },
    ]);
    expect(choiceOf(row(2, { method: 'pool', tokens: 300 }), { tokensPerView: 256, views: 5 })).toEqual({
      method: 'pool',
      tokens: 60,
    });
  });
});

describe('a sweep', () => {
  const sweep: Sweep = { asked, methods: ['dymu'], job: 1, rows: [], total: 8, state: { kind: 'done' } };

  it('is of now while nothing has changed that it was asked with', () => {
    expect(sweepStale(sweep, asked)).toBeNull();
    expect(sweepStale(sweep, null)).toBeNull();
  });

  it.each([
    [{ question: 'Which?' }, 'The question has changed since.'],
    [{ reading: '6' }, 'The picture is read differently now.'],
    [{ regions: '[1]' }, 'The regions have changed since.'],
    [{ model: 'other' }, 'Another model answered.'],
    [{ precision: 'int4' }, 'The language model has another precision now.'],
    [{ virtualUnmerging: false }, 'Answered with virtual unmerging on.'],
  ])('is stale after %j', (change, words) => {
    expect(sweepStale(sweep, { ...asked, ...change })).toBe(words);
  });
});

describe('thresholds of one’s own in a sweep', () => {
  const custom = { encoder: 'fake-encoder', name: 'careful', values: [0.9, 0.9, 0.9, 0.9, 0.9, 0.9] };

  it('have the last row, under their name, which leads back to them', () => {
    const budgets = sweepBudgets(fakeModel, 5, noRegions, custom);
    expect(budgets).toHaveLength(6);
    expect(budgets.at(-1)).toEqual({
      words: 'careful',
      request: {
        method: 'dymu',
        budget: { kind: 'thresholds', thresholds: custom.values, name: 'careful' },
      },
    });
    expect(sweepBudgets(fakeModel, 5, noRegions, { ...custom, name: '90' }).at(-1)?.words).toBe('custom');
    const shape = { tokensPerView: 256, views: 1, custom };
    expect(choiceOf(row(6, { budget: 'careful' }), shape)).toEqual({ method: 'dymu', thresholds: custom });
    expect(choiceOf(row(5, { budget: '16' }), shape)).toEqual({ method: 'dymu', tokens: 16 });
  });

  it('make the table stale when they are moved, whatever they are called', () => {
    const sweep: Sweep = {
      ...{ asked: { ...asked, custom }, methods: ['dymu'], job: 1, rows: [], total: 8 },
      state: { kind: 'done' },
    };
    expect(sweepStale(sweep, { ...asked, custom: { ...custom, name: null } })).toBeNull();
    expect(sweepStale(sweep, asked)).toBe('The thresholds have changed since.');
  });
});
