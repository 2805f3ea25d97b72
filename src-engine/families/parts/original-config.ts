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

/**
 * OneVision's tower. Its code takes the last block away when it opens a SigLIP, and the last one left gives the features, whatever
 * `mm_vision_select_layer` says.
 */
function siglipConfig({ file, value }: JsonDocument): Record<string, unknown> {
  const config = isObject(value) ? value : {};
  const vision = config['model_type'] === 'siglip_vision_model' ? config : config['vision_config'];
  const layers = isObject(vision) ? vision['num_hidden_layers'] : undefined;
  if (isObject(vision) && String(config['model_type']).startsWith('siglip') && typeof layers === 'number')
    return { ...vision, model_type: 'siglip_vision_model', num_hidden_layers: layers - 1 };
  const fact = `${file}: model_type ${show(config['model_type'])} with num_hidden_layers ${show(layers)} is not supported as the vision tower of an original LLaVA-OneVision model`;
  throw new EngineError('unsupported', fact, { remedy: 'supported: siglip, siglip_vision_model' });
}

/** Features, and cutting, of LLaVA-OneVision. Its own code has no token for videos, so that frames can only be given as images. */
function onevision(tower: JsonDocument, { ratio }: OriginalFields): Record<string, unknown> {
  return {
    model_type: 'llava_onevision',
    vision_config: siglipConfig(tower),
    vision_feature_layer: -1,
    vision_feature_select_strategy: 'full',
    vision_aspect_ratio: ratio,
    video_token_index: null,
  };
}

/** Throws `unsupported` for a tower that is not CLIP, or, of LLaVA-OneVision, not SigLIP. */
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
      text_config: { ...fields.text, model_type: fields.textModelType },
      ...(fields.cut === 'anyres-max'
        ? onevision(tower, fields)
        : {
            model_type: fields.cut === 'anyres' ? 'llava_next' : 'llava',
            vision_config: towerConfig(tower),
            vision_feature_layer: fields.featureLayer,
            vision_feature_select_strategy: fields.strategy,
          }),
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
    case 'anyres':
    case 'anyres-max': {
      const type = cut === 'anyres' ? 'LlavaNextImageProcessor' : 'LlavaOnevisionImageProcessor';
      const next = { ...value, image_processor_type: type };
      return { file, value: pinpoints === undefined ? next : { ...next, image_grid_pinpoints: pinpoints } };
    }
  }
}
