/** Rewrites golden models into the layout of LLaVA's own code: one folder for the model, one for its vision tower. */
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import {
  emptyFolder,
  goldenModel,
  rawTensors,
  readJsonFile,
  writeJson,
  writeTensors,
  type RawTensor,
} from '../support/scratch.ts';

/** The golden models that LLaVA's own code could have trained: version 1.5; with crops and a trained tower inside, 1.6 and OneVision. */
type Golden = 'llava15-clip' | 'llava-next' | 'onevision';

export interface OriginalModel {
  readonly parent: string;
  readonly model: string;
  readonly tower: string;
}

const record = z.record(z.string(), z.unknown());
const entries = z.array(z.looseObject({ content: z.string() }));

/** What the published liuhaotian/llava-v1.5-7b says, with the golden model's numbers in the decoder's fields. */
async function originalConfig(golden: Golden): Promise<Record<string, unknown>> {
  const { text_config: text, image_grid_pinpoints: resolutions } = await readJsonFile(
    goldenModel(golden),
    'config.json',
  );
  const { hidden_size, intermediate_size, num_attention_heads, num_hidden_layers, num_key_value_heads } =
    record.parse(text);
  return {
    _name_or_path: 'llava-v1.5-7b',
    architectures: ['LlavaLlamaForCausalLM'],
    bos_token_id: 1,
    eos_token_id: 2,
    freeze_mm_mlp_adapter: false,
    freeze_mm_vision_resampler: false,
    hidden_act: 'silu',
    hidden_size,
    initializer_range: 0.02,
    intermediate_size,
    max_length: 4096,
    max_position_embeddings: 4096,
    mm_hidden_size: 64,
    mm_projector_type: 'mlp2x_gelu',
    mm_resampler_type: null,
    mm_use_im_patch_token: false,
    mm_use_im_start_end: false,
    mm_vision_select_feature: 'patch',
    mm_vision_select_layer: -2,
    mm_vision_tower: 'openai/clip-vit-tiny-patch14',
    model_type: 'llava_llama',
    num_attention_heads,
    num_hidden_layers,
    num_key_value_heads,
    pad_token_id: 0,
    pretraining_tp: 1,
    rms_norm_eps: 1e-5,
    rope_scaling: null,
    tie_word_embeddings: false,
    torch_dtype: 'float16',
    transformers_version: '4.31.0',
    tune_mm_mlp_adapter: false,
    tune_mm_vision_resampler: false,
    unfreeze_mm_vision_tower: false,
    use_cache: true,
    use_mm_proj: true,
    vocab_size: 406,
    ...(golden === 'llava15-clip' ? {} : cropFields(resolutions)),
    ...(golden === 'onevision' ? onevisionFields(record.parse(text)) : {}),
  };
}

/** What lmms-lab's llava-onevision-qwen2-7b-ov says in another way. */
function onevisionFields(text: Record<string, unknown>): Record<string, unknown> {
  const {
    vocab_size,
    max_position_embeddings,
    rope_theta,
    rope_parameters,
    rms_norm_eps,
    tie_word_embeddings,
  } = text;
  return {
    architectures: ['LlavaQwenForCausalLM'],
    model_type: 'llava_qwen',
    image_aspect_ratio: 'anyres_max_9',
    image_token_index: 151_646,
    mm_newline_position: 'one_token',
    mm_spatial_pool_mode: 'bilinear',
    mm_tunable_parts: 'mm_vision_tower,mm_mlp_adapter,mm_language_model',
    mm_vision_tower: 'google/siglip-tiny-patch14',
    ...{
      vocab_size,
      max_position_embeddings,
      rope_theta,
      rope_parameters,
      rms_norm_eps,
      tie_word_embeddings,
    },
  };
}

/** LLaVA-1.6 lists resolutions as [width, height]. */
function cropFields(resolutions: unknown): Record<string, unknown> {
  const pairs = z.array(z.tuple([z.number(), z.number()])).parse(resolutions);
  return {
    image_aspect_ratio: 'anyres',
    mm_patch_merge_type: 'spatial_unpad',
    unfreeze_mm_vision_tower: true,
    image_grid_pinpoints: pairs.map(([height, width]) => [width, height]),
  };
}

const originalNames: readonly (readonly [RegExp, string])[] = [
  [/^language_model\.lm_head/u, 'lm_head'],
  [/^language_model\.model/u, 'model'],
  [/^multi_modal_projector\.linear_1/u, 'model.mm_projector.0'],
  [/^multi_modal_projector\.linear_2/u, 'model.mm_projector.2'],
  [/^image_newline$/u, 'model.image_newline'],
];

function originalName(name: string): string {
  const [pattern, replacement] = originalNames.find(([known]) => known.test(name)) ?? [/^/u, ''];
  return name.replace(pattern, replacement);
}

