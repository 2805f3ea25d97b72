/** What every LLaVA-like family has in common: a tower, a two-layer projector, a decoder. */
import { parseLlavaLikeConfig, type FamilyDefaults } from './config-schema.ts';
import type { JsonDocument } from '../../files/published-json.ts';
import { activation } from './activation.ts';
import type { Architecture, Family } from '../family.ts';
import { expectedTensors } from './expected-tensors.ts';
import { reducedName } from './tensor-names.ts';
import { textSpec } from './text-model.ts';
import { visionSpec } from './vision-tower.ts';

/** CLIP ViT-L/14-336, which LLaVA's config classes assume when `vision_config` is absent. */
export const clipLarge = {
  model_type: 'clip_vision_model',
  hidden_size: 1024,
  intermediate_size: 4096,
  num_hidden_layers: 24,
  num_attention_heads: 16,
  image_size: 336,
  patch_size: 14,
} as const;

/** Their tensors, under the names that transformers and LLaVA's own code have given them, and a projector that takes every token by itself. */
export const llavaKind: Pick<Family, 'tensors' | 'storedName' | 'connector'> = {
  tensors: expectedTensors,
  storedName: reducedName,
  connector: 'per-token',
};

/** Throws `bad-checkpoint` or `unsupported`, naming the field. */
export function llavaLike(family: string, document: JsonDocument, defaults: FamilyDefaults): Architecture {
  const config = parseLlavaLikeConfig(document, defaults);
  const { file, outer } = config;
  return {
    family,
    vision: visionSpec(config),
    projector: {
      activation: activation(file, 'projector_hidden_act', outer.projector_hidden_act),
      bias: outer.multimodal_projector_bias,
    },
    text: textSpec(config),
    imageTokenId: outer.imageTokenId,
  };
}
