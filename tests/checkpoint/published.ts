/**
 * Published checkpoints as far as their headers go: their documents as they are on the Hub, and weight files that declare every tensor
 * that transformers saves, in shards of the real size that hold nothing (sparse files).
 */
import { mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { emptyFolder, writeJson } from '../support/scratch.ts';

const fixtures = join(import.meta.dirname, '..', 'fixtures', 'checkpoint', 'published');
const json = z.record(z.string(), z.unknown());
const size = z.number();

const publishedSchema = z.object({
  name: z.string(),
  config: z.looseObject({
    model_type: z.string(),
    text_config: json,
    vision_config: z.looseObject({
      model_type: z.enum(['clip_vision_model', 'siglip_vision_model']),
      hidden_size: size,
      image_size: size,
      patch_size: size,
      intermediate_size: size,
      num_hidden_layers: size,
    }),
  }),
  preprocessor_config: json,
  processor_config: json.optional(),
  video_preprocessor_config: json.optional(),
  generation_config: json.optional(),
  chat_template: json.optional(),
  chat_template_jinja: z.string().optional(),
  tokenizer_config: json,
  added_tokens: z.record(z.string(), z.string()),
  shards: z.int(),
});

export type Published = z.output<typeof publishedSchema>;

export async function publishedModels(): Promise<readonly Published[]> {
  const files = (await readdir(fixtures)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(fixtures, file), 'utf8')));
  return texts.map((text) => publishedSchema.parse(JSON.parse(text)));
}

type Tensors = [name: string, shape: number[]][];

function linear(name: string, out: number, input: number, bias: boolean): Tensors {
  const weight: Tensors = [[`${name}.weight`, [out, input]]];
  return bias ? [...weight, [`${name}.bias`, [out]]] : weight;
}

const norm = (name: string, width: number): Tensors => [
  [`${name}.weight`, [width]],
  [`${name}.bias`, [width]],
];

function visionTensors(vision: Published['config']['vision_config']): Tensors {
  const { hidden_size: width, intermediate_size: mlp, patch_size: patch } = vision;
  const clip = vision.model_type === 'clip_vision_model';
  const patches = Math.floor(vision.image_size / patch) ** 2;
  const base = 'vision_tower.vision_model';
  const layers = Array.from({ length: vision.num_hidden_layers }, (_, index): Tensors => {
    const name = `${base}.encoder.layers.${index}`;
    return [
      ...norm(`${name}.layer_norm1`, width),
      ...['q_proj', 'k_proj', 'v_proj', 'out_proj'].flatMap((part) =>
        linear(`${name}.self_attn.${part}`, width, width, true),
      ),
      ...norm(`${name}.layer_norm2`, width),
      ...linear(`${name}.mlp.fc1`, mlp, width, true),
      ...linear(`${name}.mlp.fc2`, width, mlp, true),
    ];
  });
  const patchBias: Tensors = clip ? [] : [[`${base}.embeddings.patch_embedding.bias`, [width]]];
  return [
    ...(clip ? ([[`${base}.embeddings.class_embedding`, [width]]] satisfies Tensors) : []),
    [`${base}.embeddings.patch_embedding.weight`, [width, 3, patch, patch]],
    ...patchBias,
    [`${base}.embeddings.position_embedding.weight`, [patches + (clip ? 1 : 0), width]],
    ...(clip ? norm(`${base}.pre_layrnorm`, width) : []),
    ...layers.flat(),
    ...norm(`${base}.post_layernorm`, width),
  ];
}

/** Defaults of LlamaConfig, which every config in the fixtures overrides where its decoder differs. */
const textSchema = z.object({
  model_type: z.string(),
  hidden_size: size.default(4096),
  intermediate_size: size.default(11_008),
  num_hidden_layers: size.default(32),
  num_attention_heads: size.default(32),
  num_key_value_heads: size.optional(),
  head_dim: size.optional(),
  vocab_size: size,
  tie_word_embeddings: z.boolean().default(false),
});

