/** Gemma 3 (`model_type: gemma3`, 4B to 27B): SigLIP of 896 px, squares of patches averaged, a decoder whose images see themselves whole. */
import { z } from 'zod';
import { EngineError } from '../errors.ts';
import { parseDocument, type JsonDocument } from '../files/published-json.ts';
import { count, sizes } from './parts/config-fields.ts';
import { expectedTensors } from './parts/expected-tensors.ts';
import type { Architecture, Family } from './family.ts';
import { llavaKind, llavaLike } from './parts/llava-like.ts';
import { singleView } from './parts/single-view.ts';

const defaults = {
  tower: {
    model_type: 'siglip_vision_model',
    hidden_size: 768,
    intermediate_size: 3072,
    num_hidden_layers: 12,
    num_attention_heads: 12,
    image_size: 224,
    patch_size: 16,
  },
  textModelType: 'gemma3_text',
  textModelTypes: ['gemma3_text'],
  featureLayer: -1,
  strategy: 'full',
  imageToken: 262_144,
  tiedHead: true,
} as const;

const ownFields = z.object({ mm_tokens_per_image: count(sizes.positions).default(256) });

/** Patches along one side of the square that becomes a row. The model's own code would drop what fills none. */
function squareSide(config: JsonDocument, { vision }: Architecture): number {
  const { mm_tokens_per_image: rows } = parseDocument(ownFields, config);
  const square = vision.gridSide / Math.sqrt(rows);
  if (Number.isInteger(square)) return square;
  const fact = `${config.file}: mm_tokens_per_image is ${rows}, but the ${vision.gridSide} x ${vision.gridSide} patches of a view do not make so many whole squares`;
  throw new EngineError('bad-checkpoint', fact, { remedy: { kind: 'download-again', what: 'it' } });
}

/** As they are stored, without the prefixes that writers add. */
const storedNames: Readonly<Record<string, string>> = {
  'projector.norm.weight': 'multi_modal_projector.mm_soft_emb_norm.weight',
  'projector.linear1.weight': 'multi_modal_projector.mm_input_projection_weight',
};

export const gemma3: Family = {
  ...llavaKind,
  name: 'gemma3',
  modelTypes: ['gemma3'],
  usualDecoder: defaults.textModelType,
  architecture(config) {
    const architecture = llavaLike('gemma3', config, defaults);
    const { vision, text } = architecture;
    return {
      ...architecture,
      vision: { ...vision, postNorm: true },
      projector: {
        layers: 1,
        bias: false,
        square: squareSide(config, architecture),
        mean: true,
        rmsNorm: { epsilon: vision.normEpsilon },
        inputsFirst: true,
      },
      text: { ...text, prefixAttention: 'images' },
    };
  },
  preprocess: (processor, { vision }) => singleView(processor, vision.imageSize),
  tensors: (needs) =>
    expectedTensors(needs).map((tensor) => ({
      ...tensor,
      stored: storedNames[tensor.name] ?? tensor.stored,
    })),
  connector: 'joined-squares',
  imageMark: 'boi_token',
  imageText: (_, placeholder, named) =>
    `\n\n${named.get('boi_token') ?? '<start_of_image>'}${placeholder}${named.get('eoi_token') ?? '<end_of_image>'}\n\n`,
};
