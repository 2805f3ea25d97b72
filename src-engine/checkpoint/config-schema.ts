/** The outer part of config.json: what LLaVA-like models say about themselves around the two nested configs. */
import { z } from 'zod';
import { EngineError } from '../errors.ts';
import { count, flag, sizes, words } from './config-fields.ts';
import { textSchemas, type TextConfig, type TextModelType } from './config-text.ts';
import { visionSchemas, type VisionConfig, type VisionModelType } from './config-vision.ts';
import { parseDocument, type JsonDocument } from './json-file.ts';
import { quote } from './words.ts';

const nested = z.looseObject({ model_type: words().optional() }, { error: 'must be an object' }).nullish();

const layerNumber = z.int().min(-sizes.layers).max(sizes.layers);

const outerSchema = z.object({
  model_type: words(),
  vision_config: nested,
  text_config: nested,
  projector_hidden_act: words().default('gelu'),
  multimodal_projector_bias: flag().default(true),
  vision_feature_layer: z
    .union([layerNumber, z.tuple([layerNumber]).transform(([layer]) => layer)], {
      error: 'must be one layer number; features joined from several layers are not supported',
    })
    .default(-2),
  vision_feature_select_strategy: z
    .enum(['default', 'full'], { error: "must be 'default' or 'full'" })
    .default('default'),
  image_token_index: count(sizes.vocabulary, 0).optional(),
  image_token_id: count(sizes.vocabulary, 0).optional(),
  tie_word_embeddings: flag().default(false),
  quantization_config: z.unknown().optional(),
});

export type VisionPart = { readonly modelType: VisionModelType; readonly config: VisionConfig };
export type TextPart = { readonly modelType: TextModelType; readonly config: TextConfig };

/** config.json with every default filled in, keys as Hugging Face spells them in `outer`, `vision.config`, `text.config`. */
export interface LlavaLikeConfig {
  readonly file: string;
  readonly outer: z.output<typeof outerSchema>;
  readonly vision: VisionPart;
  readonly text: TextPart;
}

/** The tower that LlavaConfig assumes when config.json has no `vision_config` at all: CLIP ViT-L/14-336. */
const llavaTower = {
  model_type: 'clip_vision_model',
  hidden_size: 1024,
  intermediate_size: 4096,
  num_hidden_layers: 24,
  num_attention_heads: 16,
  image_size: 336,
  patch_size: 14,
};

function has<T extends object>(table: T, key: PropertyKey): key is keyof T {
  return Object.hasOwn(table, key);
}

function unsupportedType(file: string, field: string, value: string, table: object): EngineError {
  const supported = Object.keys(table).join(', ');
  return new EngineError(
    'unsupported',
    `${file}: ${field} ${quote(value)} is not supported; supported: ${supported}.`,
  );
}

/** `model_type` alone, to choose the family by. Throws `bad-checkpoint`. */
export function modelTypeOf(config: JsonDocument): string {
  return parseDocument(z.object({ model_type: words() }, { error: 'must be an object' }), config).model_type;
}

export function visionPart(
  file: string,
  value: Record<string, unknown> & { model_type?: string | undefined },
): VisionPart {
  const modelType = value.model_type ?? 'clip_vision_model';
  if (!has(visionSchemas, modelType))
    throw unsupportedType(file, 'vision_config.model_type', modelType, visionSchemas);
  return { modelType, config: parseDocument(visionSchemas[modelType], { file, value }, ['vision_config']) };
}

export function textPart(
  file: string,
  value: Record<string, unknown> & { model_type?: string | undefined },
): TextPart {
  const modelType = value.model_type ?? 'llama';
  if (!has(textSchemas, modelType))
    throw unsupportedType(file, 'text_config.model_type', modelType, textSchemas);
  return { modelType, config: parseDocument(textSchemas[modelType], { file, value }, ['text_config']) };
}

/** Checks config.json of a LLaVA-like model. Throws `bad-checkpoint` for damage, `unsupported` for what we do not run. */
export function parseLlavaLikeConfig(document: JsonDocument): LlavaLikeConfig {
  const { file } = document;
  const outer = parseDocument(outerSchema, document);
  if (outer.quantization_config !== undefined && outer.quantization_config !== null) {
    const message = `${file}: quantization_config says that the weights are quantised, which is not read; get the model in fp32, fp16 or bf16.`;
    throw new EngineError('unsupported', message);
  }
  const vision = visionPart(file, outer.vision_config ?? llavaTower);
  const text = textPart(file, outer.text_config ?? {});
  return { file, outer, vision, text };
}
