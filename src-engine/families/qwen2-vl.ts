/** Qwen2-VL (`model_type: qwen2_vl`): grids of any shape, every patch looks at all, squares of patches joined, positions in three directions; video. */
import { z } from 'zod';
import { parseDocument, type JsonDocument } from '../files/published-json.ts';
import type { Architecture, Family } from './family.ts';
import { activation } from './parts/activation.ts';
import { count, sizes, words } from './parts/config-fields.ts';
import { layerNorm, linear, textTensors } from './parts/expected-tensors.ts';
import {
  attentionTensors,
  checkWidths,
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
import type { TextSpec, VisionSpec } from './spec.ts';

const towerSchema = z.object({
  ...towerFields(14),
  depth: count(sizes.layers).default(32),
  embed_dim: count(sizes.width).default(1280),
  /** Of a row, not of the tower. */
  hidden_size: count(sizes.width).default(3584),
  hidden_act: words().default('quick_gelu'),
  mlp_ratio: count(64).default(4),
});

const outerSchema = z.object({ ...outerFields, vision_config: towerSchema.prefault({}) });

const decoder = { type: 'qwen2_vl_text', sections: [16, 24, 24], interleaved: false } as const;

function towerSpec(file: string, tower: z.output<typeof towerSchema>, text: TextSpec): VisionSpec {
  const { embed_dim: width, num_heads: heads, hidden_size: rows } = tower;
  checkWidths(file, { width, field: 'embed_dim', heads, rows, rowsField: 'hidden_size' }, text);
  return rotaryTower(tower, {
    layers: tower.depth,
    width,
    mlpWidth: tower.mlp_ratio * width,
    patchBias: false,
    activation: activation(file, 'vision_config.hidden_act', tower.hidden_act),
  });
}

export const qwen2Vl: Family = {
  ...qwenVlKind,
  ...qwenVlVideo,
  name: 'qwen2-vl',
  modelTypes: ['qwen2_vl'],
  usualDecoder: decoder.type,
  architecture(config: JsonDocument): Architecture {
    const { file } = config;
    const outer = parseDocument(outerSchema, config);
    const tower = outer.vision_config;
    const text = directedText(file, outer, decoderConfig(config, outer.text_config), decoder);
    const vision = towerSpec(file, tower, text);
    return {
      family: 'qwen2-vl',
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
      ...layerNorm(`${name}.norm1`, `${stored}.norm1`, width),
      ...attentionTensors(name, stored, width),
      ...layerNorm(`${name}.norm2`, `${stored}.norm2`, width),
      ...linear(`${name}.mlp.up`, `${stored}.mlp.fc1`, mlpWidth, width, true),
      ...linear(`${name}.mlp.down`, `${stored}.mlp.fc2`, width, mlpWidth, true),
    ];
    const norm = layerNorm('vision.postNorm', 'vision_tower.merger.ln_q', width);
    return [...sequentialTensors(needs, block, norm), ...textTensors(needs.text)];
  },
};
