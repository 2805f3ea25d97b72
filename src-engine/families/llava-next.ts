/** LLaVA-NeXT, also called LLaVA-1.6 (`model_type: llava_next`): base view and crops, unpadded, a newline after each grid row. */
import { anyResSchema } from './parts/config-anyres.ts';
import { parseDocument, type JsonDocument } from '../files/published-json.ts';
import { checkedPinpoints, preprocessAnyRes } from './parts/anyres.ts';
import type { Architecture, Family } from './family.ts';
import { clipLarge, llavaLike, llavaKind } from './parts/llava-like.ts';
import type { VisionSpec } from './spec.ts';

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

/** How pictures are cut and laid out. Throws like `architecture`. */
export function nextAnyRes(
  config: JsonDocument,
  { imageSize }: Pick<VisionSpec, 'imageSize'>,
): Pick<Architecture, 'newline' | 'anyres'> {
  const { image_grid_pinpoints: given } = parseDocument(anyResSchema, config);
  const pinpoints = checkedPinpoints(config.file, given ?? defaultPinpoints, imageSize);
  return { newline: true, anyres: { pinpoints, singleImageOnly: false } };
}

export const llavaNext: Family = {
  ...llavaKind,
  name: 'llava-next',
  modelTypes: ['llava_next'],
  usualDecoder: defaults.textModelType,
  architecture(config) {
    const architecture = llavaLike('llava-next', config, defaults);
    return { ...architecture, ...nextAnyRes(config, architecture.vision) };
  },
  preprocess: preprocessAnyRes,
};
