/**
 * The two passes of a resize by the vector kernel. The source goes through its memory in strips of some rows and is never there as a
 * whole; what lies between the passes is kept only as long as an output still needs it.
 */
import type { ResampleKernel } from './kernel.ts';
import { aligned, layOut, spareBytes } from './kernel.ts';
import type { PackedTaps } from './packed-taps.ts';
import { packTaps } from './packed-taps.ts';
import type { Passes } from './plain-resize.ts';
import type { RgbImage, RgbRows } from './rgb-image.ts';
import type { Taps } from './taps.ts';
import type { Region } from '../engine.ts';

/** Bytes that a strip should have: they fit the second cache of a core. */
const stripBytes = 192 * 1024;

/** Rows in the kernel's memory. */
interface Rows {
  readonly at: number; // byte of the first one
  readonly stride: number; // bytes from one to the next
}

type Pass = (from: Rows, rows: number, to: Rows) => void;

/** The kernel's pass along x. `rows` of the source are filtered. */
function acrossPass(kernel: ResampleKernel, taps: PackedTaps, spans: number, weights: number): Pass {
  const pass = taps.long ? kernel.acrossLong : kernel.acrossShort;
  return (from, rows, to) => {
    pass(from.at, from.stride, rows, to.at, to.stride, taps.outputs, spans, weights, taps.block, taps.bits);
  };
}

/** The kernel's pass along y, for `rows` outputs from `output` on. @param length bytes of a row */
function downPass(
  kernel: ResampleKernel,
  taps: PackedTaps,
  spans: number,
  weights: number,
  length: number,
): (from: Rows, output: number, rows: number, to: Rows) => void {
  const pass = taps.long ? kernel.downLong : kernel.downShort;
  return (from, output, rows, to) => {
    const span = spans + output * 8;
    const weight = weights + output * taps.block;
    pass(from.at, from.stride, length, to.at, to.stride, rows, span, weight, taps.block, taps.bits);
  };
}

/** How many rows of `stride` bytes a strip has: a multiple of what the kernel takes at once. */
function stripRows(stride: number): number {
  return Math.max(4, Math.min(64, Math.floor(stripBytes / stride / 4) * 4));
}

/** Copies `rows` rows of the kernel's memory to the result, which has no gaps between them. */
function collect(memory: Uint8Array, from: Rows, rows: number, into: RgbImage, firstRow: number): void {
  const length = into.width * 3;
  for (let row = 0; row < rows; row++) {
    const at = from.at + row * from.stride;
    into.rgb.set(memory.subarray(at, at + length), (firstRow + row) * length);
  }
}

/** Equal to `plainResize` of the part, byte for byte. @param part of `source` that the taps touch; at least one pass is asked for */
export function vectorResize(
  kernel: ResampleKernel,
  source: RgbRows,
  part: Region,
  passes: Passes,
): RgbImage {
  const { columns, rows } = passes;
  if (rows === undefined) return narrowed(kernel, source, part, columns);
  const width = columns?.outputs ?? part.width;
  const image = { width, height: rows.outputs, rgb: new Uint8Array(width * rows.outputs * 3) };
  const narrowFirst = columns !== undefined && !passes.verticalFirst;
  const between = (narrowFirst ? width : part.width) * 3; // bytes of a row between the passes
  const layout = layOut(kernel);
  const acrossTaps = columns === undefined ? undefined : packTaps(columns, 4, part.x, 3);
  const downTaps = packTaps(rows, 2, part.y, 1);
  const across =
    acrossTaps === undefined
      ? undefined
      : acrossPass(kernel, acrossTaps, layout.filled(acrossTaps.spans), layout.filled(acrossTaps.weights));
  const down = downPass(
    kernel,
    downTaps,
    layout.filled(downTaps.spans),
    layout.filled(downTaps.weights),
    between,
  );
  const sourceStride = aligned(part.width * 3 + spareBytes);
  const betweenStride = aligned(between + spareBytes);
  const outStride = aligned(width * 3 + spareBytes);
  const strip = stripRows(sourceStride);
  const longest = rows.count.reduce((most, count) => Math.max(most, count), 0);
  const room = longest + 2 * strip;
  const read = { at: narrowFirst ? layout.place(strip * sourceStride) : 0, stride: sourceStride };
  const ring = layout.place((room + 1) * betweenStride);
  const emitted = stripRows(Math.max(betweenStride, outStride));
  const shortened = { at: layout.place(emitted * betweenStride), stride: betweenStride };
  const out = { at: layout.place(emitted * outStride), stride: outStride };
  const memory = layout.done();

  let first = 0; // row of the part that the ring begins with
  let next = 0; // row of the part that is read next
  let output = 0;
  const startOf = (i: number): number => (rows.start[i] ?? 0) - part.y;
  while (output < rows.outputs) {
    const taken = Math.min(strip, part.height - next);
    if (next - first + taken > room) {
      const dropped = Math.min(startOf(output), next) - first;
      memory.copyWithin(ring, ring + dropped * betweenStride, ring + (next - first) * betweenStride);
      first += dropped;
    }
    const end = { at: ring + (next - first) * betweenStride, stride: betweenStride };
    const to = narrowFirst ? read : end;
    source.copy({ x: part.x, y: part.y + next, width: part.width, height: taken }, memory, to.at, to.stride);
    if (narrowFirst) across?.(read, taken, end);
    next += taken;
    for (;;) {
      let ready = 0;
      while (ready < emitted && output + ready < rows.outputs && reached(rows, output + ready, part.y + next))
        ready++;
      if (ready === 0) break;
      const from = { at: ring - first * betweenStride, stride: betweenStride };
      if (across === undefined || narrowFirst) down(from, output, ready, out);
      else {
        down(from, output, ready, shortened);
        across(shortened, ready, out);
      }
      collect(memory, out, ready, image, output);
      output += ready;
    }
  }
  return image;
}

/** Whether all source pixels of output `i` lie before `end`. */
function reached({ start, count }: Taps, i: number, end: number): boolean {
  return (start[i] ?? 0) + (count[i] ?? 0) <= end;
}

function narrowed(
  kernel: ResampleKernel,
  source: RgbRows,
  part: Region,
  columns: Taps | undefined,
): RgbImage {
  if (columns === undefined) throw new RangeError('A resize has at least one pass.');
  const image = {
    width: columns.outputs,
    height: part.height,
    rgb: new Uint8Array(columns.outputs * part.height * 3),
  };
  const layout = layOut(kernel);
  const taps = packTaps(columns, 4, part.x, 3);
  const across = acrossPass(kernel, taps, layout.filled(taps.spans), layout.filled(taps.weights));
  const stride = aligned(part.width * 3 + spareBytes);
  const outStride = aligned(image.width * 3 + spareBytes);
  const strip = stripRows(Math.max(stride, outStride));
  const read = { at: layout.place(strip * stride), stride };
  const out = { at: layout.place(strip * outStride), stride: outStride };
  const memory = layout.done();
  for (let row = 0; row < part.height; row += strip) {
    const taken = Math.min(strip, part.height - row);
    source.copy({ x: part.x, y: part.y + row, width: part.width, height: taken }, memory, read.at, stride);
    across(read, taken, out);
    collect(memory, out, taken, image, row);
  }
  return image;
}
