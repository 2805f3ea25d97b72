/** PaliGemma 1 and 2 (`model_type: paligemma`): SigLIP with its last norm, one linear layer, Gemma or Gemma 2 that reads image and question at once. */
import { singleView } from './parts/single-view.ts';
import type { Family } from './family.ts';
import { llavaLike, llavaKind } from './parts/llava-like.ts';

const defaults = {
  tower: {
    model_type: 'siglip_vision_model',
    hidden_size: 1152,
    intermediate_size: 4096,
    num_hidden_layers: 27,
    num_attention_heads: 16,
    image_size: 224,
    patch_size: 14,
  },
  textModelType: 'gemma',
  textModelTypes: ['gemma', 'gemma2'],
  featureLayer: -1,
  strategy: 'full',
  imageToken: 256_000,
  tiedHead: true,
} as const;

export const paligemma: Family = {
  ...llavaKind,
  name: 'paligemma',
  modelTypes: ['paligemma'],
  usualDecoder: defaults.textModelType,
  architecture(config) {
    const { vision, text, ...rest } = llavaLike('paligemma', config, defaults);
    return {
      ...rest,
      vision: { ...vision, postNorm: true },
      projector: { layers: 1, bias: true },
      text: { ...text, prefixAttention: 'prompt' },
    };
  },
  preprocess: (processor, { vision }) => singleView(processor, vision.imageSize),
  template: {
    // As its processor writes it: images, begin token, question, line feed. No checkpoint has a template.
    source:
      "{% for part in messages[0]['content'] %}{% if part['type'] == 'image' %}{{ '<image>' }}{% endif %}{% endfor %}{{ bos_token }}{% for part in messages[0]['content'] %}{% if part['type'] == 'text' %}{{ part['text'] + '\n' }}{% endif %}{% endfor %}",
  },
};
