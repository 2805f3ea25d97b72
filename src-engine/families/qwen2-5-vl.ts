/** Qwen2.5-VL (`model_type: qwen2_5_vl`): video with time in seconds, grids of any shape, attention within windows, squares of patches joined, positions in three directions. */
import { z } from 'zod';
import { parseDocument, type JsonDocument } from '../files/published-json.ts';
import type { Architecture, Family } from './family.ts';
import { activation } from './parts/activation.ts';
import { between, count, sizes, words } from './parts/config-fields.ts';
import { linear, textTensors, weight } from './parts/expected-tensors.ts';
import {
  attentionTensors,
  checkWidths,
  damagedTower,
  decoderConfig,
  directedText,
  outerFields,
  qwenVlKind,
  qwenVlVideo,
  rotaryTower,
  sequentialTensors,
  squareProjector,
  towerFields,
} from './parts/qwen-vl.ts';
import type { GridWindows, TextSpec, VisionSpec } from './spec.ts';

const towerSchema = z.object({
  ...towerFields(14),
  depth: count(sizes.layers).default(32),
  hidden_size: count(sizes.width).default(3584),
  hidden_act: words().default('silu'),
  intermediate_size: count(sizes.mlpWidth).default(3420),
  window_size: count(sizes.imageSide).default(112), // px
  out_hidden_size: count(sizes.width).default(3584),
  fullatt_block_indexes: z
    .array(count(sizes.layers, 0), { error: 'must be a list of layer numbers' })
    .default([7, 15, 23, 31]),
  tokens_per_second: between(0, 1e4).default(4),
});

const outerSchema = z.object({ ...outerFields, vision_config: towerSchema.prefault({}) });

type Tower = z.output<typeof towerSchema>;

const decoder = { type: 'qwen2_5_vl_text', sections: [16, 24, 24], interleaved: false } as const;

/** Where nobody says how many frames a second has, transformers takes these. */
const framesPerSecond = 24;

function timeStep({ tokens_per_second: perSecond, temporal_patch_size: span }: Tower): number {
  return perSecond * (span / framesPerSecond);
}

/** A window's side in patches: whole squares. */
function windows(file: string, tower: Tower): GridWindows {
  const { window_size: size, spatial_merge_size: square, patch_size: patch } = tower;
  const squares = Math.floor(Math.floor(size / square) / patch);
  if (squares > 0) return { side: squares * square, wholeLayers: tower.fullatt_block_indexes };
  const fact = `window_size ${size} holds no square of ${square} x ${square} patches of ${patch} px`;
  throw damagedTower(file, fact);
}

function towerSpec(file: string, tower: Tower, text: TextSpec): VisionSpec {
  const { hidden_size: width, num_heads: heads, out_hidden_size: rows } = tower;
  checkWidths(file, { width, field: 'hidden_size', heads, rows, rowsField: 'out_hidden_size' }, text);
  const { freeGrid, ...spec } = rotaryTower(tower, {
    layers: tower.depth,
    width,
    mlpWidth: tower.intermediate_size,
    patchBias: false,
    activation: activation(file, 'vision_config.hidden_act', tower.hidden_act),
  });
  return {
    ...spec,
    rmsNorm: true,
    gatedMlp: true,
    ...(freeGrid && { freeGrid: { ...freeGrid, windows: windows(file, tower) } }),
  };
}

export const qwen25Vl: Family = {
  ...qwenVlKind,
  ...qwenVlVideo,
  name: 'qwen2.5-vl',
  modelTypes: ['qwen2_5_vl'],
  usualDecoder: decoder.type,
  architecture(config: JsonDocument): Architecture {
    const { file } = config;
    const outer = parseDocument(outerSchema, config);
    const tower = outer.vision_config;
    const text = directedText(file, outer, decoderConfig(config, outer.text_config), {
      ...decoder,
      timeStep: timeStep(tower),
    });
    const vision = towerSpec(file, tower, text);
    return {
      family: 'qwen2.5-vl',
      vision,
      projector: squareProjector(tower, vision),
      text,
      imageTokenId: outer.image_token_id,
      videoTokenId: outer.video_token_id,
    };
  },
  tensors(needs) {
    const { width, mlpWidth } = needs.vision;
    const block = (name: string, stored: string) => [
      weight(`${name}.norm1`, `${stored}.norm1`, width),
      ...attentionTensors(name, stored, width),
      weight(`${name}.norm2`, `${stored}.norm2`, width),
      ...linear(`${name}.mlp.gate`, `${stored}.mlp.gate_proj`, mlpWidth, width, true),
      ...linear(`${name}.mlp.up`, `${stored}.mlp.up_proj`, mlpWidth, width, true),
      ...linear(`${name}.mlp.down`, `${stored}.mlp.down_proj`, width, mlpWidth, true),
    ];
    const norm = [weight('vision.postNorm', 'vision_tower.merger.ln_q', width)];
    return [...sequentialTensors(needs, block, norm), ...textTensors(needs.text)];
  },
};
