/** The original LLaVA layout's documents in the words of Hugging Face's, so that one reader serves both. Reads no files. */
import { EngineError } from '../../errors.ts';
import { isObject } from '../../files/document.ts';
import type { JsonDocument } from '../../files/published-json.ts';
import type { OriginalFields } from './original-fields.ts';
import { show } from '../../files/words.ts';

/** `vision_config` of a CLIP model, or the config of its vision half alone. */
function towerConfig({ file, value }: JsonDocument): Record<string, unknown> {
  const config = isObject(value) ? value : {};
  const vision = config['vision_config'];
  const modelType = config['model_type'];
  if (modelType === 'clip' && isObject(vision)) return { ...vision, model_type: 'clip_vision_model' };
  if (modelType === 'clip_vision_model') return config;
  const fact = `${file}: model_type ${show(modelType)} is not supported as the vision tower of an original LLaVA model`;
  throw new EngineError('unsupported', fact, { remedy: 'supported: clip, clip_vision_model' });
}

/** Throws `unsupported` for a tower that is not CLIP. */
export function translatedConfig(
  { file, value }: JsonDocument,
  fields: OriginalFields,
  tower: JsonDocument,
  imageTokenId: number,
): JsonDocument {
  const quantised = isObject(value) ? value['quantization_config'] : undefined;
  return {
    file: `${file} (original LLaVA layout)`,
    value: {
      model_type: fields.cut === 'anyres' ? 'llava_next' : 'llava',
      text_config: { ...fields.text, model_type: fields.textModelType },
      vision_config: towerConfig(tower),
      vision_feature_layer: fields.featureLayer,
      vision_feature_select_strategy: fields.strategy,
      projector_hidden_act: 'gelu',
      image_token_index: imageTokenId,
      ...(fields.pinpoints === undefined ? {} : { image_grid_pinpoints: fields.pinpoints }),
      ...(quantised === undefined ? {} : { quantization_config: quantised }),
    },
  };
}

/** The tower's image processor, with what the original code does around it said as a later processor class says it. */
export function translatedProcessor(
  { file, value }: JsonDocument,
  { cut, pinpoints }: OriginalFields,
): JsonDocument {
  if (!isObject(value)) return { file, value };
  switch (cut) {
    case 'plain':
      return { file, value };
    case 'pad':
      return { file, value: { ...value, image_processor_type: 'LlavaImageProcessor', do_pad: true } };
    case 'anyres': {
      const next = { ...value, image_processor_type: 'LlavaNextImageProcessor' };
      return { file, value: pinpoints === undefined ? next : { ...next, image_grid_pinpoints: pinpoints } };
    }
  }
}
