import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../src-engine/report/comparison.ts';
import { verdict } from '../../src-engine/report/verdict.ts';
import { comparison, run } from './comparisons.ts';

const steady = { full: [100, 101, 99, 100, 102], reduced: [50, 50, 51, 49, 50] };

describe('verdict', () => {
  it('is sooner where all runs agree', () => {
    const { kind, ratio, spread, runs, reason } = verdict(comparison({}, {}, steady));
    expect({ kind, ratio, runs, reason }).toEqual({
      kind: 'sooner',
      ratio: 2,
      runs: 5,
      reason: { kind: 'measured' },
    });
    expect(spread?.map((end) => end.toFixed(2))).toEqual(['1.96', '2.06']);
  });

  it('after one run is unclear, with the figures', () => {
    expect(verdict(comparison({ times: { encodeMs: 90 } }, {}))).toEqual({
      kind: 'unclear',
      ratio: 110 / 30,
      spread: null,
      runs: 1,
      reason: { kind: 'one-run' },
    });
  });

  it('is unclear where the runs differ more than the ways', () => {
    const scattered = { full: [100, 150, 90, 210, 120], reduced: [80, 160, 60, 120, 130] };
    expect(verdict(comparison({}, {}, scattered))).toMatchObject({
      kind: 'unclear',
      reason: { kind: 'runs-differ' },
    });
  });

  it('is the same where the runs leave no room for a difference of a tenth', () => {
    const near = { full: [100, 101, 99, 100, 102], reduced: [99, 100, 98, 99, 101] };
    expect(verdict(comparison({}, {}, near))).toMatchObject({ kind: 'same', runs: 5 });
  });

  it('does not call two percent sooner, however steady', () => {
    const two = { full: Array<number>(20).fill(102), reduced: Array<number>(20).fill(100) };
    expect(verdict(comparison({}, {}, two)).kind).toBe('same');
  });

  it('is not moved by what the picture took to read', () => {
    const slowToRead = { times: { preprocessMs: 4000 } };
    expect(verdict(comparison(slowToRead, {}, steady))).toEqual(verdict(comparison({}, {}, steady)));
  });

  it('leaves disturbed runs out, and gives none where fewer than two are left', () => {
    const slow = { times: { encodeMs: 400 }, disturbedBy: ['encode'] };
    const full = [run(slow), run(slow), run({ times: { encodeMs: 80 } })];
    expect(verdict(compareRuns(full, [run(), run(), run()]))).toMatchObject({
      kind: 'unclear',
      ratio: 100 / 30,
      runs: 1,
      reason: { kind: 'disturbed', by: ['encode'] },
    });
  });

  const times = fc.array(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: 1, maxLength: 12 });
  const turned = { sooner: 'later', later: 'sooner', same: 'same', unclear: 'unclear' } as const;

  it('turns over when the ways are exchanged', () => {
    fc.assert(
      fc.property(times, times, (a, b) => {
        const forth = verdict(comparison({}, {}, { full: a, reduced: b }));
        const back = verdict(comparison({}, {}, { full: b, reduced: a }));
        expect(back.kind).toBe(turned[forth.kind]);
        expect(back.ratio * forth.ratio).toBeCloseTo(1, 6);
      }),
    );
  });

  it('never names a direction that its own spread does not', () => {
    fc.assert(
      fc.property(times, times, (a, b) => {
        const { kind, ratio, spread, runs } = verdict(comparison({}, {}, { full: a, reduced: b }));
        expect(runs).toBe(Math.min(a.length, b.length));
        if (spread === null) expect([kind, runs]).toEqual(['unclear', 1]);
        else {
          expect(spread[0]).toBeLessThanOrEqual(ratio);
          expect(spread[1]).toBeGreaterThanOrEqual(ratio);
          if (kind === 'sooner') expect(spread[0]).toBeGreaterThan(1);
          if (kind === 'later') expect(spread[1]).toBeLessThan(1);
        }
      }),
    );
  });

  it('does not depend on the unit of time', () => {
    fc.assert(
      fc.property(times, times, (a, b) => {
        const inSeconds = (values: readonly number[]) => values.map((ms) => ms * 8);
        const [plain, scaled] = [
          verdict(comparison({}, {}, { full: a, reduced: b })),
          verdict(comparison({}, {}, { full: inSeconds(a), reduced: inSeconds(b) })),
        ];
        expect(scaled.kind).toBe(plain.kind);
        expect(scaled.ratio).toBeCloseTo(plain.ratio, 9);
      }),
    );
  });

  it('seldom claims a difference between two equal ways', () => {
    // Noise of a fifth, as on a busy machine: of 400 series of five, 5 % may be called different.
    const series = Array.from({ length: 400 }, (_, seed) => {
      const draw = gauss(seed + 1);
      const five = () => Array.from({ length: 5 }, () => 100 * Math.exp(0.2 * draw()));
      return verdict(comparison({}, {}, { full: five(), reduced: five() })).kind;
    });
    const claims = series.filter((kind) => kind === 'sooner' || kind === 'later').length;
    expect(claims / series.length).toBeLessThan(0.08);
  });
});

/** Normal deviates from a seed, by the sum of twelve uniform ones. */
function gauss(seed: number): () => number {
  let state = seed * 2654435761;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return () => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6);
}
