/** LLaVA-NeXT, also called LLaVA-1.6 (`model_type: llava_next`): base view and crops, unpadded, a newline after each grid row. */
import { anyResSchema } from './parts/config-anyres.ts';
import { parseDocument } from '../files/published-json.ts';
import { checkedPinpoints, preprocessAnyRes } from './parts/anyres.ts';
import type { Family } from './family.ts';
import { clipLarge, llavaLike, llavaKind } from './parts/llava-like.ts';

const defaults = {
  tower: clipLarge,
  textModelType: 'llama',
  featureLayer: -2,
  strategy: 'default',
  imageToken: 32_000,
} as const;

const defaultPinpoints = [
  [336, 672],
  [672, 336],
  [672, 672],
  [1008, 336],
  [336, 1008],
] as const;

export const llavaNext: Family = {
  ...llavaKind,
  name: 'llava-next',
  modelTypes: ['llava_next'],
  usualDecoder: defaults.textModelType,
  architecture(config) {
    const architecture = llavaLike('llava-next', config, defaults);
    const { image_grid_pinpoints: given } = parseDocument(anyResSchema, config);
    const side = architecture.vision.imageSize;
    const pinpoints = checkedPinpoints(config.file, given ?? defaultPinpoints, side);
    return { ...architecture, newline: true, anyres: { pinpoints, singleImageOnly: false } };
  },
  preprocess: preprocessAnyRes,
};
