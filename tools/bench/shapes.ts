/** Checkpoints in the shapes of published models, whole where memory allows, and small ones that read pictures as published models do. */
import path from 'node:path';
import type { LargeShape } from './random-checkpoint.ts';

const root = path.join(import.meta.dirname, '../..');
const fixture = (name: string) => path.join(root, 'tests/fixtures/golden', name, 'model');

const square = (side: number) => ({ height: side, width: side });

/** CLIP ViT-L/14-336 whole; a 7B-shaped Llama cut to two layers. */
export const llava: LargeShape = {
  like: fixture('llava15-clip'),
  config: { image_seq_length: 576 },
  vision: {
    hidden_size: 1024,
    intermediate_size: 4096,
    num_hidden_layers: 24,
    num_attention_heads: 16,
    image_size: 336,
  },
  text: {
    hidden_size: 4096,
    intermediate_size: 11008,
    num_hidden_layers: 2,
    num_attention_heads: 32,
    num_key_value_heads: 32,
    head_dim: 128,
    vocab_size: 32064,
  },
  processor: { size: { shortest_edge: 336 }, crop_size: square(336) },
};

/** CLIP ViT-B/16 whole and a narrow Llama: half a gigabyte of weights in bf16. */
export const smallLlava: LargeShape = {
  ...llava,
  config: { image_seq_length: 196 },
  vision: {
    hidden_size: 768,
    intermediate_size: 3072,
    num_hidden_layers: 12,
    num_attention_heads: 12,
    image_size: 224,
    patch_size: 16,
  },
  text: {
    ...llava.text,
    hidden_size: 1024,
    intermediate_size: 2816,
    num_hidden_layers: 8,
    num_attention_heads: 16,
    num_key_value_heads: 16,
    head_dim: 64,
  },
  processor: { size: { shortest_edge: 224 }, crop_size: square(224) },
};

const pinpoints = Array.from({ length: 36 }, (_, i) => [384 * (1 + Math.floor(i / 6)), 384 * (1 + (i % 6))]);

/** SigLIP so400m/14-384 and the 0.5B Qwen2, both whole. */
export const onevision: LargeShape = {
  like: fixture('onevision'),
  config: { image_grid_pinpoints: pinpoints },
  vision: {
    hidden_size: 1152,
    intermediate_size: 4304,
    num_hidden_layers: 26,
    num_attention_heads: 16,
    image_size: 384,
  },
  text: {
    hidden_size: 896,
    intermediate_size: 4864,
    num_hidden_layers: 24,
    num_attention_heads: 14,
    num_key_value_heads: 2,
    head_dim: 64,
    vocab_size: 152_000,
    tie_word_embeddings: true,
    max_position_embeddings: 32_768,
  },
  processor: { size: square(384), image_grid_pinpoints: pinpoints },
};

/** 64 x 64 patches, as PaliGemma-896 has, over layers of little width: what is measured is attention alone. */
export const paligemma: LargeShape = {
  like: fixture('paligemma'),
  config: {},
  vision: { image_size: 896, patch_size: 14 },
  text: { max_position_embeddings: 8192, num_image_tokens: 4096 },
  processor: { size: square(896), image_seq_length: 4096 },
};

/** CLIP ViT-L/14-336 whole, before a decoder that costs nothing. */
export const clip: LargeShape = { ...llava, text: {} };

/** SigLIP so400m/14-384 whole, before a decoder that costs nothing. */
export const siglip: LargeShape = { ...onevision, text: {} };

/** Pictures of LLaVA-1.5, 336 pixels wide, into a tower of little width. */
export const narrowClip: LargeShape = { ...clip, vision: { image_size: 336 } };

/** 27 x 27 patches, as SigLIP so400m/14-384 has, in a tower of little width: for what the window does with so many. */
export const narrowSiglip: LargeShape = {
  like: fixture('llava15-siglip'),
  config: { image_seq_length: 729 },
  vision: { image_size: 384 },
  text: {},
  processor: { size: square(384) },
};

const nextPinpoints = [
  [336, 672],
  [672, 336],
  [672, 672],
  [1008, 336],
  [336, 1008],
];

/** AnyRes of LLaVA-NeXT, up to five views of 336 pixels, into a tower of little width. */
export const narrowNext: LargeShape = {
  like: fixture('llava-next'),
  config: { image_grid_pinpoints: nextPinpoints, image_seq_length: 576 },
  vision: { image_size: 336 },
  text: {},
  processor: {
    size: { shortest_edge: 336 },
    crop_size: square(336),
    image_grid_pinpoints: nextPinpoints,
  },
};

/** The 0.5B Qwen2 whole, behind a SigLIP of little width that gives 729 tokens for each of a square picture's two views. */
export const qwen: LargeShape = {
  ...onevision,
  config: { image_grid_pinpoints: [[384, 384]] },
  vision: { image_size: 384 },
  processor: { size: square(384), image_grid_pinpoints: [[384, 384]] },
};

/** SmolLM2-135M whole, behind a tower of little width that gives 36 tokens. */
export const smol: LargeShape = {
  like: fixture('llava15-clip'),
  config: { tie_word_embeddings: true },
  vision: {},
  text: {
    hidden_size: 576,
    intermediate_size: 1536,
    num_hidden_layers: 30,
    num_attention_heads: 9,
    num_key_value_heads: 3,
    head_dim: 64,
    vocab_size: 49_152,
    rope_theta: 100_000,
    tie_word_embeddings: true,
  },
  processor: {},
};

/** The embedded model's shape for prompts of many pictures. */
export const pictures: LargeShape = {
  like: path.join(root, 'assets/pocket'),
  config: {},
  vision: {},
  text: { max_position_embeddings: 4096 },
  processor: {},
};
