/** Finding the thresholds of DToMe (paper section 3.1): forward passes only, on batches that share one budget of merges. */
import { throwIfAborted } from '../errors.ts';
import { mergeLimit, planEdges } from '../merging/merge-plan.ts';
import { mergeRows, type Rows } from '../merging/merge-rows.ts';
import type { Matching, Prefix } from '../merging/soft-matching.ts';
import type { LayerwiseEncoder } from './layerwise-encoder.ts';

export interface FindOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called after every layer of every image. */
  readonly onStep?: (() => void) | undefined;
}

/**
 * One threshold per layer of the encoder, from one batch: its images share the merges of every layer.
 *
 * @param batch the paths of its images; all are held at once
 * @param prepare pixel values of an image, [3, H, W]
 * @param removals tokens to merge away per image and layer, on average, [L]
 * @throws EngineError `aborted`
 */
export async function thresholdsOfBatch(
  encoder: LayerwiseEncoder,
  batch: readonly string[],
  prepare: (path: string) => Promise<Float32Array>,
  removals: readonly number[],
  options: FindOptions = {},
): Promise<number[]> {
  const rows: Rows[] = [];
  for (const path of batch) {
    throwIfAborted(options.signal);
    rows.push(await encoder.begin(await prepare(path)));
  }
  return thresholdsOfRows(encoder, rows, removals, options);
}

/**
 * The plain mean over the batches, [batches][L]. Sums of floating-point numbers hang on their order: it is that of the batches, whoever found
 * which of them when.
 */
export function meanThresholds(ofBatches: readonly (readonly number[])[]): number[] {
  const sums = new Float64Array(ofBatches[0]?.length ?? 0);
  for (const thresholds of ofBatches) {
    thresholds.forEach((threshold, layer) => (sums[layer] = (sums[layer] ?? 0) + threshold));
  }
  return Array.from(sums, (sum) => sum / ofBatches.length);
}

async function thresholdsOfRows(
  encoder: LayerwiseEncoder,
  embedded: readonly Rows[],
  removals: readonly number[],
  { signal, onStep }: FindOptions,
): Promise<number[]> {
  const thresholds: number[] = [];
  let batch = embedded;
  for (let layer = 0; layer < encoder.layers; layer++) {
    const attended: { rows: Rows; matching: Matching }[] = [];
    for (const rows of batch) {
      throwIfAborted(signal);
      attended.push(await encoder.attend(layer, rows));
    }
    const shared = shareEdges(
      attended.map(({ matching }) => matching),
      attended.map(({ rows }) => rows.size.length),
      encoder.prefix,
      removals[layer] ?? 0,
    );
    thresholds.push(shared.threshold);
    const fed: Rows[] = [];
    for (const [image, { rows, matching }] of attended.entries()) {
      throwIfAborted(signal);
      const edges = shared.edges?.[image];
      const plan = edges && planEdges(matching, rows.size.length, encoder.prefix, edges);
      if (layer + 1 < encoder.layers)
        fed.push(await encoder.feed(layer, plan ? mergeRows(rows, plan) : rows));
      onStep?.();
    }
    batch = fed;
  }
  return thresholds;
}

export interface SharedEdges {
  readonly threshold: number; // 0..1
  /** Per image the rows of A that merge, [Na]; undefined where the layer is left alone. */
  readonly edges: readonly Uint8Array[] | undefined;
}

/**
 * Spends the batch's merges on its highest scores, whichever images they are in, so that simple images lose more.
 * The threshold is the first score that did not make it, never below 0. There is no limit per image.
 *
 * @param lengths tokens per image, class token counted
 */
export function shareEdges(
  matchings: readonly Matching[],
  lengths: readonly number[],
  prefix: Prefix,
  removal: number,
): SharedEdges {
  const longest = Math.max(...lengths);
  const r = Math.min(removal, mergeLimit(longest, prefix));
  if (r <= 0) return { threshold: 1, edges: undefined };

  const ranked = matchings
    .flatMap(({ best }, image) => Array.from(best, (score, row) => ({ score, image, row })))
    .filter(({ row }) => row >= prefix)
    .sort((a, b) => b.score - a.score); // stable: equal scores keep the order of images and rows
  const wanted = r * matchings.length;
  const edges = matchings.map(({ best }) => new Uint8Array(best.length));
  for (const { image, row } of ranked.slice(0, wanted)) {
    const mask = edges[image];
    if (mask) mask[row] = 1;
  }
  // The reference's list has a row for the class token and pads every image to the longest, both at -Infinity.
  const listed = matchings.length * Math.ceil(longest / 2);
  const first = ranked[Math.min(wanted, listed - 1)]?.score ?? -Infinity;
  return { threshold: Math.max(0, first), edges };
}
