/** The paper's complexity figure: tokens of every image against its bytes per pixel. Geometry, and points as pixels: ten thousand of them in a few milliseconds, which paths of a canvas cannot do. */
import { scaleLinear } from 'd3-scale';
import { quantile, sortedOf } from '../../src-engine/counts/spread.ts';
import type { ChartBox } from './layer-chart.ts';

export interface ScatterScale {
  readonly box: ChartBox;
  readonly x: (bytesPerPixel: number) => number; // css px
  readonly y: (tokens: number) => number;
  readonly bytesPerPixelAt: (x: number) => number;
  readonly tokensAt: (y: number) => number;
  readonly xTop: number; // where the axis ends
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  /** Images right of the axis' end, drawn at it. */
  readonly beyond: number;
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
  const x = scaleLinear([0, xTop], [box.left, Math.max(box.left + 1, box.width - box.right)]).clamp(true);
  const y = scaleLinear(
    [0, Math.max(1, most)],
    [Math.max(box.top + 1, box.height - box.bottom), box.top],
  ).clamp(true);
  const format = x.tickFormat(4);
  return {
    box,
    x,
    y,
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

/**
 * Points as RGBA, premultiplied by nothing, on transparent ground; selected ones on top.
 *
 * @param ratio device pixels per css pixel
 */
export function scatterPixels(
  points: ScatterPoints,
  scale: ScatterScale,
  ratio: number,
  ink: ScatterInk,
): ImageBytes {
  const width = Math.max(1, Math.round(scale.box.width * ratio));
  const height = Math.max(1, Math.round(scale.box.height * ratio));
  const data = new Uint8ClampedArray(4 * width * height);
  const image = { data, width, height };
  const stamp = stampOf(radius * ratio);
  const { rows, bytesPerPixel, tokens, selected, anySelected } = points;
  const each = (wanted: 0 | 1, draw: (x: number, y: number) => void) => {
    for (const row of rows) {
      if ((selected[row] ?? 0) !== wanted) continue;
      const value = tokens[row] ?? Number.NaN;
      const x = bytesPerPixel[row] ?? Number.NaN;
      if (Number.isNaN(value) || Number.isNaN(x)) continue;
      draw(Math.round(scale.x(x) * ratio), Math.round(scale.y(value) * ratio));
    }
  };
  const behind = coverings(stamp, anySelected ? strength.behind : strength.alone);
  each(0, (x, y) => cover(image, behind, x, y));
  tint(data, ink.point);
  if (anySelected) each(1, (x, y) => blend(image, stamp, x, y, ink.selected, strength.selected));
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
    const after =
      known ?? Uint8ClampedArray.from({ length: 256 }, (_, at) => 255 * coverage(at, alpha * share));
    tables.set(share, after);
    return { dx, dy, after };
  });
}

/** @param at 0..255 before @param over 0..1 on top @returns 0..1 */
function coverage(at: number, over: number): number {
  return over + (at / 255) * (1 - over);
}

function cover({ data, width, height }: ImageBytes, stamp: readonly Covering[], x: number, y: number): void {
  for (const { dx, dy, after } of stamp) {
    const px = x + dx;
    const py = y + dy;
    if (px < 0 || py < 0 || px >= width || py >= height) continue;
    const at = 4 * (py * width + px) + 3;
    data[at] = after[data[at] ?? 0] ?? 0;
  }
}

/** Gives everything covered one colour. */
function tint(data: Uint8ClampedArray, [red, green, blue]: Rgb): void {
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] === 0) continue;
    data[at] = red;
    data[at + 1] = green;
    data[at + 2] = blue;
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
