/** Idefics3, SmolVLM and SmolVLM2 (`model_type: idefics3`, `smolvlm`): tiles and an overview, SigLIP, squares of patches joined, a Llama decoder. */
import { z } from 'zod';
import { EngineError } from '../errors.ts';
import { parseDocument, type JsonDocument } from '../files/published-json.ts';
import { count } from './parts/config-fields.ts';
import type { Architecture, Family } from './family.ts';
import { llavaKind, llavaLike } from './parts/llava-like.ts';
import { reducedName } from './parts/tensor-names.ts';
import { tiledView } from './parts/tiled-view.ts';

const defaults = {
  // The outer config's class decides on the tower, whatever `vision_config` calls it.
  ownTower: true,
  tower: {
    model_type: 'siglip_vision_model',
    hidden_size: 1152,
    intermediate_size: 3072,
    num_hidden_layers: 12,
    num_attention_heads: 16,
    image_size: 224,
    patch_size: 32,
  },
  text: { rms_norm_eps: 1e-5 },
  textModelType: 'llama',
  featureLayer: -1,
  strategy: 'full',
  imageToken: 128_257,
} as const;

const joiningSchema = z.object({ scale_factor: count(64).default(2) });

/** A rest of the grid that fills no square would be a row that the model's own code cannot make. */
function squareSide(config: JsonDocument, { vision }: Architecture): number {
  const { scale_factor: square } = parseDocument(joiningSchema, config);
  if (vision.gridSide % square === 0) return square;
  const fact = `${config.file}: scale_factor is ${square}, which does not divide the ${vision.gridSide} patches along a side of the view`;
  throw new EngineError('bad-checkpoint', fact, { remedy: { kind: 'download-again', what: 'it' } });
}

const names: readonly (readonly [RegExp, string])[] = [
  [/^model\.vision_model\./u, 'vision_tower.'],
  [/^model\.text_model\./u, 'language_model.'],
  [/^model\.connector\.modality_projection\.proj\./u, 'multi_modal_projector.linear.'],
];

export const idefics3: Family = {
  ...llavaKind,
  name: 'idefics3',
  modelTypes: ['idefics3', 'smolvlm'],
  usualDecoder: defaults.textModelType,
  architecture(config) {
    const architecture = llavaLike('idefics3', config, defaults);
    return {
      ...architecture,
      vision: { ...architecture.vision, postNorm: true },
      projector: { layers: 1, bias: false, square: squareSide(config, architecture) },
    };
  },
  preprocess: (processor, { vision }) => tiledView(processor, vision.imageSize),
  storedName: (name) => names.reduce((found, [pattern, to]) => found.replace(pattern, to), reducedName(name)),
  connector: 'joined-squares',
  imageText(crops, placeholder) {
    const around = '<fake_token_around_image>';
    const overview = `${around}<global-img>${placeholder}${around}`;
    if (crops === undefined) return overview;
    const tile = (row: number, column: number) => `${around}<row_${row + 1}_col_${column + 1}>${placeholder}`;
    const rows = Array.from({ length: crops.rows }, (_, row) =>
      Array.from({ length: crops.columns }, (__, column) => tile(row, column)).join(''),
    );
    return `${rows.map((row) => `${row}\n`).join('')}\n${overview}`;
  },
};
