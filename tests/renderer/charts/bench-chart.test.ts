import { describe, expect, it } from 'vitest';
import { gainChart } from '../../../renderer/charts/bench-chart.ts';
import { fakeBench } from '../../support/fake-bench.ts';

const encoder = fakeBench({ subject: { kind: 'shape', shape: 'clip-l-336' }, budgets: [0.5, 0.25] });
const box = { width: 200, height: 100, left: 0, right: 0, top: 0, bottom: 0 };

describe('gainChart', () => {
  const chart = gainChart(encoder, box);

  it('draws the fewest tokens first, time as a share of the plain graph', () => {
    // 0.25 of the time by arithmetic, a ninth more as measured
    expect(chart.ideal).toBe('M50,75L100,50');
    expect(chart.points.map(({ x, y }) => [x, Math.round(y)])).toEqual([
      [50, 72],
      [100, 44],
    ]);
    expect(chart.idealEnd).toEqual({ x: 50, y: 75 });
    expect([chart.plainY, chart.base]).toEqual([0, 100]);
  });

  it('makes room for what is slower than the plain graph', () => {
    const slower = { ...encoder.budgets[0]!.encode, medianMs: 4000, maxMs: 4000 };
    const { plainY } = gainChart({ ...encoder, budgets: [{ ...encoder.budgets[0]!, encode: slower }] }, box);
    expect(plainY).toBe(50);
  });
});
