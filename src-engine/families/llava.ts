/** LLaVA-1.5 and its kin (`model_type: llava`): one view per image. */
import { singleView } from './parts/single-view.ts';
import type { Family } from './family.ts';
import { clipLarge, llavaLike } from './parts/llava-like.ts';

const defaults = {
  tower: clipLarge,
  textModelType: 'llama',
  featureLayer: -2,
  strategy: 'default',
  imageToken: 32_000,
} as const;

export const llava: Family = {
  modelType: 'llava',
  architecture: (config) => llavaLike('llava', config, defaults),
  preprocess: (processor, { vision }) => singleView(processor, vision.imageSize),
};
