/** `text_config` -> TextSpec: Llama, Mistral and Qwen2 as far as they are Llama with other biases, Qwen3 with its norms of heads, and Gemma's kin. */
import type { TextPart } from './config-schema.ts';
import { EngineError } from '../../errors.ts';
import { activation } from './activation.ts';
import { gemmaSpec } from './gemma.ts';
import { ropeSpec } from './rope.ts';
import type { TextSpec } from '../spec.ts';

/** Attention that sees a window equals full attention as long as the sequence fits the window. */
function maxPositions({ modelType, config }: TextPart): number {
  const windowed =
    modelType === 'mistral' ||
    (['qwen2', 'qwen3', 'qwen2_vl_text', 'qwen2_5_vl_text'].includes(modelType) && config.use_sliding_window);
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

interface TextConfigs {
  readonly file: string;
  readonly outer: { readonly tie_word_embeddings: boolean };
  readonly text: TextPart;
}

/** Throws `bad-checkpoint` or `unsupported`. */
export function textSpec({ file, outer, text }: TextConfigs): TextSpec {
  const { modelType, config } = text;
  const attentionBias = !['mistral', 'qwen2'].includes(modelType) && config.attention_bias;
  return {
    ...headShape(file, text),
    layers: config.num_hidden_layers,
    width: config.hidden_size,
    mlpWidth: config.intermediate_size,
    vocabulary: config.vocab_size,
    ...ropeSpec(file, text),
    normEpsilon: config.rms_norm_eps,
    qkvBias: ['qwen2', 'qwen2_vl_text', 'qwen2_5_vl_text'].includes(modelType) || attentionBias,
    outBias: attentionBias,
    mlpBias: modelType === 'llama' && config.mlp_bias,
    activation: activation(file, 'text_config.hidden_act', config.hidden_act),
    // transformers 4 looks at the text config, transformers 5 at the outer one after copying a true upwards.
    tiedHead: outer.tie_word_embeddings || config.tie_word_embeddings,
    maxPositions: maxPositions(text),
    ...(modelType === 'qwen3' || modelType === 'qwen3_vl_text' ? { qkNorm: true } : {}),
    ...gemmaSpec(file, text),
  };
}
