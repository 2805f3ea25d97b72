/** The paper's complexity figure: tokens of every image against its bytes per pixel. Geometry, and points as pixels: ten thousand of them in a few milliseconds, which paths of a canvas cannot do. */
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

/** Red, green, blue, 0..255. */
export type Rgb = readonly [number, number, number];

export interface ScatterPoints {
  readonly rows: Uint32Array;
  readonly bytesPerPixel: Float64Array;
  readonly tokens: Float64Array;
  readonly selected: Uint8Array;
  readonly anySelected: boolean;
}

export interface ScatterInk {
  readonly point: Rgb;
  readonly selected: Rgb;
}

/** How strongly one point covers: where many lie, it gets darker. */
const strength = { alone: 0.55, behind: 0.22, selected: 0.8 };
const radius = 1.7; // css px

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
  const place = {
    rows: new Uint32Array(rows.length),
    xs: new Int32Array(rows.length),
    ys: new Int32Array(rows.length),
  };
  let points = 0;
  for (const row of rows) {
    const value = tokens[row] ?? Number.NaN;
    const x = bytesPerPixel[row] ?? Number.NaN;
    if (Number.isNaN(value) || Number.isNaN(x)) continue;
    place.rows[points] = row;
    place.xs[points] = Math.round(along(scale.xLine, x) * ratio);
    place.ys[points] = Math.round(along(scale.yLine, value) * ratio);
    points++;
  }
  return {
    width: Math.max(1, Math.round(scale.box.width * ratio)),
    height: Math.max(1, Math.round(scale.box.height * ratio)),
    ratio,
    rows: place.rows.subarray(0, points),
    xs: place.xs.subarray(0, points),
    ys: place.ys.subarray(0, points),
  };
}

/** The arithmetic of d3's linear scale that is clamped, without its calls: ten thousand points at every move. */
function along({ to, start, end }: ScatterLine, value: number): number {
  const share = Math.min(to, Math.max(0, value)) / to;
  return start * (1 - share) + end * share;
}

/**
 * Points as RGBA, premultiplied by nothing, on transparent ground; selected ones on top.
 *
 * @param selected [rows of the collection] 1 for one that is
 * @param into an image of the same size that is not needed any more
 */
export function scatterPixels(
  places: ScatterPlaces,
  selected: Uint8Array,
  anySelected: boolean,
  ink: ScatterInk,
  into?: ImageBytes,
): ImageBytes {
  const { width, height, rows, xs, ys, ratio } = places;
  const fits = into !== undefined && into.width === width && into.height === height;
  const image = fits ? into : { data: new Uint8ClampedArray(4 * width * height), width, height };
  const stamp = stampOf(radius * ratio);
  const behind = coverings(stamp, anySelected ? strength.behind : strength.alone);
  const covered = new Uint8ClampedArray(width * height);
  for (let point = 0; point < rows.length; point++)
    if (!anySelected || selected[rows[point] ?? 0] !== 1)
      cover(covered, width, height, behind, xs[point] ?? 0, ys[point] ?? 0);
  tint(image.data, covered, ink.point);
  if (!anySelected) return image;
  for (let point = 0; point < rows.length; point++)
    if (selected[rows[point] ?? 0] === 1)
      blend(image, stamp, xs[point] ?? 0, ys[point] ?? 0, ink.selected, strength.selected);
  return image;
}

export interface ImageBytes {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

interface StampPixel {
  readonly dx: number;
  readonly dy: number;
  readonly cover: number; // 0..1
}

/** A disc whose edge is soft by a pixel. */
function stampOf(size: number): readonly StampPixel[] {
  const reach = Math.ceil(size);
  const pixels: StampPixel[] = [];
  for (let dy = -reach; dy <= reach; dy++)
    for (let dx = -reach; dx <= reach; dx++) {
      const cover = Math.min(1, Math.max(0, size + 0.5 - Math.hypot(dx, dy)));
      if (cover > 0) pixels.push({ dx, dy, cover });
    }
  return pixels;
}

/** One pixel of a stamp. */
interface Covering {
  readonly dx: number;
  readonly dy: number;
  /** [256] Coverage after the point by coverage before it. */
  readonly after: Uint8ClampedArray;
}

/** While all points have one colour, a point changes nothing but how much is covered: a table says how. */
function coverings(stamp: readonly StampPixel[], alpha: number): readonly Covering[] {
  const tables = new Map<number, Uint8ClampedArray>();
  return stamp.map(({ dx, dy, cover: share }) => {
    const known = tables.get(share);
    const after = known ?? new Uint8ClampedArray(256);
    if (known === undefined) for (let at = 0; at < 256; at++) after[at] = 255 * coverage(at, alpha * share);
    tables.set(share, after);
    return { dx, dy, after };
  });
}

/** @param at 0..255 before @param over 0..1 on top @returns 0..1 */
function coverage(at: number, over: number): number {
  return over + (at / 255) * (1 - over);
}

function cover(
  covered: Uint8ClampedArray,
  width: number,
  height: number,
  stamp: readonly Covering[],
  x: number,
  y: number,
): void {
  for (const { dx, dy, after } of stamp) {
    const px = x + dx;
    const py = y + dy;
    if (px < 0 || py < 0 || px >= width || py >= height) continue;
    const at = py * width + px;
    covered[at] = after[covered[at] ?? 0] ?? 0;
  }
}

/** Gives everything covered one colour, and takes away whatever was there. */
function tint(
  data: Uint8ClampedArray<ArrayBuffer>,
  covered: Uint8ClampedArray,
  [red, green, blue]: Rgb,
): void {
  const pixels = new Uint32Array(data.buffer, data.byteOffset, covered.length);
  const colour = new Uint32Array(Uint8Array.of(red, green, blue, 0).buffer)[0] ?? 0;
  const alpha = Math.log2(new Uint32Array(Uint8Array.of(0, 0, 0, 1).buffer)[0] ?? 1); // bits that it is shifted by
  for (let at = 0; at < covered.length; at++) {
    const cover = covered[at] ?? 0;
    pixels[at] = cover === 0 ? 0 : (colour | (cover << alpha)) >>> 0;
  }
}

function blend(
  { data, width, height }: ImageBytes,
  stamp: readonly StampPixel[],
  x: number,
  y: number,
  [red, green, blue]: Rgb,
  alpha: number,
): void {
  for (const { dx, dy, cover: share } of stamp) {
    const px = x + dx;
    const py = y + dy;
    if (px < 0 || py < 0 || px >= width || py >= height) continue;
    const at = 4 * (py * width + px);
    const over = alpha * share;
    const under = ((data[at + 3] ?? 0) / 255) * (1 - over);
    const sum = over + under;
    data[at] = ((data[at] ?? 0) * under + red * over) / sum;
    data[at + 1] = ((data[at + 1] ?? 0) * under + green * over) / sum;
    data[at + 2] = ((data[at + 2] ?? 0) * under + blue * over) / sum;
    data[at + 3] = 255 * sum;
  }
}

/** `#rrggbb` as numbers; grey for anything else. */
export function rgbOf(colour: string): Rgb {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour.trim());
  if (hex === null) return [128, 128, 128];
  return [parseInt(hex[1] ?? '', 16), parseInt(hex[2] ?? '', 16), parseInt(hex[3] ?? '', 16)];
}
