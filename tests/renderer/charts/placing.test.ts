import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { segmentsOf } from '../../../renderer/charts/cost-bars.ts';
import { totalMs } from '../../../src-engine/report/stages.ts';
import { placeLabels } from '../../../renderer/charts/tick-labels.ts';
import { answerOf } from '../support/samples.ts';

describe('placeLabels', () => {
  it('centres labels under their ticks where there is room', () => {
    const labels = [
      { at: 50, width: 40 },
      { at: 150, width: 40 },
    ];
    expect(placeLabels(labels, 200, 4)).toEqual([30, 130]);
  });

  it('pushes them apart, and in from the ends', () => {
    const labels = [
      { at: 0, width: 40 },
      { at: 20, width: 40 },
      { at: 200, width: 40 },
    ];
    expect(placeLabels(labels, 200, 4)).toEqual([0, 44, 160]);
  });

  it('lets no two labels touch as long as they fit at all', () => {
    const tick = fc.record({ at: fc.integer({ min: 0, max: 300 }), width: fc.integer({ min: 5, max: 60 }) });
    fc.assert(
      fc.property(fc.array(tick, { minLength: 1, maxLength: 4 }), (ticks) => {
        const labels = ticks.toSorted((a, b) => a.at - b.at);
        const lefts = placeLabels(labels, 300, 4);
        labels.forEach(({ width }, i) => {
          expect(lefts[i]!).toBeGreaterThanOrEqual(0);
          expect(lefts[i]! + width).toBeLessThanOrEqual(i + 1 < lefts.length ? lefts[i + 1]! - 4 : 300);
        });
      }),
    );
  });
});

describe('stacked bars', () => {
  const { timings } = answerOf('x', {
    preprocessMs: 5,
    encodeMs: 20,
    projectMs: 5,
    prefillMs: 40,
    decodeMs: 30,
  });

  it('lie end to end on the common scale', () => {
    expect(totalMs(timings)).toBe(100);
    const segments = segmentsOf(timings, 200);
    expect(segments.map(({ name, start, share }) => [name, start, share])).toEqual([
      ['preprocess', 0, 0.025],
      ['encode', 0.025, 0.1],
      ['project', 0.125, 0.025],
      ['prefill', 0.15, 0.2],
      ['decode', 0.35, 0.15],
    ]);
  });

  it('survive a scale of zero', () => {
    const still = answerOf('', { preprocessMs: 0, encodeMs: 0, projectMs: 0, prefillMs: 0, decodeMs: 0 });
    expect(segmentsOf(still.timings, 0).map(({ share }) => share)).toEqual([0, 0, 0, 0, 0]);
  });
});
