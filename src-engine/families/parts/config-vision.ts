/** `vision_config` of config.json: CLIP, SigLIP and InternViT towers with the defaults that transformers fills in. */
import { z } from 'zod';
import { between, count, sizes, squareSide, words } from './config-fields.ts';

interface VisionDefaults {
  readonly hidden_size: number;
  readonly intermediate_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly image_size: number;
  readonly patch_size: number;
  readonly hidden_act: string;
  readonly layer_norm_eps: number;
}

function visionSchema(defaults: VisionDefaults) {
  return z.object({
    hidden_size: count(sizes.width).default(defaults.hidden_size),
    intermediate_size: count(sizes.mlpWidth).default(defaults.intermediate_size),
    num_hidden_layers: count(sizes.layers).default(defaults.num_hidden_layers),
    num_attention_heads: count(sizes.heads).default(defaults.num_attention_heads),
    num_channels: z.literal(3, { error: 'must be 3' }).default(3),
    image_size: squareSide(sizes.imageSide).default(defaults.image_size),
    patch_size: squareSide(sizes.imageSide).default(defaults.patch_size),
    hidden_act: words().default(defaults.hidden_act),
    layer_norm_eps: between(0, 1).default(defaults.layer_norm_eps),
  });
}

/** By `vision_config.model_type`. Defaults: CLIPVisionConfig, SiglipVisionConfig and InternVLVisionConfig of transformers. */
export const visionSchemas = {
  clip_vision_model: visionSchema({
    hidden_size: 768,
    intermediate_size: 3072,
    num_hidden_layers: 12,
    num_attention_heads: 12,
    image_size: 224,
    patch_size: 32,
    hidden_act: 'quick_gelu',
    layer_norm_eps: 1e-5,
  }),
  siglip_vision_model: visionSchema({
    hidden_size: 768,
    intermediate_size: 3072,
    num_hidden_layers: 12,
    num_attention_heads: 12,
    image_size: 224,
    patch_size: 16,
    hidden_act: 'gelu_pytorch_tanh',
    layer_norm_eps: 1e-6,
  }),
  internvl_vision: visionSchema({
    hidden_size: 1024,
    intermediate_size: 4096,
    num_hidden_layers: 24,
    num_attention_heads: 16,
    image_size: 448,
    patch_size: 14,
    hidden_act: 'gelu',
    layer_norm_eps: 1e-6,
  }),
} as const;

export type VisionModelType = keyof typeof visionSchemas;
export type VisionConfig = z.output<(typeof visionSchemas)[VisionModelType]>;
