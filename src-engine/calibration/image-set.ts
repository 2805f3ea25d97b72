/** The images of a calibration, prepared one by one, and the order they are visited in. Decoding is the caller's. */
import type { ImageBackend, ImageRoute } from '../engine.ts';

export interface ImageSet {
  readonly paths: readonly string[];
  /** Identifies the data: a run is only resumed on the same images. */
  readonly fingerprint: string;
  /** Where they come from, in words for people. */
  readonly source: string;
  /** Absent where they are no picture files. */
  readonly read?: { readonly imageBackend: ImageBackend; readonly imageRoute: ImageRoute };
  /** Pixel values of one image, [3, H, W]. */
  prepare(path: string): Promise<Float32Array>;
}

/**
 * Image numbers in a shuffled order that is the same on every run, split into batches of `size` at most. Sizes differ by
 * one at most: every batch counts the same in the mean of thresholds, so a small last one would weigh too much.
 */
export function shuffledBatches(count: number, size: number): number[][] {
  return evenParts(shuffled(count), size);
}

/** In their order, in parts of `size` at most whose sizes differ by one at most. */
export function evenParts<T>(items: readonly T[], size: number): T[][] {
  const parts = Math.ceil(items.length / size);
  const start = (part: number) => Math.floor((part * items.length) / parts);
  return Array.from({ length: parts }, (_, part) => items.slice(start(part), start(part + 1)));
}

/** Folders are often sorted by kind; a batch must hold a mixture. Fisher-Yates on a linear congruential generator. */
function shuffled(count: number): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  let state = 1;
  for (let last = count - 1; last > 0; last--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (last + 1));
    [order[last], order[other]] = [order[other] ?? other, order[last] ?? last];
  }
  return order;
}
