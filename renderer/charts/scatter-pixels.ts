/** Points of the scatter as pixels: ten thousand of them in less than a millisecond, which paths of a canvas cannot do. */
import type { ScatterPlaces } from './collection-scatter.ts';

/** Red, green, blue, 0..255. */
export type Rgb = readonly [number, number, number];

export interface ScatterInk {
  readonly point: Rgb;
  readonly selected: Rgb;
  /** High contrast: every point stands out by itself. */
  readonly strong?: boolean;
}

export interface ImageBytes {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

/** How strongly one point covers: where many lie, it gets darker. */
const usual = { alone: 0.55, behind: 0.22, selected: 0.8 };
const strong = { alone: 1, behind: 0.6, selected: 1 };
const radius = 1.7; // css px

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
  const { width, height } = places;
  const fits = into !== undefined && into.width === width && into.height === height;
  const image = fits ? into : { data: new Uint8ClampedArray(4 * width * height), width, height };
  const stamp = stampOf(radius * places.ratio);
  const frame = frameFor(places, stamp);
  const points = pointsOf(places, frame, selected, anySelected);
  const strength = ink.strong === true ? strong : usual;
  const below = covering(frame, stamp, points.others, anySelected ? strength.behind : strength.alone);
  const above = anySelected ? covering(frame, stamp, points.selected, strength.selected) : null;
  tint(image, frame, below, above, ink);
  return image;
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

/** The canvas with an edge on all sides, so that no pixel of a point has to be compared with an end. */
interface Frame {
  readonly edge: number; // px
  readonly stride: number;
  readonly length: number;
}

function frameFor({ width, height }: ScatterPlaces, stamp: readonly StampPixel[]): Frame {
  const reach = stamp.reduce((most, { dx }) => Math.max(most, dx), 0);
  const edge = 2 * reach; // a point just outside still reaches in
  const stride = width + 2 * edge;
  return { edge, stride, length: stride * (height + 2 * edge) };
}

/** Where points lie in the frame, apart by whether they are selected; those that reach nothing of the canvas are left out. */
function pointsOf(
  { width, height, rows, xs, ys }: ScatterPlaces,
  { edge, stride }: Frame,
  selected: Uint8Array,
  anySelected: boolean,
) {
  const reach = edge / 2;
  const others = new Int32Array(rows.length);
  const chosen = new Int32Array(anySelected ? rows.length : 0);
  let [nOthers, nChosen] = [0, 0];
  for (let point = 0; point < rows.length; point++) {
    const x = xs[point] ?? 0;
    const y = ys[point] ?? 0;
    if (x < -reach || y < -reach || x >= width + reach || y >= height + reach) continue;
    const at = (y + edge) * stride + x + edge;
    if (anySelected && selected[rows[point] ?? 0] === 1) chosen[nChosen++] = at;
    else others[nOthers++] = at;
  }
  return { others: others.subarray(0, nOthers), selected: chosen.subarray(0, nChosen) };
}

/**
 * How much every pixel is covered by points of one colour. Four pixels of the stamp at a time for all points: one by one, finding the next pixel
 * costs more than covering it.
 *
 * @returns [pixels of the frame] 0..255
 */
function covering(
  { stride, length }: Frame,
  stamp: readonly StampPixel[],
  points: Int32Array,
  alpha: number,
): Uint8Array {
  const covered = new Uint8Array(length);
  if (points.length === 0) return covered;
  const parts = stamp.map(({ dx, dy, cover }) => ({ by: dy * stride + dx, after: tableOf(alpha * cover) }));
  const nothing = { by: 0, after: tableOf(0) };
  for (let first = 0; first < parts.length; first += 4) {
    const [a = nothing, b = nothing, c = nothing, d = nothing] = parts.slice(first, first + 4);
    coverFour(covered, points, [a.by, b.by, c.by, d.by], [a.after, b.after, c.after, d.after]);
  }
  return covered;
}

type Four<T> = readonly [T, T, T, T];

function coverFour(
  covered: Uint8Array,
  points: Int32Array,
  [a, b, c, d]: Four<number>,
  [afterA, afterB, afterC, afterD]: Four<Uint8Array>,
): void {
  for (let point = 0; point < points.length; point++) {
    const at = points[point] ?? 0;
    covered[at + a] = afterA[covered[at + a] ?? 0] ?? 0;
    covered[at + b] = afterB[covered[at + b] ?? 0] ?? 0;
    covered[at + c] = afterC[covered[at + c] ?? 0] ?? 0;
    covered[at + d] = afterD[covered[at + d] ?? 0] ?? 0;
  }
}

const tables = new Map<number, Uint8Array>();

/** [256] Coverage after a point by coverage before it. @param over 0..1 what the point covers */
function tableOf(over: number): Uint8Array {
  const known = tables.get(over);
  if (known !== undefined) return known;
  const table = new Uint8Array(256);
  for (let at = 0; at < 256; at++) table[at] = Math.round(255 * over + at * (1 - over));
  tables.set(over, table);
  return table;
}

/** Gives everything covered its colour, and takes away whatever was there. */
function tint(
  { data, width, height }: ImageBytes,
  { edge, stride }: Frame,
  below: Uint8Array,
  above: Uint8Array | null,
  ink: ScatterInk,
): void {
  const pixels = new Uint32Array(data.buffer, data.byteOffset, width * height);
  const colour = new Uint32Array(Uint8Array.of(...ink.point, 0).buffer)[0] ?? 0;
  const alpha = Math.log2(new Uint32Array(Uint8Array.of(0, 0, 0, 1).buffer)[0] ?? 1); // bits that it is shifted by
  for (let y = 0; y < height; y++) {
    const line = pixels.subarray(y * width, (y + 1) * width);
    const from = (y + edge) * stride + edge;
    for (let x = 0; x < width; x++) {
      const cover = below[from + x] ?? 0;
      line[x] = cover === 0 ? 0 : colour | (cover << alpha);
    }
    if (above !== null) overlay(data.subarray(4 * y * width, 4 * (y + 1) * width), below, above, from, ink);
  }
}

/** A line of the upper colour over the lower. @param from where it begins in the frame */
function overlay(
  line: Uint8ClampedArray,
  below: Uint8Array,
  above: Uint8Array,
  from: number,
  { point, selected }: ScatterInk,
): void {
  const [red, green, blue] = point;
  const [redOver, greenOver, blueOver] = selected;
  for (let at = 0; at < line.length; at += 4) {
    const over = (above[from + at / 4] ?? 0) / 255;
    if (over === 0) continue;
    const under = ((below[from + at / 4] ?? 0) / 255) * (1 - over);
    const sum = over + under;
    line[at] = (red * under + redOver * over) / sum;
    line[at + 1] = (green * under + greenOver * over) / sum;
    line[at + 2] = (blue * under + blueOver * over) / sum;
    line[at + 3] = 255 * sum;
  }
}

/** `#rrggbb` as numbers; grey for anything else. */
export function rgbOf(colour: string): Rgb {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour.trim());
  if (hex === null) return [128, 128, 128];
  return [parseInt(hex[1] ?? '', 16), parseInt(hex[2] ?? '', 16), parseInt(hex[3] ?? '', 16)];
}
