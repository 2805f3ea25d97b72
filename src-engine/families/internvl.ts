/** InternVL3 and 3.5 as transformers writes them (`model_type: internvl`, `…-hf`): InternViT, squares of patches joined, tiles by ratio, Qwen. */
import { z } from 'zod';
import { EngineError } from '../errors.ts';
import { parseDocument, type JsonDocument } from '../files/published-json.ts';
import { between, flag } from './parts/config-fields.ts';
import type { Architecture, Family } from './family.ts';
import { expectedTensors } from './parts/expected-tensors.ts';
import { llavaKind, llavaLike } from './parts/llava-like.ts';
import { ratioTilesView } from './parts/tiled-view.ts';
import { reducedName } from './parts/tensor-names.ts';
import type { VisionSpec } from './spec.ts';

const defaults = {
  ownTower: true,
  tower: {
    model_type: 'internvl_vision',
    hidden_size: 1024,
    intermediate_size: 4096,
    num_hidden_layers: 24,
    num_attention_heads: 16,
    image_size: 448,
    patch_size: 14,
  },
  textModelType: 'qwen2',
  textModelTypes: ['qwen2', 'qwen3', 'llama'],
  featureLayer: -1,
  strategy: 'default',
  imageToken: 151_667,
  tiedHead: true,
} as const;

const ownFields = z.object({
  downsample_ratio: between(0, 1.01).default(0.5),
  vision_config: z
    .object({
      attention_bias: flag().default(false),
      use_qk_norm: flag().default(false),
      norm_type: z
        .enum(['layer_norm', 'rms_norm'], { error: "must be 'layer_norm' or 'rms_norm'" })
        .default('layer_norm'),
      use_mean_pooling: flag().default(true),
      use_absolute_position_embeddings: z
        .literal(true, { error: 'must be true to be supported' })
        .default(true),
    })
    .prefault({}),
});

/** A rest of the grid that fills no square would be a row that the model's own code cannot make. */
function squareSide(file: string, ratio: number, { vision }: Architecture): number {
  const square = Math.trunc(1 / ratio);
  if (square * ratio === 1 && vision.gridSide % square === 0) return square;
  const fact = `${file}: downsample_ratio ${ratio} does not cut the ${vision.gridSide} patches along a side of the view into whole squares`;
  throw new EngineError('bad-checkpoint', fact, { remedy: { kind: 'download-again', what: 'it' } });
}

function ownTower(own: z.output<typeof ownFields>['vision_config']): Partial<VisionSpec> {
  return {
    layerScale: true,
    ...(own.attention_bias ? {} : { attentionBias: false }),
    ...(own.use_qk_norm ? { qkNorm: true } : {}),
    ...(own.norm_type === 'rms_norm' ? { rmsNorm: true } : {}),
    ...(own.use_mean_pooling ? {} : { postNorm: true }),
  };
}

const names: readonly (readonly [RegExp, string])[] = [
  [/^vision_tower\.encoder\.layer\./u, 'vision_tower.encoder.layers.'],
  [/\.attention\.projection_layer\./u, '.self_attn.out_proj.'],
  [/^(vision_tower\..*)\.attention\./u, '$1.self_attn.'],
  [/\.layernorm_before\./u, '.layer_norm1.'],
  [/\.layernorm_after\./u, '.layer_norm2.'],
  [/^vision_tower\.layernorm\./u, 'vision_tower.post_layernorm.'],
  [/^vision_tower\.embeddings\.cls_token$/u, 'vision_tower.embeddings.class_embedding'],
  [/^vision_tower\.embeddings\.position_embeddings$/u, 'vision_tower.embeddings.position_embedding.weight'],
  [/^vision_tower\.embeddings\.patch_embeddings\.projection\./u, 'vision_tower.embeddings.patch_embedding.'],
];

/** Its tower keeps what others store as [D] with axes of one before it. */
const leadingOnes: Readonly<Record<string, number>> = { 'vision.class': 2, 'vision.position': 1 };

export const internvl: Family = {
  ...llavaKind,
  name: 'internvl',
  modelTypes: ['internvl'],
  usualDecoder: defaults.textModelType,
  architecture(config: JsonDocument) {
    const architecture = llavaLike('internvl', config, defaults);
    const own = parseDocument(ownFields, config);
    return {
      ...architecture,
      vision: { ...architecture.vision, ...ownTower(own.vision_config) },
      projector: {
        ...architecture.projector,
        bias: true,
        norm: true,
        square: squareSide(config.file, own.downsample_ratio, architecture),
      },
    };
  },
  preprocess: (processor, { vision }) => ratioTilesView(processor, vision.imageSize),
  tensors: (needs) =>
    expectedTensors(needs).map((tensor) => {
      const leading = leadingOnes[tensor.name];
      return leading === undefined ? tensor : { ...tensor, leading };
    }),
  storedName: (name) => names.reduce((found, [pattern, to]) => found.replace(pattern, to), reducedName(name)),
  connector: 'joined-squares',
  imageText: (_, placeholder) => `<img>${placeholder}</img>`,
};
