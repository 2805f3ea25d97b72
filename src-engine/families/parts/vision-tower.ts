/** `vision_config` and the choice of features -> VisionSpec, for every family with a CLIP, SigLIP or InternViT tower. */
import type { LlavaLikeConfig } from './config-schema.ts';
import { EngineError } from '../../errors.ts';
import { activation } from './activation.ts';
import type { VisionSpec } from '../spec.ts';

/** Largest grid that is run; soft matching compares half of all pairs of patches. */
const maxPatches = 16_384;

const damaged = (fact: string) =>
  new EngineError('bad-checkpoint', fact, { remedy: { kind: 'download-again', what: 'it' } });
const unsupported = (fact: string, remedy: string) => new EngineError('unsupported', fact, { remedy });

/** `vision` of a config and which of its features are taken; `at`: where its keys stand, 'vision_config.' unless said. */
export type TowerConfig = Pick<LlavaLikeConfig, 'file' | 'vision'> & {
  readonly outer: Pick<LlavaLikeConfig['outer'], 'vision_feature_layer' | 'vision_feature_select_strategy'>;
  readonly at?: string;
};

/** Layers to run. Hidden state 0 is the embedding and state k the output of block k, so -1 is block L's. */
function executedLayers({ file, outer, vision }: TowerConfig): number {
  const layers = vision.config.num_hidden_layers;
  const asked = outer.vision_feature_layer;
  const executed = asked < 0 ? layers + 1 + asked : asked;
  if (executed < 0 || executed > layers) {
    throw damaged(`${file}: vision_feature_layer is ${asked}, but the tower has ${layers} layers`);
  }
  if (executed === 0) {
    throw unsupported(
      `${file}: vision_feature_layer ${asked} takes the features before the first layer, where nothing can merge`,
      'use a model that takes a later layer',
    );
  }
  return executed;
}

/** A class token must be dropped from the features and a tower without one must not lose its first patch. */
function checkStrategy({ file, outer, vision }: TowerConfig): void {
  const wanted = vision.modelType === 'siglip_vision_model' ? 'full' : 'default';
  const strategy = outer.vision_feature_select_strategy;
  if (strategy !== wanted) {
    throw unsupported(
      `${file}: vision_feature_select_strategy '${strategy}' is not supported with ${vision.modelType}, only '${wanted}' is`,
      'use a model with that pair',
    );
  }
}

/** Throws `bad-checkpoint` or `unsupported`. */
export function visionSpec(parsed: TowerConfig): VisionSpec {
  const { file, vision, at = 'vision_config.' } = parsed;
  const { config } = vision;
  const {
    hidden_size: width,
    num_attention_heads: heads,
    image_size: imageSize,
    patch_size: patchSize,
  } = config;
  checkStrategy(parsed);
  if (width % heads !== 0) {
    throw damaged(`${file}: ${at}hidden_size ${width} is not a multiple of num_attention_heads ${heads}`);
  }
  const gridSide = Math.floor(imageSize / patchSize);
  const patches = gridSide * gridSide;
  if (patches < 4 || patches > maxPatches) {
    throw unsupported(
      `${file}: ${at === '' ? 'it' : 'vision_config'} cuts ${imageSize} px into ${patches} patches of ${patchSize} px, but 4 to ${maxPatches} patches are supported`,
      'use another model',
    );
  }
  const clip = vision.modelType === 'clip_vision_model';
  return {
    layers: config.num_hidden_layers,
    executedLayers: executedLayers(parsed),
    width,
    heads,
    headDim: width / heads,
    mlpWidth: config.intermediate_size,
    imageSize,
    patchSize,
    gridSide,
    patches,
    classToken: vision.modelType !== 'siglip_vision_model',
    preNorm: clip,
    patchBias: !clip,
    activation: activation(file, `${at}hidden_act`, config.hidden_act),
    normEpsilon: config.layer_norm_eps,
  };
}