function textTensors(config: unknown): Tensors {
  const text = textSchema.parse(config);
  const { hidden_size: width, intermediate_size: mlp, num_attention_heads: heads } = text;
  const headDim = text.head_dim ?? width / heads;
  const keyWidth = (text.num_key_value_heads ?? heads) * headDim;
  const bias = text.model_type === 'qwen2';
  const layers = Array.from({ length: text.num_hidden_layers }, (_, index): Tensors => {
    const name = `language_model.model.layers.${index}`;
    return [
      [`${name}.input_layernorm.weight`, [width]],
      ...linear(`${name}.self_attn.q_proj`, heads * headDim, width, bias),
      ...linear(`${name}.self_attn.k_proj`, keyWidth, width, bias),
      ...linear(`${name}.self_attn.v_proj`, keyWidth, width, bias),
      ...linear(`${name}.self_attn.o_proj`, width, heads * headDim, false),
      [`${name}.post_attention_layernorm.weight`, [width]],
      ...linear(`${name}.mlp.gate_proj`, mlp, width, false),
      ...linear(`${name}.mlp.up_proj`, mlp, width, false),
      ...linear(`${name}.mlp.down_proj`, width, mlp, false),
    ];
  });
  return [
    ['language_model.model.embed_tokens.weight', [text.vocab_size, width]],
    ...layers.flat(),
    ['language_model.model.norm.weight', [width]],
    ...linear('language_model.lm_head', text.vocab_size, width, false).filter(
      () => !text.tie_word_embeddings,
    ),
  ];
}

export function savedTensors({ config }: Published): Tensors {
  const { hidden_size: width } = textSchema.parse(config.text_config);
  const newline: Tensors = config.model_type === 'llava' ? [] : [['image_newline', [width]]];
  return [
    ...newline,
    ...textTensors(config.text_config),
    ...linear('multi_modal_projector.linear_1', width, config.vision_config.hidden_size, true),
    ...linear('multi_modal_projector.linear_2', width, width, true),
    ...visionTensors(config.vision_config),
  ];
}

const elements = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1);

export const parametersOf = (tensors: Tensors): number =>
  tensors.reduce((sum, [, shape]) => sum + elements(shape), 0);

/** A float16 file with these tensors whose data were never written. */
async function writeSparse(path: string, tensors: Tensors): Promise<void> {
  const header: Record<string, object> = { __metadata__: { format: 'pt' } };
  let offset = 0;
  for (const [name, shape] of tensors) {
    const end = offset + 2 * elements(shape);
    header[name] = { dtype: 'F16', shape, data_offsets: [offset, end] };
    offset = end;
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const file = await open(path, 'w');
  try {
    await file.write(Buffer.concat([length, text]));
    await file.truncate(8 + text.length + offset);
  } finally {
    await file.close();
  }
}

async function writeWeights(directory: string, tensors: Tensors, shards: number): Promise<void> {
  if (shards === 1) return writeSparse(join(directory, 'model.safetensors'), tensors);
  const weightMap: Record<string, string> = {};
  const each = Math.ceil(tensors.length / shards);
  for (let shard = 0; shard < shards; shard++) {
    const part = tensors.slice(shard * each, (shard + 1) * each);
    const number = (value: number) => String(value).padStart(5, '0');
    const name = `model-${number(shard + 1)}-of-${number(shards)}.safetensors`;
    await writeSparse(join(directory, name), part);
    for (const [tensor] of part) weightMap[tensor] = name;
  }
  await writeJson(directory, 'model.safetensors.index.json', {
    metadata: { total_size: 2 * parametersOf(tensors) },
    weight_map: weightMap,
  });
}

/** A byte-level tokenizer with the checkpoint's added tokens. Its vocabulary is a fragment that holds them too, so that they keep their ids. */
function tokenizerJson(added: Published['added_tokens']): object {
  const letters = Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at));
  const vocabulary = ['Ġ', 'Ċ', ...letters].map((token, at): [string, number] => [token, 100 + at]);
  return {
    version: '1.0',
    added_tokens: Object.entries(added).map(([id, content]) => ({
      id: Number(id),
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      vocab: Object.fromEntries([
        ...vocabulary,
        ...Object.entries(added).map(([id, token]): [string, number] => [token, Number(id)]),
      ]),
      merges: [],
    },
  };
}

/** The checkpoint's folder, gone after the test. `change` may edit the tensors before they are declared. */
export async function publishedFolder(
  model: Published,
  change: (tensors: Tensors) => Tensors = (tensors) => tensors,
): Promise<string> {
  const directory = join(await emptyFolder(), model.name.split('/')[1] ?? 'model');
  await mkdir(directory);
  const documents = {
    'config.json': model.config,
    'preprocessor_config.json': model.preprocessor_config,
    'processor_config.json': model.processor_config,
    'video_preprocessor_config.json': model.video_preprocessor_config,
    'generation_config.json': model.generation_config,
    'chat_template.json': model.chat_template,
    'tokenizer_config.json': model.tokenizer_config,
    'tokenizer.json': tokenizerJson(model.added_tokens),
  };
  for (const [name, value] of Object.entries(documents))
    if (value !== undefined) await writeJson(directory, name, value);
  if (model.chat_template_jinja !== undefined)
    await writeFile(join(directory, 'chat_template.jinja'), model.chat_template_jinja);
  await writeWeights(directory, change(savedTensors(model)), model.shards);
  return directory;
}
