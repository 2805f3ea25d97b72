/** The outer part of config.json: what LLaVA-like models say about themselves around the two nested configs. */
import { z } from 'zod';
import { EngineError } from '../../errors.ts';
import { count, flag, sizes, words } from './config-fields.ts';
import { textSchemas, type TextConfig, type TextModelType } from './config-text.ts';
import { visionSchemas, type VisionConfig, type VisionModelType } from './config-vision.ts';
import { parseDocument, type JsonDocument } from '../../files/published-json.ts';
import { isObject } from '../../files/document.ts';
import { clip, quote } from '../../files/words.ts';

export const nested = z
  .looseObject({ model_type: words().optional() }, { error: 'must be an object' })
  .nullish();

const layerNumber = z.int().min(-sizes.layers).max(sizes.layers);

/** What a family's config class fills in for absent keys. */
export interface FamilyDefaults {
  /** `vision_config` when there is none at all; its model_type also where a given one lacks it. */
  readonly tower: { readonly model_type: VisionModelType } & Readonly<Record<string, unknown>>;
  /** True: the outer config's class decides on the tower, whatever a given `vision_config` calls itself. */
  readonly ownTower?: boolean;
  /** `text_config` when there is none at all. */
  readonly text?: Readonly<Record<string, unknown>>;
  readonly textModelType: TextModelType;
  /** `text_config.model_type`s that run in this family; the Llama kind unless said otherwise. */
  readonly textModelTypes?: readonly TextModelType[];
  readonly featureLayer: number;
  readonly strategy: 'default' | 'full';
  readonly imageToken: number;
  /** `tie_word_embeddings` of the outer config; false unless said otherwise. */
  readonly tiedHead?: boolean;
}

function outerSchema({ featureLayer, strategy, imageToken, tiedHead = false }: FamilyDefaults) {
  return z
    .object({
      vision_config: nested,
      text_config: nested,
      projector_hidden_act: words().default('gelu'),
      multimodal_projector_bias: flag().default(true),
      vision_feature_layer: z
        .union([layerNumber, z.tuple([layerNumber]).transform(([layer]) => layer)], {
          error: 'must be one layer number; features joined from several layers are not supported',
        })
        .default(featureLayer),
      vision_feature_select_strategy: z
        .enum(['default', 'full'], { error: "must be 'default' or 'full'" })
        .default(strategy),
      image_token_index: count(sizes.vocabulary, 0).optional(),
      image_token_id: count(sizes.vocabulary, 0).optional(),
      tie_word_embeddings: flag().default(tiedHead),
      quantization_config: z.unknown().optional(),
    })
    .transform(({ image_token_index: index, image_token_id: id, ...rest }) => ({
      ...rest,
      imageTokenId: index ?? id ?? imageToken,
    }));
}

export type VisionPart = { readonly modelType: VisionModelType; readonly config: VisionConfig };
export type TextPart = { readonly modelType: TextModelType; readonly config: TextConfig };

/** config.json with every default filled in, keys as Hugging Face spells them in `outer`, `vision.config`, `text.config`. */
export interface LlavaLikeConfig {
  readonly file: string;
  readonly outer: z.output<ReturnType<typeof outerSchema>>;
  readonly vision: VisionPart;
  readonly text: TextPart;
}

function has<T extends object>(table: T, key: PropertyKey): key is keyof T {
  return Object.hasOwn(table, key);
}

function unsupportedType(
  file: string,
  field: string,
  value: string,
  supported: readonly string[],
): EngineError {
  return new EngineError('unsupported', `${file}: ${field} ${quote(value)} is not supported`, {
    remedy: `supported: ${supported.join(', ')}`,
  });
}

/** `model_type` alone, to choose the family by. Throws `bad-checkpoint`. */
export function modelTypeOf(config: JsonDocument): string {
  return parseDocument(z.object({ model_type: words() }, { error: 'must be an object' }), config).model_type;
}

type Nested = Readonly<Record<string, unknown>> & { readonly model_type?: string | undefined };

function visionPart(file: string, value: Nested, { tower, ownTower }: FamilyDefaults): VisionPart {
  const stated = ownTower === true ? undefined : value.model_type;
  const modelType = stated ?? tower.model_type;
  // A tower that only one family has is no other one's.
  const towers =
    ownTower === true ? Object.keys(visionSchemas) : ['clip_vision_model', 'siglip_vision_model'];
  if (!has(visionSchemas, modelType) || !towers.includes(modelType)) {
    throw unsupportedType(file, 'vision_config.model_type', modelType, towers);
  }
  return { modelType, config: parseDocument(visionSchemas[modelType], { file, value }, ['vision_config']) };
}

/** Gemma is not among them: whether its embedding scale meets image rows too has changed between versions of transformers. */
const llamaKind: readonly TextModelType[] = ['llama', 'mistral', 'qwen2'];

/** Throws `bad-checkpoint`, or `unsupported` for another decoder than the family has. */
export function textPart(
  file: string,
  value: Nested,
  defaults: Pick<FamilyDefaults, 'textModelType' | 'textModelTypes'>,
): TextPart {
  const supported = defaults.textModelTypes ?? llamaKind;
  const stated = value.model_type ?? defaults.textModelType;
  const modelType = supported.find((known) => known === stated);
  if (modelType === undefined) throw unsupportedType(file, 'text_config.model_type', stated, supported);
  return { modelType, config: parseDocument(textSchemas[modelType], { file, value }, ['text_config']) };
}

/** ` (bitsandbytes, 4 bits)`, as far as it says. MLX writes no method. */
function quantisedHow(config: unknown): string {
  if (!isObject(config)) return '';
  const { quant_method: method, bits, w_bit: width, load_in_4bit: four, load_in_8bit: eight } = config;
  const count = [bits, width, four === true ? 4 : undefined, eight === true ? 8 : undefined].find(
    (value) => typeof value === 'number',
  );
  const by = typeof method === 'string' ? clip(method, 40) : config['group_size'] === undefined ? '' : 'MLX';
  const words = [by, count === undefined ? '' : `${String(count)} bits`].filter((word) => word !== '');
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

/** Throws `unsupported` for weights that are quantised. @param config `quantization_config` of config.json */
export function refuseQuantised(file: string, config: unknown): void {
  if (config === undefined || config === null) return;
  const fact = `${file}: quantization_config says that the weights are quantised${quantisedHow(config)}, which is not read`;
  throw new EngineError('unsupported', fact, { remedy: 'get the model in fp32, fp16 or bf16' });
}

/**
 * Checks config.json of a LLaVA-like model; absent keys get the family's defaults.
 * Throws `bad-checkpoint` for damage, `unsupported` for what we do not run.
 */
export function parseLlavaLikeConfig(document: JsonDocument, defaults: FamilyDefaults): LlavaLikeConfig {
  const { file } = document;
  const outer = parseDocument(outerSchema(defaults), document);
  refuseQuantised(file, outer.quantization_config);
  // Its class has defaults of its own, which are not SigLIP's.
  const usual = defaults.ownTower === true ? defaults.tower : {};
  const vision = visionPart(file, { ...usual, ...(outer.vision_config ?? defaults.tower) }, defaults);
  const text = textPart(file, outer.text_config ?? defaults.text ?? {}, defaults);
  return { file, outer, vision, text };
}
