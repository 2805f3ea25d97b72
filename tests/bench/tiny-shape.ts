/** A LLaVA of a few thousand numbers, whose random weights are measured in a moment. */
import type { Shape } from '../../src-engine/bench/shapes.ts';
import { llava } from '../../src-engine/families/llava.ts';

export const tinyShape: Shape = {
  family: llava,
  config: {
    model_type: 'llava',
    vision_config: {
      model_type: 'clip_vision_model',
      hidden_size: 32,
      intermediate_size: 64,
      num_hidden_layers: 4,
      num_attention_heads: 2,
      image_size: 56,
      patch_size: 14,
    },
    text_config: {
      model_type: 'llama',
      hidden_size: 32,
      intermediate_size: 64,
      num_hidden_layers: 3,
      num_attention_heads: 2,
      num_key_value_heads: 1,
      vocab_size: 100,
      max_position_embeddings: 256,
    },
  },
  processor: {
    image_processor_type: 'CLIPImageProcessor',
    size: { shortest_edge: 56 },
    crop_size: { height: 56, width: 56 },
  },
  stages: ['encode', 'language'],
};
