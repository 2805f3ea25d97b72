import { describe, expect, it } from 'vitest';
import { reasonOf } from '../../src-engine/report/reason.ts';
import { leftOutWords, reasonWords } from '../../src-engine/report/words.ts';
import { compareRuns, speedUps } from '../../src-engine/report/comparison.ts';
import { comparison, run } from './comparisons.ts';

describe('compareRuns', () => {
  it('gives medians as the times of each side, and the largest peak', () => {
    const { full, reduced, runs } = comparison({}, {}, { full: [40, 30, 50], reduced: [20, 25, 10] });
    expect(runs).toBe(3);
    expect(full.spreads.encodeMs).toEqual({ median: 40, min: 30, max: 50 });
    expect(full.answer.timings.encodeMs).toBe(40);
    expect(reduced.answer.timings.encodeMs).toBe(20);
    const peaks = compareRuns([run(), { ...run(), peakMemoryBytes: 7e9 }], [run(), run()]);
    expect(peaks.full.answer.peakMemoryBytes).toBe(7e9);
  });

  it('compares neighbours by what merging can change: the reading of the picture is not in the ratio', () => {
    const full = run({ times: { preprocessMs: 500, encodeMs: 20, projectMs: 4, prefillMs: 36 } });
    const reduced = run({ times: { preprocessMs: 20, encodeMs: 12, projectMs: 3, prefillMs: 15 } });
    const { full: all, reduced: fewer, ratios } = compareRuns([full], [reduced]);
    expect([all.changeable.median, fewer.changeable.median]).toEqual([60, 30]);
    expect(ratios).toEqual([2]);
  });

  it('leaves out a pair that other work disturbed, whichever of the two it met', () => {
    const disturbed = run({ times: { encodeMs: 900 }, disturbedBy: ['encode'] });
    const result = compareRuns(
      [run(), disturbed, run()],
      [run(), run(), { ...run(), disturbedBy: ['preview', 'encode'] }],
    );
    expect(result.runs).toBe(1);
    expect(result.leftOut).toEqual({ runs: 2, by: ['encode', 'preview'], continued: 0 });
    expect(result.full.spreads.encodeMs.max).toBe(10);
  });

  it('shows the figures of disturbed runs where there are no others, and counts none of them', () => {
    const result = compareRuns([run({ times: { encodeMs: 70 }, disturbedBy: ['encode'] })], [run()]);
    expect(result).toMatchObject({ runs: 0, ratios: [], leftOut: { runs: 1, by: ['encode'] } });
    expect(result.full.answer.timings.encodeMs).toBe(70);
  });

  it('leaves out a pair of which one took over what an earlier answer had computed, and says why there is no verdict', () => {
    const continued = {
      ...run({ times: { encodeMs: 0 } }),
      reused: { encoding: true, rows: 260, sparedMs: 90 },
    };
    const mixed = compareRuns([run(), continued], [run(), run()]);
    expect(mixed).toMatchObject({ runs: 1, leftOut: { runs: 1, by: [], continued: 1 } });
    expect(leftOutWords(mixed)).toBe(
      '1 run of each way does not count: what an earlier answer had computed was taken over.',
    );
    const alone = compareRuns([continued], [continued]);
    expect(reasonOf(alone, 'unclear')).toEqual({ kind: 'continued' });
    expect(reasonWords({ kind: 'continued' })).toContain('measure to compare speed');
  });

  it('does not count a run without a partner', () => {
    expect(compareRuns([run(), run()], [run()]).runs).toBe(1);
    expect(() => compareRuns([run()], [])).toThrow(RangeError);
  });
});

describe('speedUps', () => {
  it('are the medians with all tokens over those with fewer', () => {
    const full = { times: { encodeMs: 30, prefillMs: 40, firstTokenMs: 80 } };
    const reduced = { times: { encodeMs: 20, prefillMs: 10, firstTokenMs: 50 } };
    expect(speedUps(comparison(full, reduced))).toEqual({ encode: 1.5, prefill: 4, firstToken: 1.6 });
  });

  it('are finite where a stage takes no time', () => {
    const none = { times: { encodeMs: 0, prefillMs: 0, firstTokenMs: 0 } };
    expect(speedUps(comparison(none, none))).toEqual({ encode: 1, prefill: 1, firstToken: 1 });
  });
});
