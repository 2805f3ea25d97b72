/** The scores of soft matching seen from the patches: what each patch's token scored at every layer. Pure. */
import type { VisionSpec } from '../families/spec.ts';

/**
 * @param best best scores of the even tokens of every layer in a row [Σ Na], below -1 for the class token
 * @param owner owner map after every layer [L_x, N0]
 * @param counts tokens after every layer [L_x], class token included
 * @returns [L_x, N0]; NaN where the patch's token stood at an odd place, so that it was a partner and no candidate
 */
export function patchScores(
  best: Float32Array,
  owner: Int32Array,
  counts: Int32Array,
  { patches, classToken, executedLayers }: Pick<VisionSpec, 'patches' | 'classToken' | 'executedLayers'>,
): Float32Array {
  const prefix = Number(classToken);
  const scores = new Float32Array(executedLayers * patches).fill(Number.NaN);
  let first = 0; // of this layer in `best`
  let tokens = patches + prefix;
  for (let layer = 0; layer < executedLayers; layer += 1) {
    for (let patch = 0; patch < patches; patch += 1) {
      const before = layer === 0 ? patch : (owner[(layer - 1) * patches + patch] ?? 0);
      const place = before + prefix;
      if (place % 2 === 0) scores[layer * patches + patch] = best[first + place / 2] ?? Number.NaN;
    }
    first += Math.ceil(tokens / 2);
    tokens = counts[layer] ?? 0;
  }
  return scores;
}
