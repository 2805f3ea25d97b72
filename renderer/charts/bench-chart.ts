/** Geometry of what a measurement of this computer shows: time against tokens kept, measured and by arithmetic. Draws nothing. */
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { BenchGain, BenchReport } from '../../src-engine/engine.ts';
import type { ChartBox } from './layer-chart.ts';

export interface GainPoint {
  readonly budget: number; // 0..1
  readonly x: number;
  readonly y: number;
  readonly top: number; // y of the longest run
  readonly bottom: number; // y of the shortest
}

export interface GainChart {
  readonly measured: string; // SVG path
  readonly ideal: string;
  readonly points: readonly GainPoint[];
  readonly idealEnd: { readonly x: number; readonly y: number } | null; // at the fewest tokens
  readonly xTicks: readonly { readonly x: number; readonly text: string }[];
  readonly yTicks: readonly { readonly y: number; readonly text: string }[];
  readonly plainY: number; // of all tokens through the plain graph: 1
  readonly base: number;
}

interface Measured {
  readonly budget: number;
  readonly gain: BenchGain;
}

/** What the vertical axis shows: the first token where there is one, else the encoder. */
export function measuredOf({ budgets }: BenchReport): readonly Measured[] {
  return budgets
    .map(({ budget, firstToken, encode }) => ({ budget, gain: firstToken ?? encode }))
    .sort((a, b) => a.budget - b.budget);
}

/** Times as shares of the plain graph's, from nothing up; x from nothing to all tokens. */
export function gainChart(report: BenchReport, box: ChartBox): GainChart {
  const plain = (report.plain.firstToken ?? report.plain.encode).medianMs;
  const rows = measuredOf(report);
  const most = Math.max(1, ...rows.map(({ gain }) => gain.maxMs / plain));
  const x = scaleLinear([0, 1], [box.left, Math.max(box.left + 1, box.width - box.right)]);
  const y = scaleLinear([0, most], [box.height - box.bottom, box.top]);
  const ideal = rows.map(({ budget, gain }) => ({ x: x(budget), y: y(1 / gain.idealSpeedup) }));
  const points = rows.map(({ budget, gain }) => ({
    budget,
    x: x(budget),
    y: y(gain.medianMs / plain),
    top: y(gain.maxMs / plain),
    bottom: y(gain.minMs / plain),
  }));
  const path = line<{ readonly x: number; readonly y: number }>(
    (point) => point.x,
    (point) => point.y,
  );
  return {
    measured: path(points) ?? '',
    ideal: path(ideal) ?? '',
    points,
    idealEnd: ideal[0] ?? null,
    xTicks: [0, 0.25, 0.5, 0.75, 1].map((share) => ({ x: x(share), text: `${share * 100} %` })),
    yTicks: [0, 0.5, 1].map((share) => ({ y: y(share), text: `${share * 100} %` })),
    plainY: y(1),
    base: y(0),
  };
}
