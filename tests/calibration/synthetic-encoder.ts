/** A small deterministic encoder for the tests of calibration: simple images (equal patches) merge early, random ones late. */
import type { ImageSet } from '../../src-engine/calibration/image-set.ts';
import type { LayerwiseEncoder } from '../../src-engine/calibration/layerwise-encoder.ts';
import { planByThreshold } from '../../src-engine/merging/merge-plan.ts';
import { mergeRows } from '../../src-engine/merging/merge-rows.ts';
import { softMatching, type Prefix } from '../../src-engine/merging/soft-matching.ts';
import { randomValues } from '../merging/synthetic.ts';

export const width = 4;
export const patches = 36;

export interface SyntheticEncoder extends LayerwiseEncoder {
  /** Tokens that stood before every call of `attend`, in order of the calls. */
  readonly attended: { layer: number; tokens: number }[];
}

export function syntheticEncoder(layers: number, prefix: Prefix): SyntheticEncoder {
  const attended: { layer: number; tokens: number }[] = [];
  return {
    layers,
    prefix,
    attended,
    begin: (pixels) => {
      const classRow = prefix === 1 ? [0.5, -0.5, 0.5, -0.5] : [];
      const hidden = Float32Array.from([...classRow, ...pixels]);
      return Promise.resolve({ hidden, size: new Float32Array(hidden.length / width).fill(1) });
    },
    attend: (layer, rows) => {
      attended.push({ layer, tokens: rows.size.length });
      return Promise.resolve({ rows, matching: softMatching(rows.hidden, rows.size.length, prefix) });
    },
    feed: (layer, { hidden, size }) =>
      Promise.resolve({
        hidden: hidden.map((value, at) => Math.tanh(value * (1.2 + 0.1 * ((at + layer) % width)))),
        size,
      }),
  };
}

/** Image `i` mixes one flat colour with noise, more of it the higher `i` is. */
export function syntheticImages(count: number): ImageSet {
  return {
    paths: Array.from({ length: count }, (_, index) => String(index)),
    fingerprint: `synthetic-${count}`,
    source: 'synthetic images',
    prepare: (path) => {
      const index = Number(path);
      const noise = randomValues(index + 1, patches * width);
      const share = (index + 1) / count;
      return Promise.resolve(noise.map((value, at) => share * value + (1 - share) * Math.cos(at % width)));
    },
  };
}

/** The merged encoder as it runs at inference: one image, strict thresholds, the order of merge-plan.ts. */
export async function countTokens(
  encoder: LayerwiseEncoder,
  pixels: Float32Array,
  thresholds: readonly number[],
): Promise<number> {
  let rows = await encoder.begin(pixels);
  for (const [layer, threshold] of thresholds.entries()) {
    const attended = await encoder.attend(layer, rows);
    const plan = planByThreshold(attended.matching, attended.rows.size.length, encoder.prefix, threshold);
    rows = await encoder.feed(layer, mergeRows(attended.rows, plan));
  }
  return rows.size.length - encoder.prefix;
}
