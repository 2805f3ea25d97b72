/** config.json of the original LLaVA layout, checked: a Llama config with `mm_` fields around it. Files of the layout: original-layout.ts. */
import { z } from 'zod';
import { EngineError } from '../../errors.ts';
import { flag, pinpoints, words } from './config-fields.ts';
import type { TextModelType } from './config-text.ts';
import { isObject } from '../../files/document.ts';
import { parseDocument, type JsonDocument } from '../../files/published-json.ts';
import { quote } from '../../files/words.ts';

/** `model_type` -> decoder. The first is also Hugging Face's, whose configs have no `mm_vision_tower`. */
const textTypes: ReadonlyMap<unknown, TextModelType> = new Map([
  ['llava', 'llama'],
  ['llava_llama', 'llama'],
  ['llava_mistral', 'mistral'],
  ['llava_qwen', 'qwen2'],
  ['llava_qwen2', 'qwen2'],
]);

/** `architectures` -> decoder. It says which class wrote the weights; `model_type` is 'llava' for all of them in early models. */
const architectures: ReadonlyMap<unknown, TextModelType> = new Map([
  ['LlavaLlamaForCausalLM', 'llama'],
  ['LlavaMistralForCausalLM', 'mistral'],
  ['LlavaQwenForCausalLM', 'qwen2'],
  ['LlavaQwen2ForCausalLM', 'qwen2'],
]);

const schema = z.looseObject({
  architectures: z.array(words(), { error: 'must be a list of names' }).nullish(),
  mm_vision_tower: words(),
  mm_projector_type: words().nullish(),
  mm_resampler_type: words().nullish(),
  mm_use_im_start_end: flag().nullish(),
  mm_vision_select_layer: z.int({ error: 'must be one layer number' }),
  mm_vision_select_feature: z
    .enum(['patch', 'cls_patch'], { error: "must be 'patch' or 'cls_patch'" })
    .nullish(),
  mm_patch_merge_type: words().nullish(),
  image_aspect_ratio: words().nullish(),
  image_grid_pinpoints: pinpoints().nullish(),
});

/**
 * How an image is cut: one view as it is, one view padded to a square, a base view with crops (LLaVA-1.6), or the same with a grid that is shrunk
 * (LLaVA-OneVision).
 */
export type ImageCut = 'plain' | 'pad' | 'anyres' | 'anyres-max';

export interface OriginalFields {
  readonly tower: string; // a Hub name or a path
  readonly textModelType: TextModelType;
  readonly featureLayer: number;
  readonly strategy: 'default' | 'full';
  readonly cut: ImageCut;
  readonly ratio: string; // `image_aspect_ratio`
  /** [height, width] in pixels; the original lists [width, height]. */
  readonly pinpoints: readonly (readonly [number, number])[] | undefined;
  /** The whole config: the decoder's fields stand at the top level. */
  readonly text: Readonly<Record<string, unknown>>;
}

/** Told by the fields, not by `model_type`: early models share theirs with the Hugging Face layout. */
export function isOriginal({ value }: JsonDocument): boolean {
  return (
    isObject(value) &&
    typeof value['mm_vision_tower'] === 'string' &&
    !isObject(value['vision_config']) &&
    (textTypes.has(value['model_type']) || namedIn(value['architectures']).some(isOriginalClass))
  );
}

function namedIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** `LlavaPhiForCausalLM` is one too, of a decoder that does not run. */
function isOriginalClass(name: unknown): boolean {
  return typeof name === 'string' && /^(?:Tiny)?Llava\w*ForCausalLM$/u.test(name);
}

/** Throws `unsupported` for a class whose decoder does not run, whatever `model_type` says. */
function decoderOf({ file }: JsonDocument, names: readonly string[], modelType: unknown): TextModelType {
  for (const name of names) {
    const decoder = architectures.get(name);
    if (decoder !== undefined) return decoder;
  }
  const other = names.find(isOriginalClass);
  if (other === undefined) return textTypes.get(modelType) ?? 'llama';
  const fact = `${file}: architectures ${quote(other)} is not supported`;
  throw new EngineError('unsupported', fact, {
    remedy: `supported: ${[...architectures.keys()].join(', ')}`,
  });
}

type Merge = readonly [ratio: string, merge: string];

const cuts: readonly (readonly [...Merge, ImageCut])[] = [
  ['square', 'flat', 'plain'],
  ['pad', 'flat', 'pad'],
  ['anyres', 'spatial_unpad', 'anyres'],
];

function imageCut(file: string, [ratio, merge]: Merge): ImageCut {
  if (/^anyres_max_\d+$/u.test(ratio) && merge === 'spatial_unpad') return 'anyres-max';
  const found = cuts.find((cut) => cut[0] === ratio && cut[1] === merge)?.[2];
  if (found !== undefined) return found;
  const known: readonly Merge[] = [
    ...cuts.map(([one, two]): Merge => [one, two]),
    ['anyres_max_9', 'spatial_unpad'],
  ];
  const supported = known.map((cut) => `${quote(cut[0])} with ${quote(cut[1])}`).join(', ');
  throw new EngineError(
    'unsupported',
    `${file}: image_aspect_ratio ${quote(ratio)} with mm_patch_merge_type ${quote(merge)} is not supported`,
    { remedy: `supported: ${supported}` },
  );
}

/** Throws `bad-checkpoint` or `unsupported`, naming field and value. */
export function originalFields(config: JsonDocument): OriginalFields {
  const fields = parseDocument(schema, config);
  const refuse = (field: string, value: unknown, supported: string): EngineError => {
    const shown = typeof value === 'string' ? quote(value) : String(value);
    const fact = `${config.file}: ${field} ${shown} is not supported`;
    return new EngineError('unsupported', fact, { remedy: `supported: ${supported}` });
  };
  const projector = fields.mm_projector_type ?? 'linear';
  if (projector !== 'mlp2x_gelu') throw refuse('mm_projector_type', projector, "'mlp2x_gelu'");
  const resampler = fields.mm_resampler_type ?? null;
  if (resampler !== null) throw refuse('mm_resampler_type', resampler, 'null');
  if (fields.mm_use_im_start_end === true) throw refuse('mm_use_im_start_end', true, 'false');
  const ratio = fields.image_aspect_ratio ?? 'square';
  return {
    tower: fields.mm_vision_tower,
    textModelType: decoderOf(config, fields.architectures ?? [], fields['model_type']),
    featureLayer: fields.mm_vision_select_layer,
    strategy: fields.mm_vision_select_feature === 'cls_patch' ? 'full' : 'default',
    cut: imageCut(config.file, [ratio, fields.mm_patch_merge_type ?? 'flat']),
    ratio,
    pinpoints: fields.image_grid_pinpoints?.map(([width, height]) => [height, width]),
    text: fields,
  };
}
