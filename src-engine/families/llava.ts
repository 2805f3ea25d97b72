/** LLaVA-1.5 and its kin (`model_type: llava`): one view per image, a two-layer projector, a Llama-like decoder. */
import { parseLlavaLikeConfig } from '../checkpoint/config-schema.ts';
import { singleView } from '../checkpoint/processor.ts';
import { activation } from './activation.ts';
import type { Family } from './family.ts';
import { textSpec } from './text-model.ts';
import { visionSpec } from './vision-tower.ts';

const defaultImageToken = 32_000;

export const llava: Family = {
  modelType: 'llava',
  architecture(document) {
    const config = parseLlavaLikeConfig(document);
    const { file, outer } = config;
    return {
      family: 'llava',
      vision: visionSpec(config),
      projector: {
        activation: activation(file, 'projector_hidden_act', outer.projector_hidden_act),
        bias: outer.multimodal_projector_bias,
      },
      text: textSpec(config),
      imageTokenId: outer.image_token_index ?? outer.image_token_id ?? defaultImageToken,
    };
  },
  preprocess: (processor, { vision }) => singleView(processor, vision.imageSize),
};
