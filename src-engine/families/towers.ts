/**
 * Encoders of images alone: CLIP and SigLIP of a fixed size, whole or their vision half. They encode, and their merging can be looked at and
 * calibrated; there is no language model that could be asked.
 */
import { z } from 'zod';
import { isObject } from '../files/document.ts';
import { parseDocument, type JsonDocument } from '../files/published-json.ts';
import { refuseQuantised } from './parts/config-schema.ts';
import { visionSchemas } from './parts/config-vision.ts';
import { reducedName } from './parts/tensor-names.ts';
import { visionSpec } from './parts/vision-tower.ts';
import type { VisionSpec } from './spec.ts';

export interface TowerFamily {
  readonly name: 'clip' | 'siglip';
  /** Throws `bad-checkpoint` or `unsupported`, naming the field. */
  vision(config: JsonDocument): VisionSpec;
}

const anyObject = z.looseObject({ quantization_config: z.unknown().optional() });

/**
 * The features are transformers' `last_hidden_state`: behind all blocks, and in SigLIP behind the last norm, which CLIP puts over its pooled
 * class token alone.
 */
function towerFamily(
  name: TowerFamily['name'],
  half: 'clip_vision_model' | 'siglip_vision_model',
): TowerFamily {
  const siglip = half === 'siglip_vision_model';
  return {
    name,
    vision(document) {
      const { file, value } = document;
      refuseQuantised(file, parseDocument(anyObject, document).quantization_config);
      const whole = isObject(value) && value['model_type'] === name;
      const at = whole ? 'vision_config.' : '';
      const config = parseDocument(
        visionSchemas[half],
        { file, value: whole ? visionHalf(value) : value },
        whole ? ['vision_config'] : [],
      );
      const outer = {
        vision_feature_layer: -1,
        vision_feature_select_strategy: siglip ? 'full' : 'default',
      } as const;
      const vision = visionSpec({ file, at, outer, vision: { modelType: half, config } });
      return siglip ? { ...vision, postNorm: true } : vision;
    },
  };
}

/** In early files of CLIP a `vision_config_dict`, defaults and all, goes before `vision_config`, as transformers 5.24 reads them. */
function visionHalf(config: object): unknown {
  const early: unknown = Reflect.get(config, 'vision_config_dict');
  return isObject(early) ? early : (Reflect.get(config, 'vision_config') ?? {});
}

const clip = towerFamily('clip', 'clip_vision_model');
const siglip = towerFamily('siglip', 'siglip_vision_model');

const towers: ReadonlyMap<string, TowerFamily> = new Map([
  ['clip', clip],
  ['clip_vision_model', clip],
  ['siglip', siglip],
  ['siglip_vision_model', siglip],
]);

/** `model_type`s of config.json. SigLIP 2 of a fixed size calls itself `siglip`. */
export const towerModelTypes: readonly string[] = [...towers.keys()];

/** Undefined for a model that is no tower alone. */
export function towerOf(config: JsonDocument): TowerFamily | undefined {
  const modelType = isObject(config.value) ? config.value['model_type'] : undefined;
  return typeof modelType === 'string' ? towers.get(modelType) : undefined;
}

/**
 * The tensor's name within a model: `vision_model.encoder.x`, or `encoder.x` as transformers 5 writes a vision half by itself ->
 * `vision_tower.encoder.x`.
 */
export function towerStoredName(stored: string): string {
  return reducedName(`vision_tower.${stored}`);
}
