import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countsUnder,
  exactCounts,
  fewestTokens,
  scheduleRows,
  schedules,
} from '../../src-engine/merging/schedules.ts';
import clip from '../fixtures/merging/llava15-clip.json' with { type: 'json' };
import siglip from '../fixtures/merging/llava15-siglip.json' with { type: 'json' };

describe('scheduleRows', () => {
  it.each([clip, siglip])('reproduces the reference on totals that it can finish', ({ tome, layers }) => {
    expect(scheduleRows('constant', tome.R, layers)).toEqual(tome.r.constant);
    expect(scheduleRows('linear', tome.R, layers)).toEqual(tome.r.linear);
    expect(scheduleRows('reverse-linear', tome.R, layers)).toEqual(tome.r.reverse_linear);
  });

  it('leaves 93 of 576 patches for the published total of 504 over 24 layers', () => {
    expect(countsUnder(scheduleRows('constant', 504, 24).slice(0, 23), 576).at(-1)).toBe(93);
  });

  it('ends where the reference never does, adding the rest from the first layer on', () => {
    // r0 = 0: no line at all
    expect(scheduleRows('linear', 3, 24)).toEqual([1, 1, 1, ...Array<number>(21).fill(0)]);
    const rows = scheduleRows('linear', 182, 24); // the line 15, 14, 13, 13, 12, 11, ... sums up to 177
    expect(rows.slice(0, 6)).toEqual([16, 15, 14, 14, 13, 11]);
    expect(rows.reduce((a, b) => a + b)).toBe(182);
  });

  it('spreads any total over exactly L layers', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...schedules),
        fc.nat(800),
        fc.integer({ min: 1, max: 40 }),
        (kind, total, layers) => {
          const rows = scheduleRows(kind, total, layers);
          expect(rows).toHaveLength(layers);
          expect(rows.reduce((a, b) => a + b)).toBe(total);
          expect(Math.min(...rows)).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});

describe('countsUnder', () => {
  it.each([clip, siglip])(
    'gives the counts of the reference',
    ({ tome, patches, executedLayers, tomeCounts }) => {
      const counts = (rows: number[]) => countsUnder(rows.slice(0, executedLayers), patches);
      expect(counts(tome.r.constant)).toEqual(tomeCounts.constant);
      expect(counts(tome.r.linear)).toEqual(tomeCounts.linear);
      expect(counts(tome.r.reverse_linear)).toEqual(tomeCounts.reverse_linear);
    },
  );

  it('stops at half of the tokens', () => {
    expect(countsUnder([100, 100, 100], 49)).toEqual([25, 13, 7]);
  });
});

describe('exactCounts', () => {
  it('spreads the removal evenly', () => {
    expect(exactCounts(90, 256, 5)).toEqual([34, 33, 33, 33, 33]);
    expect(exactCounts(256, 256, 3)).toEqual([0, 0, 0]);
  });

  it('lets early layers take more where later limits would miss the goal', () => {
    expect(exactCounts(1, 8, 3)).toEqual([4, 2, 1]);
    expect(exactCounts(3, 16, 3)).toEqual([5, 5, 3]);
  });

  it('reaches exactly what can be reached, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 729 }),
        fc.integer({ min: 1, max: 27 }),
        fc.integer({ min: -1, max: 740 }),
        (patches, layers, tokens) => {
          const rows = exactCounts(tokens, patches, layers);
          if (tokens < fewestTokens(patches, layers) || tokens > patches) {
            expect(rows).toBeUndefined();
            return;
          }
          expect(rows).toHaveLength(layers);
          expect(rows!.reduce((a, b) => a + b)).toBe(patches - tokens); // no limit cuts anything off ...
          expect(countsUnder(rows!, patches).at(-1)).toBe(tokens); // ... which would leave more
        },
      ),
    );
  });

  it('refuses a fraction of a token', () => {
    expect(exactCounts(90.5, 256, 5)).toBeUndefined();
  });
});

describe('fewestTokens', () => {
  it('halves and rounds up at every layer', () => {
    expect(fewestTokens(49, 3)).toBe(7);
    expect(fewestTokens(576, 23)).toBe(1);
    expect(countsUnder(Array<number>(3).fill(49), 49).at(-1)).toBe(7);
  });
});
