/** Where thresholds stand on the layer chart: an axis that is stretched where they are, since scores of patches crowd below 1. Draws nothing. */
import { scalePow } from 'd3-scale';
import { line } from 'd3-shape';
import type { ChartBox } from './layer-chart.ts';

export interface ThresholdScale {
  readonly y: (threshold: number) => number;
  readonly at: (y: number) => number;
  /** SVG path from layer to layer. @param x where a layer stands, counted from 1 */
  readonly path: (thresholds: readonly number[], x: (layer: number) => number) => string;
  readonly ticks: readonly { readonly y: number; readonly text: string }[];
}

/** Equal distances stand for equal steps of the cube root of what is left to 1: 0.95 is in the middle, as far from 1 as from 0.3. */
const exponent = 1 / 3;
const marks = [1, 0.99, 0.9, 0.5, 0];
const leastApart = 11; // px between two numbers of the axis

export function thresholdScale(box: ChartBox): ThresholdScale {
  const scale = scalePow([0, 1], [box.top, Math.max(box.top + 1, box.height - box.bottom)])
    .exponent(exponent)
    .clamp(true);
  const y = (threshold: number) => scale(1 - threshold);
  const ticks: { y: number; text: string }[] = [];
  for (const mark of marks) {
    const place = y(mark);
    const last = ticks.at(-1);
    if (last === undefined || place - last.y >= leastApart) ticks.push({ y: place, text: String(mark) });
  }
  return {
    y,
    at: (px) => 1 - scale.invert(px),
    path: (thresholds, x) =>
      line()(thresholds.map((value, index): [number, number] => [x(index + 1), y(value)])) ?? '',
    ticks,
  };
}
