/** `text_config` of config.json: Llama, Mistral, Qwen2, Qwen3, Gemma, Gemma 2 and Gemma 3 decoders with the defaults that transformers fills in. */
import { z } from 'zod';
import { between, count, flag, sizes, words } from './config-fields.ts';

interface TextDefaults {
  readonly hidden_size?: number;
  readonly num_hidden_layers?: number;
  readonly num_attention_heads?: number;
  readonly head_dim?: number; // absent: hidden_size / num_attention_heads
  readonly hidden_act?: string;
  readonly rope_theta?: number;
  readonly tie_word_embeddings?: boolean;
  readonly intermediate_size: number;
  readonly num_key_value_heads: number | null; // null: as many as attention heads
  readonly max_position_embeddings: number;
  readonly vocab_size: number;
  readonly sliding_window: number | null;
  readonly attn_logit_softcapping?: number;
  readonly final_logit_softcapping?: number;
  readonly rms_norm_eps?: number;
}

function mropeSections() {
  const pairs = count(sizes.heads, 0);
  return z.tuple([pairs, pairs, pairs], { error: 'must be a list of three whole numbers' });
}

/** transformers 4 writes rope_theta and rope_scaling, transformers 5 one object. */
const oneRopeSchema = z.object(
  {
    rope_theta: between(0, 1e12).optional(),
    rope_type: words().optional(),
    type: words().optional(),
    partial_rotary_factor: z.literal(1, { error: 'must be 1 to be supported' }).optional(),
    factor: between(0, 1e6).optional(),
    low_freq_factor: between(0, 1e6).optional(),
    high_freq_factor: between(0, 1e6).optional(),
    original_max_position_embeddings: count(sizes.positions).optional(),
    mrope_section: mropeSections().optional(),
  },
  { error: 'must be an object' },
);

/** Gemma 3 of transformers 5: one for each kind of layer. */
const ropeSchema = oneRopeSchema.extend({
  full_attention: oneRopeSchema.nullish(),
  sliding_attention: oneRopeSchema.nullish(),
});

const layerKinds = z.enum(['sliding_attention', 'full_attention'], {
  error: "must be 'sliding_attention' or 'full_attention'",
});

function textSchema(defaults: TextDefaults) {
  return z.object({
    hidden_size: count(sizes.width).default(defaults.hidden_size ?? 4096),
    intermediate_size: count(sizes.mlpWidth).default(defaults.intermediate_size),
    num_hidden_layers: count(sizes.layers).default(defaults.num_hidden_layers ?? 32),
    num_attention_heads: count(sizes.heads).default(defaults.num_attention_heads ?? 32),
    // An explicit null means "one per attention head" in every one of these families.
    num_key_value_heads: count(sizes.heads).nullable().default(defaults.num_key_value_heads),
    head_dim: count(sizes.heads)
      .nullish()
      .transform((given) => given ?? defaults.head_dim),
    hidden_act: words().default(defaults.hidden_act ?? 'silu'),
    rms_norm_eps: between(0, 1).default(defaults.rms_norm_eps ?? 1e-6),
    max_position_embeddings: count(sizes.positions).default(defaults.max_position_embeddings),
    vocab_size: count(sizes.vocabulary).default(defaults.vocab_size),
    rope_theta: between(0, 1e12).default(defaults.rope_theta ?? 10_000),
    rope_scaling: ropeSchema.nullish(),
    rope_parameters: ropeSchema.nullish(),
    tie_word_embeddings: flag().default(defaults.tie_word_embeddings ?? false),
    attention_bias: flag().default(false),
    mlp_bias: flag().default(false),
    use_sliding_window: flag().default(false),
    sliding_window: count(sizes.positions).nullable().default(defaults.sliding_window),
    // Gemma 2 and 3 alone read what follows.
    hidden_activation: words().nullish(),
    query_pre_attn_scalar: between(0, 1e6).default(256),
    sliding_window_pattern: count(sizes.layers).default(6),
    layer_types: z.array(layerKinds, { error: 'must be a list of kinds of layers' }).nullish(),
    rope_local_base_freq: between(0, 1e12).optional(),
    attn_logit_softcapping: between(0, 1e6)
      .nullable()
      .default(defaults.attn_logit_softcapping ?? null),
    final_logit_softcapping: between(0, 1e6)
      .nullable()
      .default(defaults.final_logit_softcapping ?? null),
    use_bidirectional_attention: flag().nullish(),
  });
}

