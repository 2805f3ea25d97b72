import { expect, it } from 'vitest';
import { framesChart } from '../../../renderer/charts/frames-chart.ts';

it('gives every frame a bar as high as its tokens, in equal steps over the width', () => {
  const bars = framesChart([64, 256, null], 256, { width: 285, height: 28 });
  expect(bars.map(({ height }) => height)).toEqual([7, 28, 0]);
  expect(bars.map(({ y }) => y)).toEqual([21, 0, 28]);
  expect(bars[1]!.x - bars[0]!.x).toBeCloseTo(bars[2]!.x - bars[1]!.x, 9);
  expect(bars[2]!.x + bars[2]!.width).toBeCloseTo(285, 9);
  expect(framesChart([], 0, { width: 10, height: 10 })).toEqual([]);
});
