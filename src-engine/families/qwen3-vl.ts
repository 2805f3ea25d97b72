/** Qwen3-VL, dense (`model_type: qwen3_vl`): grids of any shape, squares of patches joined, DeepStack, positions in three directions. */
import { z } from 'zod';
import { parseDocument, type JsonDocument } from '../files/published-json.ts';
import type { Architecture, Family } from './family.ts';
import { activation } from './parts/activation.ts';
import { count, sizes, words } from './parts/config-fields.ts';
import { layerNorm, linear, textTensors, weight } from './parts/expected-tensors.ts';
import type { ExpectedTensor, TensorNeeds } from './parts/expected-tensors.ts';
import {
  attentionTensors,
  checkWidths,
  damagedTower,
  directedText,
  outerFields,
  qwenVlKind,
  rotaryTower,
  squareProjector,
  towerFields,
} from './parts/qwen-vl.ts';
import type { TextSpec, VisionSpec } from './spec.ts';

const decoder = { type: 'qwen3_vl_text', sections: [24, 20, 20], interleaved: true } as const;

const towerSchema = z.object({
  ...towerFields(16),
  depth: count(sizes.layers).default(27),
  hidden_size: count(sizes.width).default(1152),
  hidden_act: words().default('gelu_pytorch_tanh'),
  intermediate_size: count(sizes.mlpWidth).default(4304),
  in_channels: z.literal(3, { error: 'must be 3' }).default(3),
  out_hidden_size: count(sizes.width).default(3584),
  num_position_embeddings: count(1_048_576).default(2304),
  deepstack_visual_indexes: z
    .array(count(sizes.layers, 0), { error: 'must be a list of layer numbers' })
    .default([8, 16, 24]),
});

const outerSchema = z.object({ ...outerFields, vision_config: towerSchema.prefault({}) });

type Tower = z.output<typeof towerSchema>;

function checkTower(file: string, tower: Tower, text: TextSpec): void {
  const { hidden_size: width, num_heads: heads, num_position_embeddings: places, depth } = tower;
  const rows = tower.out_hidden_size;
  checkWidths(file, { width, field: 'hidden_size', heads, rows, rowsField: 'out_hidden_size' }, text);
  if (!Number.isInteger(Math.sqrt(places)))
    throw damagedTower(file, `num_position_embeddings ${places} makes no square table`);
  const layers = tower.deepstack_visual_indexes;
  const beyond = layers.find((layer) => layer >= depth);
  if (beyond !== undefined)
    throw damagedTower(file, `deepstack_visual_indexes names layer ${beyond}, but depth is ${depth}`);
  if (new Set(layers).size < layers.length || layers.length > text.layers)
    throw damagedTower(
      file,
      `deepstack_visual_indexes [${layers.join(', ')}] names a layer twice or too many`,
    );
}

function towerSpec(file: string, tower: Tower): VisionSpec {
  const deepStack = tower.deepstack_visual_indexes;
  return {
    ...rotaryTower(tower, {
      layers: tower.depth,
      width: tower.hidden_size,
      mlpWidth: tower.intermediate_size,
      patchBias: true,
      activation: activation(file, 'vision_config.hidden_act', tower.hidden_act),
      gridSide: Math.sqrt(tower.num_position_embeddings),
    }),
    ...(deepStack.length === 0 ? {} : { deepStack }),
  };
}

function towerTensors({ vision, projector, text }: TensorNeeds): ExpectedTensor[] {
  const { width, mlpWidth, patchSize, patches, deepStack = [], freeGrid, layers } = vision;
  const { square = 1, hidden = text.width } = projector;
  const joined = square ** 2 * width;
  const joins = (name: string, stored: string) => [
    ...linear(`${name}.linear1`, `${stored}.linear_fc1`, hidden, joined, true),
    ...linear(`${name}.linear2`, `${stored}.linear_fc2`, text.width, hidden, true),
  ];
  const block = (index: number): ExpectedTensor[] => {
    const [name, stored] = [`vision.layers.${index}`, `vision_tower.blocks.${index}`];
    return [
      ...layerNorm(`${name}.norm1`, `${stored}.norm1`, width),
      ...attentionTensors(name, stored, width),
      ...layerNorm(`${name}.norm2`, `${stored}.norm2`, width),
      ...linear(`${name}.mlp.up`, `${stored}.mlp.linear_fc1`, mlpWidth, width, true),
      ...linear(`${name}.mlp.down`, `${stored}.mlp.linear_fc2`, width, mlpWidth, true),
    ];
  };
  const patch = 'vision_tower.patch_embed.proj';
  return [
    weight('vision.patch', patch, width, 3, freeGrid?.frames ?? 1, patchSize, patchSize),
    { name: 'vision.patch.bias', stored: `${patch}.bias`, shape: [width] },
    { name: 'vision.position', stored: 'vision_tower.pos_embed.weight', shape: [patches, width] },
    ...Array.from({ length: layers }, (_, index) => block(index)).flat(),
    ...layerNorm('vision.postNorm', 'vision_tower.merger.norm', width),
    ...joins('projector', 'vision_tower.merger'),
    ...deepStack.flatMap((_, index) => {
      const [name, stored] = [`projector.deep.${index}`, `vision_tower.deepstack_merger_list.${index}`];
      return [...layerNorm(`${name}.norm`, `${stored}.norm`, joined), ...joins(name, stored)];
    }),
  ];
}

export const qwen3Vl: Family = {
  ...qwenVlKind,
  noVideo: 'the time of every two frames would have to stand in words between them',
  name: 'qwen3-vl',
  modelTypes: ['qwen3_vl'],
  usualDecoder: decoder.type,
  architecture(config: JsonDocument): Architecture {
    const { file } = config;
    const outer = parseDocument(outerSchema, config);
    const tower = outer.vision_config;
    const text = directedText(file, outer, outer.text_config ?? {}, decoder);
    checkTower(file, tower, text);
    const vision = towerSpec(file, tower);
    const further = tower.deepstack_visual_indexes.length;
    return {
      family: 'qwen3-vl',
      vision,
      projector: squareProjector(tower, vision),
      text: { ...text, ...(further === 0 ? {} : { deepStack: further }) },
      imageTokenId: outer.image_token_id,
    };
  },
  tensors: (needs) => [...towerTensors(needs), ...textTensors(needs.text)],
};
