/** What sets the language models Gemma, Gemma 2 and Gemma 3 apart from Llama: norms, scales, caps and layers that see a window. */
import type { TextPart } from './config-schema.ts';
import type { RopeConfig, TextConfig } from './config-text.ts';
import { EngineError } from '../../errors.ts';
import { activation } from './activation.ts';
import { quote } from '../../files/words.ts';
import { ropeScaling } from './rope.ts';
import type { SlidingLayers, TextSpec } from '../spec.ts';

/** What later configs say in a field of its own, whatever `hidden_act` says. */
const tanh = 'gelu_pytorch_tanh';

/** Throws `bad-checkpoint` or `unsupported`. Empty for other language models. */
export function gemmaSpec(file: string, part: TextPart): Partial<TextSpec> {
  const { modelType, config } = part;
  switch (modelType) {
    case 'gemma':
      return gemma(config);
    case 'gemma2': {
      const { attn_logit_softcapping: attentionCap, final_logit_softcapping: logitCap } = config;
      return {
        ...secondGemma(file, config, (layer) => layer % 2 === 0),
        ...(attentionCap === null ? {} : { attentionCap }),
        ...(logitCap === null ? {} : { logitCap }),
      };
    }
    case 'gemma3_text':
      checkCausal(file, config);
      // Its class has fields for caps, and neither its attention nor its head looks at them.
      return {
        ...secondGemma(
          file,
          config,
          (layer) => (layer + 1) % config.sliding_window_pattern !== 0,
          slidingTheta(file, config),
        ),
        qkNorm: true,
        ...fullRope(file, config),
      };
    default:
      return {};
  }
}

/** Encoders of text are made of it, too; their windows are half as long and look both ways. */
function checkCausal(file: string, { use_bidirectional_attention: bothWays }: TextConfig): void {
  if (bothWays !== true) return;
  const fact = `${file}: text_config.use_bidirectional_attention true makes an encoder of text, which writes no answers`;
  throw new EngineError('unsupported', fact, { remedy: 'use a model that answers' });
}

/** Its norms are stored around 0, and its configs say `gelu` where they mean the approximation by tanh. */
function gemma({ hidden_size: width, hidden_act: act }: TextConfig): Partial<TextSpec> {
  return {
    normOffset: 1,
    embeddingScale: Math.sqrt(width),
    ...(act === 'gelu' ? { activation: 'gelu_tanh' } : {}),
  };
}

/**
 * @param slides whether a layer sees a window alone, where the config does not list its layers
 * @param theta rotary base of those layers, where they have one of their own
 */
function secondGemma(
  file: string,
  config: TextConfig,
  slides: (layer: number) => boolean,
  theta?: number,
): Partial<TextSpec> {
  const { query_pre_attn_scalar: scalar, head_dim: headDim, sliding_window: window } = config;
  const layers = slidingLayers(file, config, slides);
  return {
    ...gemma(config),
    activation: activation(file, 'text_config.hidden_activation', config.hidden_activation ?? tanh),
    postNorms: true,
    ...(scalar === headDim ? {} : { queryScale: 1 / Math.sqrt(scalar) }),
    ...(window !== null && layers.includes(true)
      ? { sliding: { window, layers, ...(theta === undefined ? {} : { ropeTheta: theta }) } }
      : {}),
  };
}

function slidingLayers(
  file: string,
  { layer_types: types, num_hidden_layers: count }: TextConfig,
  slides: (layer: number) => boolean,
): SlidingLayers['layers'] {
  if (types === null || types === undefined)
    return Array.from({ length: count }, (_, layer) => slides(layer));
  if (types.length === count) return types.map((type) => type === 'sliding_attention');
  const fact = `${file}: text_config.layer_types has ${types.length} entries, but there are ${count} layers`;
  throw new EngineError('bad-checkpoint', fact, { remedy: { kind: 'download-again', what: 'it' } });
}

/** Layers that see a window turn by a base of their own and are not stretched. */
function slidingTheta(
  file: string,
  { rope_parameters: both, rope_local_base_freq: base }: TextConfig,
): number {
  const local: RopeConfig = both?.sliding_attention ?? {};
  const type = local.rope_type ?? local.type ?? 'default';
  if (type === 'default') return local.rope_theta ?? base ?? 10_000;
  const fact = `${file}: text_config.rope_parameters.sliding_attention of type ${quote(type)} is not supported`;
  throw new EngineError('unsupported', fact, { remedy: 'supported: default' });
}

function fullRope(file: string, config: TextConfig): Partial<Pick<TextSpec, 'ropeTheta' | 'ropeScaling'>> {
  const both = config.rope_parameters;
  const field = both ? 'rope_parameters.full_attention' : 'rope_scaling';
  const rope: RopeConfig = (both ? both.full_attention : config.rope_scaling) ?? {};
  const scaling = ropeScaling(file, field, rope);
  return {
    ropeTheta: rope.rope_theta ?? config.rope_theta,
    ...(scaling === undefined ? {} : { ropeScaling: scaling }),
  };
}
