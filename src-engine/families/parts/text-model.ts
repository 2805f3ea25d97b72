/** `text_config` -> TextSpec: Llama, Mistral and Qwen2 as far as they are Llama with other biases, and Gemma. */
import type { LlavaLikeConfig, TextPart } from './config-schema.ts';
import { EngineError } from '../../errors.ts';
import { activation } from './activation.ts';
import { ropeSpec } from './rope.ts';
import type { TextSpec } from '../spec.ts';

/** Attention that sees a window equals full attention as long as the sequence fits the window. */
function maxPositions({ modelType, config }: TextPart): number {
  const windowed = modelType === 'mistral' || (modelType === 'qwen2' && config.use_sliding_window);
  return windowed && config.sliding_window !== null
    ? Math.min(config.max_position_embeddings, config.sliding_window)
    : config.max_position_embeddings;
}

function headShape(file: string, { config }: TextPart): Pick<TextSpec, 'heads' | 'kvHeads' | 'headDim'> {
  const { hidden_size: width, num_attention_heads: heads } = config;
  const kvHeads = config.num_key_value_heads ?? heads;
  const damaged = (fact: string) =>
    new EngineError('bad-checkpoint', `${file}: text_config.${fact}`, {
      remedy: { kind: 'download-again', what: 'it' },
    });
  if (heads % kvHeads !== 0)
    throw damaged(`num_attention_heads ${heads} is not a multiple of num_key_value_heads ${kvHeads}`);
  const given = config.head_dim ?? undefined;
  if (given === undefined && width % heads !== 0)
    throw damaged(`hidden_size ${width} is not a multiple of num_attention_heads ${heads}`);
  const headDim = given ?? width / heads;
  if (headDim % 2 !== 0)
    throw damaged(`head_dim is ${headDim}, but rotary positions turn pairs and need an even number`);
  return { heads, kvHeads, headDim };
}

/** What sets Gemma apart. Its norms are stored around 0, and its configs say `gelu` where they mean the approximation by tanh. */
function gemma({ config }: TextPart): Partial<TextSpec> {
  return {
    normOffset: 1,
    embeddingScale: Math.sqrt(config.hidden_size),
    ...(config.hidden_act === 'gelu' ? { activation: 'gelu_tanh' } : {}),
  };
}

/** Throws `bad-checkpoint` or `unsupported`. */
export function textSpec({ file, outer, text }: LlavaLikeConfig): TextSpec {
  const { modelType, config } = text;
  const attentionBias = (modelType === 'llama' || modelType === 'gemma') && config.attention_bias;
  return {
    ...headShape(file, text),
    layers: config.num_hidden_layers,
    width: config.hidden_size,
    mlpWidth: config.intermediate_size,
    vocabulary: config.vocab_size,
    ...ropeSpec(file, text),
    normEpsilon: config.rms_norm_eps,
    qkvBias: modelType === 'qwen2' || attentionBias,
    outBias: attentionBias,
    mlpBias: modelType === 'llama' && config.mlp_bias,
    activation: activation(file, 'text_config.hidden_act', config.hidden_act),
    // transformers 4 looks at the text config, transformers 5 at the outer one after copying a true upwards.
    tiedHead: outer.tie_word_embeddings || config.tie_word_embeddings,
    maxPositions: maxPositions(text),
    ...(modelType === 'gemma' ? gemma(text) : {}),
  };
}
