/** `text_config` of config.json: Llama, Mistral, Qwen2 and Gemma decoders with the defaults that transformers fills in. */
import { z } from 'zod';
import { between, count, flag, sizes, words } from './config-fields.ts';

interface TextDefaults {
  readonly hidden_size?: number;
  readonly num_hidden_layers?: number;
  readonly num_attention_heads?: number;
  readonly head_dim?: number; // absent: hidden_size / num_attention_heads
  readonly hidden_act?: string;
  readonly tie_word_embeddings?: boolean;
  readonly intermediate_size: number;
  readonly num_key_value_heads: number | null; // null: as many as attention heads
  readonly max_position_embeddings: number;
  readonly vocab_size: number;
  readonly sliding_window: number | null;
}

/** transformers 4 writes rope_theta and rope_scaling, transformers 5 one object. */
const ropeSchema = z.object(
  {
    rope_theta: between(0, 1e12).optional(),
    rope_type: words().optional(),
    type: words().optional(),
    partial_rotary_factor: z.literal(1, { error: 'must be 1 to be supported' }).optional(),
    factor: between(0, 1e6).optional(),
    low_freq_factor: between(0, 1e6).optional(),
    high_freq_factor: between(0, 1e6).optional(),
    original_max_position_embeddings: count(sizes.positions).optional(),
  },
  { error: 'must be an object' },
);

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
    rms_norm_eps: between(0, 1).default(1e-6),
    max_position_embeddings: count(sizes.positions).default(defaults.max_position_embeddings),
    vocab_size: count(sizes.vocabulary).default(defaults.vocab_size),
    rope_theta: between(0, 1e12).default(10_000),
    rope_scaling: ropeSchema.nullish(),
    rope_parameters: ropeSchema.nullish(),
    tie_word_embeddings: flag().default(defaults.tie_word_embeddings ?? false),
    attention_bias: flag().default(false),
    mlp_bias: flag().default(false),
    use_sliding_window: flag().default(false),
    sliding_window: count(sizes.positions).nullable().default(defaults.sliding_window),
  });
}

/** By `text_config.model_type`. Defaults: LlamaConfig, MistralConfig, Qwen2Config and GemmaConfig of transformers. */
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
} as const;

export type TextModelType = keyof typeof textSchemas;
/** Where an answer ends when a config does not say, by `text_config.model_type`: the same classes' defaults. */
export const usualEos: ReadonlyMap<unknown, readonly number[]> = new Map([
  ['llama', [2]],
  ['mistral', [2]],
  ['qwen2', []],
  ['gemma', [1]],
]);

export type TextConfig = z.output<(typeof textSchemas)[TextModelType]>;
export type RopeConfig = z.output<typeof ropeSchema>;
