/** How many images have how many tokens, as bars: all of them, and in front those that are selected. Geometry only. */
import { scaleLinear } from 'd3-scale';
import type { Tick } from './collection-scatter.ts';
import type { ChartBox } from './layer-chart.ts';

export interface Bins {
  readonly edges: readonly number[]; // [bins + 1], ascending
  readonly all: readonly number[]; // [bins] images
  readonly selected: readonly number[];
}

/** A value at an edge belongs to the bin above it, the last edge to the last bin; what lies outside is counted at the ends. */
export function binned(
  rows: Uint32Array,
  values: Float64Array,
  selected: Uint8Array,
  [from, to]: readonly [number, number],
  count: number,
): Bins {
  const all = new Uint32Array(count);
  const chosen = new Uint32Array(count);
  const span = Math.max(1e-9, to - from);
  const anySelected = selected.length > 0;
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] ?? 0;
    const value = values[row] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    const bin = Math.min(count - 1, Math.max(0, Math.floor(((value - from) / span) * count)));
    all[bin] = (all[bin] ?? 0) + 1;
    if (anySelected && selected[row] === 1) chosen[bin] = (chosen[bin] ?? 0) + 1;
  }
  const edges = Array.from({ length: count + 1 }, (_, i) => from + (i / count) * span);
  return { edges, all: [...all], selected: [...chosen] };
}

export interface HistogramChart {
  readonly all: string; // SVG path of all bars
  readonly selected: string;
  readonly base: number; // y of no images
  readonly x: (value: number) => number;
  readonly valueAt: (x: number) => number;
  readonly xTicks: readonly Tick[];
  readonly most: number; // images in the tallest bar
  readonly mostY: number;
}

export function histogramChart({ edges, all, selected }: Bins, box: ChartBox): HistogramChart {
  const most = Math.max(1, ...all);
  const from = edges[0] ?? 0;
  const to = edges.at(-1) ?? 1;
  const x = scaleLinear([from, to], [box.left, Math.max(box.left + 1, box.width - box.right)]).clamp(true);
  const y = scaleLinear([0, most], [Math.max(box.top + 1, box.height - box.bottom), box.top]);
  const bars = (counts: readonly number[]) =>
    counts
      .map((count, bin) => {
        if (count === 0) return '';
        const left = x(edges[bin] ?? 0);
        const right = Math.max(left + 0.5, x(edges[bin + 1] ?? 0) - 1);
        return `M${left.toFixed(1)} ${y(0).toFixed(1)}V${y(count).toFixed(1)}H${right.toFixed(1)}V${y(0).toFixed(1)}Z`;
      })
      .join('');
  return {
    all: bars(all),
    selected: bars(selected),
    base: y(0),
    x,
    valueAt: (at) => x.invert(at),
    xTicks: x.ticks(5).map((value) => ({ at: x(value), text: value.toLocaleString('en') })),
    most,
    mostY: y(most),
  };
}
