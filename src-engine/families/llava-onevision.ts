/** LLaVA-OneVision (`model_type: llava_onevision`): AnyRes with a shrunken grid for one image, one view each for several, video. */
import { frameView } from './parts/anyres-view.ts';
import { anyResSchema } from './parts/config-anyres.ts';
import { parseDocument } from '../files/published-json.ts';
import { quote } from '../files/words.ts';
import { EngineError } from '../errors.ts';
import { checkedPinpoints, preprocessAnyRes } from './parts/anyres.ts';
import type { Family } from './family.ts';
import { llavaLike, llavaKind } from './parts/llava-like.ts';
import type { AnyResSpec } from './spec.ts';

const defaults = {
  tower: {
    model_type: 'siglip_vision_model',
    hidden_size: 1152,
    intermediate_size: 4304,
    num_hidden_layers: 26,
    num_attention_heads: 16,
    image_size: 384,
    patch_size: 14,
  },
  textModelType: 'qwen2',
  featureLayer: -1,
  strategy: 'full',
  imageToken: 151_646,
} as const;

const defaultVideoToken = 151_647;

/** Every grid of 1 to 6 by 1 to 6 views of 384 px. */
const defaultPinpoints: AnyResSpec['pinpoints'] = Array.from({ length: 36 }, (_, i) => [
  384 * (1 + Math.floor(i / 6)),
  384 * (1 + (i % 6)),
]);

/** `anyres_max_9` -> 9. */
function maxViews(file: string, ratio: string): number {
  const views = Number(/^anyres_max_(\d{1,4})$/u.exec(ratio)?.[1] ?? 0);
  if (views > 0) return views;
  const fact = `${file}: vision_aspect_ratio ${quote(ratio)} is not supported, only 'anyres_max_N' with a number N is`;
  throw new EngineError('unsupported', fact, { remedy: 'use a model with that layout' });
}

export const llavaOnevision: Family = {
  ...llavaKind,
  name: 'llava-onevision',
  modelTypes: ['llava_onevision'],
  usualDecoder: defaults.textModelType,
  architecture(config) {
    const architecture = llavaLike('llava-onevision', config, defaults);
    const fields = parseDocument(anyResSchema, config);
    const side = architecture.vision.imageSize;
    return {
      ...architecture,
      newline: true,
      anyres: {
        pinpoints: checkedPinpoints(config.file, fields.image_grid_pinpoints ?? defaultPinpoints, side),
        maxViews: maxViews(config.file, fields.vision_aspect_ratio),
        singleImageOnly: true,
      },
      ...(fields.video_token_index === null
        ? {}
        : { videoTokenId: fields.video_token_index ?? fields.video_token_id ?? defaultVideoToken }),
    };
  },
  preprocess: preprocessAnyRes,
  preprocessFrame: (processor, { vision }) => frameView(processor, vision.imageSize),
};
