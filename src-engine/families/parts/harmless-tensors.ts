/** Stored tensors that do not run and that nobody misses: what writers save beside the parts that make the answer. */
import type { EncoderSpec } from '../spec.ts';

const always: readonly RegExp[] = [
  // Tables that the code computes; transformers 5.24 ignores both, too.
  /(?:^|\.)rotary_emb\.inv_freq$/u,
  /(?:^|\.)position_ids$/u,
  // The other half of a CLIP or SigLIP model whose tower is used, and SigLIP's pooling head.
  /^vision_tower\.(?:text_model|head)\./u,
  /^vision_tower\.(?:visual|text)_projection\.weight$/u,
  /^vision_tower\.logit_(?:scale|bias)$/u,
  // Heads that guess further tokens ahead, for speed alone.
  /^(?:model\.)?mtp\./u,
];

const visionLayer = /^vision_tower\.encoder\.layers\.(\d+)\./u;
const lastVisionNorm = /^vision_tower\.post_layernorm\./u;

/**
 * @param reduced a stored name without its writer's prefixes, which is none of the tensors that run
 * @returns true also for the tower's layers behind the feature layer and, where the head is tied, for an equal head
 */
export function isHarmless({ vision, text }: Pick<EncoderSpec, 'vision' | 'text'>, reduced: string): boolean {
  const layer = visionLayer.exec(reduced)?.[1];
  if (layer !== undefined) return Number(layer) >= vision.executedLayers && Number(layer) < vision.layers;
  if (lastVisionNorm.test(reduced)) return vision.postNorm !== true;
  if (reduced === 'lm_head.weight') return text?.tiedHead === true;
  return always.some((pattern) => pattern.test(reduced));
}
