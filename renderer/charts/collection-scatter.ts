/** The paper's complexity figure: tokens of every image against its bytes per pixel. Geometry only; `scatter-pixels.ts` paints it. */
import { scaleLinear } from 'd3-scale';
import { quantile, sortedOf } from '../../src-engine/counts/spread.ts';
import type { ChartBox } from './layer-chart.ts';

export interface ScatterScale {
  readonly box: ChartBox;
  readonly x: (bytesPerPixel: number) => number; // css px
  /** The same two as numbers. */
  readonly xLine: ScatterLine;
  readonly yLine: ScatterLine;
  readonly y: (tokens: number) => number;
  readonly bytesPerPixelAt: (x: number) => number;
  readonly tokensAt: (y: number) => number;
  readonly xTop: number; // where the axis ends
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  /** Images right of the axis' end, drawn at it. */
  readonly beyond: number;
}

/** 0..to lies on start..end [css px]; what is beyond, at an end. */
export interface ScatterLine {
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

export interface Tick {
  readonly at: number; // css px
  readonly text: string;
}

/**
 * A few tiny or uncompressed files would press all others against the left edge: the axis ends a little beyond 99 % of the images.
 *
 * @param rows those that are shown
 * @param most tokens at the top of the vertical axis
 */
export function scatterScale(
  rows: Uint32Array,
  bytesPerPixel: Float64Array,
  most: number,
  box: ChartBox,
): ScatterScale {
  const sorted = sortedOf(Float64Array.from(rows, (row) => bytesPerPixel[row] ?? Number.NaN));
  const largest = sorted.at(-1) ?? 1;
  const usual = sorted.length === 0 ? 1 : 1.25 * quantile(sorted, 0.99);
  const xTop = Math.max(1e-6, largest > 1.5 * usual ? usual : largest);
  const xLine = { to: xTop, start: box.left, end: Math.max(box.left + 1, box.width - box.right) };
  const yLine = {
    to: Math.max(1, most),
    start: Math.max(box.top + 1, box.height - box.bottom),
    end: box.top,
  };
  const x = scaleLinear([0, xLine.to], [xLine.start, xLine.end]).clamp(true);
  const y = scaleLinear([0, yLine.to], [yLine.start, yLine.end]).clamp(true);
  const format = x.tickFormat(4);
  return {
    box,
    x,
    y,
    xLine,
    yLine,
    bytesPerPixelAt: (at) => x.invert(at),
    tokensAt: (at) => y.invert(at),
    xTop,
    xTicks: x.ticks(4).map((value) => ({ at: x(value), text: format(value) })),
    yTicks: y.ticks(4).map((value) => ({ at: y(value), text: value.toLocaleString('en') })),
    beyond: sorted.reduce((sum, value) => sum + (value > xTop ? 1 : 0), 0),
  };
}

export interface ScatterPoints {
  readonly rows: Uint32Array;
  readonly bytesPerPixel: Float64Array;
  readonly tokens: Float64Array;
  readonly selected: Uint8Array;
  readonly anySelected: boolean;
}

/** Where every point lies on the canvas, whatever is selected. */
export interface ScatterPlaces {
  readonly width: number; // device px
  readonly height: number;
  readonly ratio: number; // device px per css px
  /** [points] row of the collection */
  readonly rows: Uint32Array;
  /** [points] device px from the left and the top */
  readonly xs: Int32Array;
  readonly ys: Int32Array;
}

/** Points of which both numbers are known. @param ratio device pixels per css pixel */
export function scatterPlaces(
  { rows, bytesPerPixel, tokens }: Omit<ScatterPoints, 'selected' | 'anySelected'>,
  scale: ScatterScale,
  ratio: number,
): ScatterPlaces {
  return scatterPlacing(rows, bytesPerPixel, scale, ratio)(tokens);
}

/** The same for tokens that move while the rest stays: how far every point lies from the left is found once. */
export function scatterPlacing(
  rows: Uint32Array,
  bytesPerPixel: Float64Array,
  scale: ScatterScale,
  ratio: number,
): (tokens: Float64Array) => ScatterPlaces {
  const left = new Int32Array(rows.length);
  for (let place = 0; place < rows.length; place++) {
    const x = bytesPerPixel[rows[place] ?? 0] ?? Number.NaN;
    left[place] = Number.isNaN(x) ? unknown : Math.round(along(scale.xLine, x) * ratio);
  }
  const size = {
    width: Math.max(1, Math.round(scale.box.width * ratio)),
    height: Math.max(1, Math.round(scale.box.height * ratio)),
    ratio,
  };
  return (tokens) => {
    const place = {
      rows: new Uint32Array(rows.length),
      xs: new Int32Array(rows.length),
      ys: new Int32Array(rows.length),
    };
    let points = 0;
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index] ?? 0;
      const value = tokens[row] ?? Number.NaN;
      const x = left[index] ?? unknown;
      if (Number.isNaN(value) || x === unknown) continue;
      place.rows[points] = row;
      place.xs[points] = x;
      place.ys[points] = Math.round(along(scale.yLine, value) * ratio);
      points++;
    }
    return {
      ...size,
      rows: place.rows.subarray(0, points),
      xs: place.xs.subarray(0, points),
      ys: place.ys.subarray(0, points),
    };
  };
}

const unknown = -0x80000000;

/** The arithmetic of d3's linear scale that is clamped, without its calls: ten thousand points at every move. */
function along({ to, start, end }: ScatterLine, value: number): number {
  const share = Math.min(to, Math.max(0, value)) / to;
  return start * (1 - share) + end * share;
}
