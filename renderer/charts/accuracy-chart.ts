/** Geometry of accuracy against mean tokens: points with their intervals, lines of a method, the Pareto front, labels that do not cover one another. Draws nothing. */
import { scaleLinear } from 'd3-scale';
import {
  line,
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
  symbolWye,
} from 'd3-shape';
import type { ChartBox } from './layer-chart.ts';

/** Points of one name belong together. */
export interface AccuracyPoint {
  readonly mode: string;
  readonly method: string;
  readonly label: string;
  readonly tokens: number;
  readonly accuracy: number; // 0..1
  readonly ci: readonly [number, number];
  readonly front: boolean; // nothing is as right with fewer tokens
  readonly plain: boolean; // without virtual unmerging
}

export interface PlacedPoint extends AccuracyPoint {
  readonly x: number;
  readonly y: number;
  readonly top: number;
  readonly bottom: number;
  readonly shape: string; // SVG path around 0, 0
  readonly labelX: number;
  readonly labelY: number;
  readonly anchor: 'start' | 'end' | 'middle';
}

export interface AccuracyChart {
  readonly points: readonly PlacedPoint[]; // by tokens, ascending
  readonly lines: readonly { readonly method: string; readonly path: string }[];
  readonly front: string; // SVG path
  readonly reference: { readonly y: number; readonly x: number } | null; // of all tokens
  readonly xTicks: readonly { readonly x: number; readonly text: string }[];
  readonly yTicks: readonly { readonly y: number; readonly text: string }[];
  readonly base: number;
  readonly startsAtZero: boolean;
}

const shapes: Readonly<Record<string, typeof symbolCircle>> = {
  none: symbolSquare,
  dymu: symbolCircle,
  tome: symbolDiamond,
  pool: symbolTriangle,
  visionzip: symbolCross,
  rows: symbolStar,
  dart: symbolWye,
};
const shapeArea = 52; // px²
/** Equal accuracies must not fill the axis with nothing. */
const leastRange = 0.05;

export function accuracyChart(rows: readonly AccuracyPoint[], box: ChartBox): AccuracyChart {
  const sorted = [...rows].sort((a, b) => a.tokens - b.tokens || b.accuracy - a.accuracy);
  const most = Math.max(1, ...sorted.map(({ tokens }) => tokens));
  const low = Math.min(1, ...sorted.map(({ ci, accuracy }) => Math.min(ci[0], accuracy)));
  const high = Math.max(0, ...sorted.map(({ ci, accuracy }) => Math.max(ci[1], accuracy)));
  const floor = Math.max(0, Math.min(low, high - leastRange));
  const x = scaleLinear([0, most], [box.left, Math.max(box.left + 1, box.width - box.right)]).nice(6);
  const y = scaleLinear(
    [floor, Math.min(1, Math.max(high, floor + leastRange))],
    [box.height - box.bottom, box.top],
  ).nice(5);
  const placed = sorted.map((point) => ({
    ...point,
    x: x(point.tokens),
    y: y(point.accuracy),
    top: y(point.ci[1]),
    bottom: y(point.ci[0]),
    shape: symbol(shapes[point.method] ?? symbolCircle, shapeArea)() ?? '',
  }));
  const path = line<{ readonly x: number; readonly y: number }>(
    (point) => point.x,
    (point) => point.y,
  );
  const methods = [...new Set(placed.filter(({ plain }) => !plain).map(({ method }) => method))];
  const full = placed.find(({ method }) => method === 'none');
  const [start = 0] = y.domain();
  return {
    points: withLabels(placed, box),
    lines: methods.flatMap((method) => {
      const own = placed.filter((point) => point.method === method && !point.plain);
      return own.length < 2 ? [] : [{ method, path: path(own) ?? '' }];
    }),
    front: path(placed.filter(({ front }) => front)) ?? '',
    reference: full === undefined ? null : { x: full.x, y: full.y },
    xTicks: x.ticks(6).map((tokens) => ({ x: x(tokens), text: tokens.toLocaleString('en') })),
    yTicks: y.ticks(5).map((share) => ({ y: y(share), text: `${Number((100 * share).toFixed(1))} %` })),
    base: box.height - box.bottom,
    startsAtZero: start === 0,
  };
}

type Unlabelled = Omit<PlacedPoint, 'labelX' | 'labelY' | 'anchor'>;

interface Rect {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const letter = 6.1; // px, mean width at 11 px
const lineHeight = 13;
const air = 8;
/** How far a label may stand from its point, the nearest first [px up]. */
const lifts = [9, -17, -4, 22, -30, 35, -43, 48, -56];

/** The nearest place that covers no point, no interval and no other label; else the nearest that covers no label; else the first of all. */
function withLabels(points: readonly Unlabelled[], box: ChartBox): PlacedPoint[] {
  const marks = points.flatMap((point): Rect[] => [
    { left: point.x - 5, right: point.x + 5, top: point.y - 5, bottom: point.y + 5 },
    { left: point.x - 1, right: point.x + 1, top: point.top, bottom: point.bottom },
  ]);
  const labels: Rect[] = [];
  return points.map((point) => {
    const places = placesOf(point).filter(({ rect }) => isInside(rect, box));
    const clear = (rect: Rect, others: readonly Rect[]) => !others.some((other) => overlap(rect, other));
    const place =
      places.find(({ rect }) => clear(rect, labels) && clear(rect, marks)) ??
      places.find(({ rect }) => clear(rect, labels)) ??
      placesOf(point)[0];
    if (place === undefined) return { ...point, labelX: point.x, labelY: point.y, anchor: 'start' };
    const { rect, ...label } = place;
    labels.push(rect);
    return { ...point, ...label };
  });
}

function placesOf({ x, y, label }: Unlabelled) {
  const width = label.length * letter;
  return lifts.flatMap((lift) =>
    (['start', 'end'] as const).map((anchor) => {
      const labelX = anchor === 'start' ? x + air : x - air;
      const labelY = y - lift;
      const left = anchor === 'start' ? labelX : labelX - width;
      const rect = { left, right: left + width, top: labelY - lineHeight + 3, bottom: labelY + 3 };
      return { anchor, labelX, labelY, rect };
    }),
  );
}

function isInside({ left, right, top, bottom }: Rect, box: ChartBox): boolean {
  return left >= box.left && right <= box.width && top >= 0 && bottom <= box.height - box.bottom;
}

function overlap(a: Rect, b: Rect): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