/** The tokenizer as it was before Hugging Face's conversion gave it an image token. */
async function withoutImageToken(model: string): Promise<void> {
  const json = await readJsonFile(model, 'tokenizer.json');
  const added = entries.parse(json['added_tokens']).filter(({ content }) => content !== '<image>');
  await writeJson(model, 'tokenizer.json', { ...json, added_tokens: added });
  const config = await readJsonFile(model, 'tokenizer_config.json');
  delete config['image_token'];
  const decoder = Object.entries(record.parse(config['added_tokens_decoder'])).filter(
    ([, token]) => record.parse(token)['content'] !== '<image>',
  );
  await writeJson(model, 'tokenizer_config.json', {
    ...config,
    added_tokens_decoder: Object.fromEntries(decoder),
  });
}

/** A whole CLIP model as OpenAI's is published, or SigLIP as Google's: both halves, with the processor file of its time. */
async function writeTower(tower: string, golden: Golden): Promise<void> {
  const { vision_config: value } = await readJsonFile(goldenModel(golden), 'config.json');
  const vision = z.looseObject({ image_size: z.number(), num_hidden_layers: z.number() }).parse(value);
  await mkdir(tower, { recursive: true });
  if (golden === 'onevision') {
    await writeJson(tower, 'config.json', {
      architectures: ['SiglipModel'],
      model_type: 'siglip',
      text_config: { model_type: 'siglip_text_model', hidden_size: 8 },
      // The published tower has one block more than the model keeps of it.
      vision_config: { ...vision, num_hidden_layers: vision.num_hidden_layers + 1 },
    });
    await writeJson(tower, 'preprocessor_config.json', {
      do_normalize: true,
      do_rescale: true,
      do_resize: true,
      image_mean: [0.5, 0.5, 0.5],
      image_processor_type: 'SiglipImageProcessor',
      image_std: [0.5, 0.5, 0.5],
      resample: 3,
      rescale_factor: 1 / 255,
      size: { height: vision.image_size, width: vision.image_size },
    });
    return;
  }
  await writeJson(tower, 'config.json', {
    architectures: ['CLIPModel'],
    model_type: 'clip',
    projection_dim: 64,
    text_config: { model_type: 'clip_text_model', hidden_size: 8 },
    vision_config: { ...vision, model_type: 'clip_vision_model' },
  });
  await writeJson(tower, 'preprocessor_config.json', {
    crop_size: vision.image_size,
    do_center_crop: true,
    do_normalize: true,
    do_resize: true,
    feature_extractor_type: 'CLIPFeatureExtractor',
    image_mean: [0.48145466, 0.4578275, 0.40821073],
    image_std: [0.26862954, 0.26130258, 0.27577711],
    resample: 3,
    size: vision.image_size,
  });
}

async function allTensors(directory: string): Promise<[string, RawTensor][]> {
  const files = (await readdir(directory)).filter((name) => name.endsWith('.safetensors'));
  const parts = await Promise.all(files.map((name) => rawTensors(join(directory, name))));
  return parts.flatMap((part) => [...part]);
}

const inTower = ([name]: readonly [string, RawTensor]): boolean => name.startsWith('vision_tower.');

/** What a published CLIP model holds beside its vision half. */
function textHalf(): [string, RawTensor][] {
  return ['logit_scale', 'text_model.embeddings.token_embedding.weight', 'visual_projection.weight'].map(
    (name) => [name, { dtype: 'F16', shape: [1], bytes: Buffer.alloc(2) }],
  );
}

/** In a folder that is gone after the test. */
export async function originalModel(golden: Golden = 'llava15-clip'): Promise<OriginalModel> {
  return writeOriginalModel(await emptyFolder(), golden);
}

/** `parent` gets the folder of the model and that of its tower; LLaVA-1.6 has the tower's trained weights in its own file. */
export async function writeOriginalModel(parent: string, golden: Golden): Promise<OriginalModel> {
  const model = join(parent, 'llava-v1.5-tiny');
  const tower = join(parent, golden === 'onevision' ? 'siglip-tiny-patch14' : 'clip-vit-tiny-patch14');
  const source = goldenModel(golden);
  await mkdir(model, { recursive: true });
  for (const file of [
    'tokenizer.json',
    'tokenizer_config.json',
    'generation_config.json',
    'chat_template.json',
  ])
    await cp(join(source, file), join(model, file));
  await writeJson(model, 'config.json', await originalConfig(golden));
  await withoutImageToken(model);
  await writeTower(tower, golden);

  const tensors = await allTensors(source);
  const own = tensors
    .filter((tensor) => !inTower(tensor))
    .map(([name, tensor]): [string, RawTensor] => [originalName(name), tensor]);
  const vision = tensors.filter(inTower);
  if (golden !== 'llava15-clip') {
    const inside = vision.map(([name, tensor]): [string, RawTensor] => [
      `model.vision_tower.${name}`,
      tensor,
    ]);
    await writeTensors(join(model, 'model.safetensors'), new Map([...own, ...inside]));
    await writeFile(join(tower, 'pytorch_model.bin'), '');
  } else {
    const outside = vision.map(([name, tensor]): [string, RawTensor] => [
      name.replace('vision_tower.', ''),
      tensor,
    ]);
    await writeTensors(join(model, 'model.safetensors'), new Map(own));
    await writeTensors(join(tower, 'model.safetensors'), new Map([...outside, ...textHalf()]));
  }
  return { parent, model, tower };
}
