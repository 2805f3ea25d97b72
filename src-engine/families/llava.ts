/** LLaVA-1.5 and its kin (`model_type: llava`): one view per image. */
import { singleView } from './parts/single-view.ts';
import type { Family } from './family.ts';
import { clipLarge, llavaLike, llavaKind } from './parts/llava-like.ts';

const defaults = {
  tower: clipLarge,
  textModelType: 'llama',
  featureLayer: -2,
  strategy: 'default',
  imageToken: 32_000,
} as const;

export const llava: Family = {
  ...llavaKind,
  name: 'llava',
  modelTypes: ['llava'],
  usualDecoder: defaults.textModelType,
  architecture: (config) => llavaLike('llava', config, defaults),
  preprocess: (processor, { vision }) => singleView(processor, vision.imageSize),
  template: {
    // The published prompt form of LLaVA-1.5.
    source:
      "USER: {% for part in messages[0]['content'] %}{% if part['type'] == 'image' %}{{ '<image>\n' }}{% endif %}{% endfor %}{% for part in messages[0]['content'] %}{% if part['type'] == 'text' %}{{ part['text'] }}{% endif %}{% endfor %} ASSISTANT:",
    inWords: '"USER: <image>", the question, "ASSISTANT:"',
  },
};