const gemma2 = {
  hidden_size: 2304,
  intermediate_size: 9216,
  num_hidden_layers: 26,
  num_attention_heads: 8,
  num_key_value_heads: 4,
  head_dim: 256,
  hidden_act: 'gelu_pytorch_tanh',
  sliding_window: 4096,
  tie_word_embeddings: true,
} as const;

/** Of Qwen2-VL and of Qwen2.5-VL. */
const qwen2Vl = {
  hidden_size: 8192,
  intermediate_size: 29_568,
  num_hidden_layers: 80,
  num_attention_heads: 64,
  num_key_value_heads: 8,
  max_position_embeddings: 32_768,
  vocab_size: 152_064,
  sliding_window: 4096,
  rope_theta: 1_000_000,
  rms_norm_eps: 1e-5,
} as const;

/** By `text_config.model_type`. Defaults: LlamaConfig, MistralConfig, Qwen2Config, Qwen3Config, GemmaConfig and so on, of transformers. */
export const textSchemas = {
  llama: textSchema({
    intermediate_size: 11_008,
    num_key_value_heads: null,
    max_position_embeddings: 2048,
    vocab_size: 32_000,
    sliding_window: null,
  }),
  mistral: textSchema({
    intermediate_size: 14_336,
    num_key_value_heads: 8,
    max_position_embeddings: 131_072,
    vocab_size: 32_000,
    sliding_window: 4096,
  }),
  qwen2: textSchema({
    intermediate_size: 22_016,
    num_key_value_heads: 32,
    max_position_embeddings: 32_768,
    vocab_size: 151_936,
    sliding_window: 4096,
  }),
  qwen3: textSchema({
    head_dim: 128,
    intermediate_size: 22_016,
    num_key_value_heads: 32,
    max_position_embeddings: 32_768,
    vocab_size: 151_936,
    sliding_window: 4096,
  }),
  qwen2_vl_text: textSchema(qwen2Vl),
  qwen2_5_vl_text: textSchema(qwen2Vl),
  qwen3_vl_text: textSchema({
    head_dim: 128,
    intermediate_size: 22_016,
    num_key_value_heads: 32,
    max_position_embeddings: 128_000,
    vocab_size: 151_936,
    sliding_window: null,
    rope_theta: 500_000,
  }),
  gemma: textSchema({
    hidden_size: 3072,
    intermediate_size: 24_576,
    num_hidden_layers: 28,
    num_attention_heads: 16,
    num_key_value_heads: 16,
    head_dim: 256,
    hidden_act: 'gelu_pytorch_tanh',
    max_position_embeddings: 8192,
    vocab_size: 256_000,
    sliding_window: null,
    tie_word_embeddings: true,
  }),
  gemma2: textSchema({
    ...gemma2,
    max_position_embeddings: 8192,
    vocab_size: 256_000,
    attn_logit_softcapping: 50,
    final_logit_softcapping: 30,
  }),
  gemma3_text: textSchema({
    ...gemma2,
    rope_theta: 1_000_000,
    max_position_embeddings: 131_072,
    vocab_size: 262_208,
  }),
} as const;

export type TextModelType = keyof typeof textSchemas;

/** Where an answer ends when a config does not say, by `text_config.model_type`: the same classes' defaults. */
export const usualEos: ReadonlyMap<unknown, readonly number[]> = new Map([
  ['llama', [2]],
  ['mistral', [2]],
  ['qwen2', []],
  ['qwen3', []],
  ['qwen2_vl_text', [151_645]],
  ['qwen2_5_vl_text', [151_645]],
  ['qwen3_vl_text', []],
  ['gemma', [1]],
  ['gemma2', [1]],
  ['gemma3_text', [1]],
]);

export type TextConfig = z.output<(typeof textSchemas)[TextModelType]>;
export type RopeConfig = z.output<typeof oneRopeSchema>;
