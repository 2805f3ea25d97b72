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
  const stamp = stampOf(radius * ratio);
  const { rows, bytesPerPixel, tokens, selected, anySelected } = points;
  const draw = (wanted: 0 | 1, colour: Rgb, alpha: number) => {
    for (const row of rows) {
      if ((selected[row] ?? 0) !== wanted) continue;
      const value = tokens[row] ?? Number.NaN;
      const x = bytesPerPixel[row] ?? Number.NaN;
      if (Number.isNaN(value) || Number.isNaN(x)) continue;
      blend(
        data,
        width,
        height,
        stamp,
        Math.round(scale.x(x) * ratio),
        Math.round(scale.y(value) * ratio),
        colour,
        alpha,
      );
    }
  };
  draw(0, ink.point, anySelected ? strength.behind : strength.alone);
  if (anySelected) draw(1, ink.selected, strength.selected);
  return { data, width, height };
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

function blend(
  data: Uint8ClampedArray,
  width: number,
  height: number,
  stamp: readonly StampPixel[],
  x: number,
  y: number,
  [red, green, blue]: Rgb,
  alpha: number,
): void {
  for (const { dx, dy, cover } of stamp) {
    const px = x + dx;
    const py = y + dy;
    if (px < 0 || py < 0 || px >= width || py >= height) continue;
    const at = 4 * (py * width + px);
    const over = alpha * cover;
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
