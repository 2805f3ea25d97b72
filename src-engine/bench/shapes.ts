/** The numbers of published encoders and models, as their config.json and image processor files have them. Facts alone; no weights, no words. */
import type { BenchStage, ShapeName } from '../engine.ts';
import { llavaNext } from '../families/llava-next.ts';
import { llavaOnevision } from '../families/llava-onevision.ts';
import { llava } from '../families/llava.ts';
import type { Family } from '../families/family.ts';

export interface Shape {
  readonly family: Family;
  /** What config.json says of it. */
  readonly config: Readonly<Record<string, unknown>>;
  /** What its image processor's file says. */
  readonly processor: Readonly<Record<string, unknown>>;
  readonly stages: readonly BenchStage[];
}

/** openai/clip-vit-large-patch14-336. */
const clipLarge = {
  model_type: 'clip_vision_model',
  hidden_size: 1024,
  intermediate_size: 4096,
  num_hidden_layers: 24,
  num_attention_heads: 16,
  image_size: 336,
  patch_size: 14,
};

/** google/siglip-so400m-patch14-384 without its last layer, as LLaVA-OneVision has it. */
const siglipSo400m = {
  model_type: 'siglip_vision_model',
  hidden_size: 1152,
  intermediate_size: 4304,
  num_hidden_layers: 26,
  num_attention_heads: 16,
  image_size: 384,
  patch_size: 14,
};

/** lmsys/vicuna-7b-v1.5, with the rows that LLaVA's conversions add to its vocabulary. */
const vicuna7b = {
  model_type: 'llama',
  hidden_size: 4096,
  intermediate_size: 11_008,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 32,
  max_position_embeddings: 4096,
  rms_norm_eps: 1e-5,
  vocab_size: 32_064,
};

/** Qwen/Qwen2-0.5B-Instruct, with the vocabulary of the OneVision conversion. */
const qwen2Half = {
  model_type: 'qwen2',
  hidden_size: 896,
  intermediate_size: 4864,
  num_hidden_layers: 24,
  num_attention_heads: 14,
  num_key_value_heads: 2,
  max_position_embeddings: 32_768,
  rms_norm_eps: 1e-6,
  rope_theta: 1_000_000,
  tie_word_embeddings: true,
  vocab_size: 152_000,
};

const clipProcessor = {
  image_processor_type: 'CLIPImageProcessor',
  size: { shortest_edge: 336 },
  crop_size: { height: 336, width: 336 },
};

const clipHalf = { image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] };

/** llava-hf/llava-1.5-7b-hf. */
const llava15: Shape = {
  family: llava,
  config: { model_type: 'llava', vision_config: clipLarge, text_config: vicuna7b, vision_feature_layer: -2 },
  processor: clipProcessor,
  stages: ['encode', 'language'],
};

/** llava-hf/llava-onevision-qwen2-0.5b-ov-hf. */
const onevision: Shape = {
  family: llavaOnevision,
  config: {
    model_type: 'llava_onevision',
    vision_config: siglipSo400m,
    text_config: qwen2Half,
    vision_aspect_ratio: 'anyres_max_9',
    tie_word_embeddings: true,
  },
  processor: {
    image_processor_type: 'LlavaOnevisionImageProcessor',
    size: { height: 384, width: 384 },
    ...clipHalf,
  },
  stages: ['encode', 'language'],
};

export const shapes: Readonly<Record<Exclude<ShapeName, 'embedded'>, Shape>> = {
  'clip-l-336': { ...llava15, stages: ['encode'] },
  'siglip-so400m-384': {
    ...onevision,
    family: llava, // one view, as the encoder alone is given it
    config: {
      ...onevision.config,
      model_type: 'llava',
      vision_feature_layer: -1,
      vision_feature_select_strategy: 'full',
    },
    processor: {
      image_processor_type: 'SiglipImageProcessor',
      size: { height: 384, width: 384 },
      ...clipHalf,
    },
    stages: ['encode'],
  },
  'llava-1.5-7b': llava15,
  /** llava-hf/llava-v1.6-vicuna-7b-hf. */
  'llava-next-7b': {
    family: llavaNext,
    config: {
      ...llava15.config,
      model_type: 'llava_next',
      image_grid_pinpoints: [
        [336, 672],
        [672, 336],
        [672, 672],
        [1008, 336],
        [336, 1008],
      ],
    },
    processor: { ...clipProcessor, image_processor_type: 'LlavaNextImageProcessor' },
    stages: ['encode', 'language'],
  },
  'llava-ov-0.5b': onevision,
};
