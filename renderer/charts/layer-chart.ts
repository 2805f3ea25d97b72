/** Geometry of the chart "tokens after each layer": steps, labels, and which layer lies under a point. Draws nothing. */
import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';

export interface ChartBox {
  readonly width: number;
  readonly height: number;
  readonly left: number; // room for the axis' numbers
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface StepLabel {
  readonly layer: number;
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

export interface LayerChart {
  readonly line: string; // SVG path
  readonly area: string;
  readonly ticks: readonly { readonly y: number; readonly text: string }[];
  readonly labels: readonly StepLabel[];
  readonly base: number; // y of zero
  /** Middle of a layer's step. */
  readonly x: (layer: number) => number;
  readonly y: (tokens: number) => number;
  readonly layerAt: (x: number) => number;
}

const labelWidth = 26; // px: three digits and air
const labelLift = 6;

/** @param counts tokens before the first layer and after each one, [L + 1] */
export function layerChart(counts: readonly number[], box: ChartBox): LayerChart {
  const most = Math.max(1, ...counts);
  const x = scaleLinear(
    [0, Math.max(1, counts.length)],
    [box.left, Math.max(box.left + 1, box.width - box.right)],
  );
  const y = scaleLinear([0, most], [box.height - box.bottom, box.top]);
  const steps = counts.flatMap((tokens, layer): [number, number][] => [
    [x(layer), y(tokens)],
    [x(layer + 1), y(tokens)],
  ]);
  const band = x(1) - x(0);
  const every = Math.max(1, Math.ceil(labelWidth / band));
  const last = counts.length - 1;
  return {
    line: line()(steps) ?? '',
    area: area().y0(y(0))(steps) ?? '',
    ticks: [most, most / 2, 0].map((tokens) => ({ y: y(tokens), text: String(Math.round(tokens)) })),
    labels: counts
      .map((tokens, layer) => ({ layer, x: x(layer + 0.5), y: y(tokens) - labelLift, text: String(tokens) }))
      .filter(({ layer }) => (last - layer) % every === 0),
    base: y(0),
    x: (layer) => x(layer + 0.5),
    y: (tokens) => y(tokens),
    layerAt: (px) => Math.min(last, Math.max(0, Math.floor(x.invert(px)))),
  };
}
