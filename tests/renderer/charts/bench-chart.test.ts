import { describe, expect, it } from 'vitest';
import { gainChart, stageRows } from '../../../renderer/charts/bench-chart.ts';
import { benchSvg } from '../../../renderer/charts/bench-svg.ts';
import { fakeBench } from '../../support/fake-bench.ts';

const encoder = fakeBench({ subject: { kind: 'shape', shape: 'clip-l-336' }, budgets: [0.5, 0.25] });
const whole = fakeBench({ subject: { kind: 'shape', shape: 'embedded' }, budgets: [0.5] });
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

describe('stageRows', () => {
  it('puts all tokens first and has the stages that were measured', () => {
    const [all, half] = stageRows(whole);
    expect([all?.label, half?.label]).toEqual(['All tokens', '50 %']);
    expect(all?.stages.map(({ name }) => name)).toEqual(['preprocess', 'encode', 'project', 'prefill']);
    expect(all?.totalMs).toBe(5050);
    expect(all?.stages.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(stageRows(encoder)[0]?.stages.map(({ name }) => name)).toEqual(['preprocess', 'encode']);
  });
});

describe('benchSvg', () => {
  it('carries the measurement, and no mark-up of others', () => {
    const svg = benchSvg(whole, { title: 'a <b> & "c"', details: ['on x'], axis: 'time' }, { shape: '<x>' });
    expect(svg).toContain('<title>a &lt;b&gt; &amp; &quot;c&quot;</title>');
    expect(svg).toContain('<metadata>{&quot;shape&quot;:&quot;&lt;x&gt;&quot;}</metadata>');
    expect(svg).toContain('>by arithmetic</text>');
    expect(svg).not.toContain('NaN');
  });
});
