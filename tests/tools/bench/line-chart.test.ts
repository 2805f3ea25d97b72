import { describe, expect, it } from 'vitest';
import { lineChart } from '../../../tools/bench/line-chart.ts';
import type { ChartLine } from '../../../tools/bench/line-chart.ts';

const words = { title: 'a <b>', x: 'tokens', y: 'time', caption: 'on a machine' };
const axes = {
  x: { from: 0, to: 1, ticks: [0, 1] },
  tickX: String,
  tickY: String,
};
const line = (name: string, ...ys: number[]): ChartLine => ({
  name,
  colour: '#000',
  points: ys.map((y, index) => ({ x: (index + 1) / ys.length, y })),
});
const baselines = (svg: string, names: readonly string[]): number[] =>
  names.map((name) =>
    Number(new RegExp(`aria-label="${name}"[^>]*translate\\([\\d.]+ ([\\d.]+)\\)`, 'u').exec(svg)?.[1]),
  );

describe('lineChart', () => {
  it('draws a line through several points, and a square for a single one', () => {
    const svg = lineChart([line('ours', 1, 2), line('theirs', 1.5)], words, axes);
    expect(svg.match(/<circle/gu)).toHaveLength(2);
    expect(svg.match(/<rect x="/gu)).toHaveLength(1);
    expect(svg).toContain('<title>a &lt;b&gt;</title>');
    expect(svg).not.toContain('NaN');
  });

  it('moves names apart where lines end at one place, and keeps them above the axis', () => {
    const names = ['a', 'b', 'c'];
    const [first = 0, second = 0, third = 0] = baselines(
      lineChart([...names.map((name) => line(name, 0.01)), line('high', 1)], words, axes),
      names,
    );
    expect([second - first, third - second]).toEqual([17, 17]);
    expect(third).toBeLessThanOrEqual(420);
  });
});
