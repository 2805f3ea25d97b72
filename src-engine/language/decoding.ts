/** Which settings are in force when tokens are chosen, and where each comes from, as data for people. It chooses nothing. */
import type { Decoding, GenerationInfo, GenerationSetting, Sampling } from '../engine.ts';
import type { GenerationDefaults } from '../families/parts/generation.ts';
import type { GenerationSettings } from '../families/parts/generation-settings.ts';
import { clip } from '../files/words.ts';
import { samplingDefaults } from './logits/rules.ts';
import { requested } from './sampling.ts';

type Name = keyof GenerationSettings;
type Generation = Pick<GenerationDefaults, 'settings' | 'file' | 'unapplied'>;

/** What decides only where tokens are sampled, in the order in which it is applied. */
const forSampling = [
  'temperature',
  'top_h',
  'top_k',
  'top_p',
  'min_p',
  'typical_p',
  'epsilon_cutoff',
  'eta_cutoff',
] as const satisfies readonly Name[];

/** What decides always. Lengths and `do_sample` are said elsewhere. */
const always = [
  'sequence_bias',
  'encoder_repetition_penalty',
  'repetition_penalty',
  'no_repeat_ngram_size',
  'encoder_no_repeat_ngram_size',
  'bad_words_ids',
  'min_length',
  'min_new_tokens',
  'forced_bos_token_id',
  'forced_eos_token_id',
  'remove_invalid_values',
  'exponential_decay_length_penalty',
  'suppress_tokens',
  'begin_suppress_tokens',
  'renormalize_logits',
  'stop_strings',
] as const satisfies readonly Name[];

/** Values that change nothing: transformers makes no rule of them. */
const idle: Partial<Record<Name, unknown>> = {
  encoder_repetition_penalty: 1,
  repetition_penalty: 1,
  no_repeat_ngram_size: 0,
  encoder_no_repeat_ngram_size: 0,
  min_length: 0,
  min_new_tokens: 0,
  remove_invalid_values: false,
  renormalize_logits: false,
  top_p: 1,
  typical_p: 1,
  epsilon_cutoff: 0,
  eta_cutoff: 0,
};

export function generationInfo(generation: Generation): GenerationInfo {
  const { settings, file, unapplied } = generation;
  return {
    file: file ?? null,
    samples: settings.do_sample === true,
    greedy: decodingOf(settings, { kind: 'greedy' }).settings,
    sample: decodingOf(settings, { kind: 'sample', seed: 0 }).settings,
    unapplied,
  };
}

export function decodingOf(own: GenerationSettings, sampling: Sampling): Decoding {
  const asked = requested(sampling);
  const say = (names: readonly Name[], defaults: GenerationSettings): GenerationSetting[] =>
    names.flatMap((name) => {
      const value = asked[name] ?? own[name] ?? defaults[name];
      if (value === undefined || value === idle[name]) return [];
      const from = asked[name] !== undefined ? 'request' : own[name] !== undefined ? 'checkpoint' : 'default';
      return [{ name, value: inWords(name, value), from }];
    });
  const rules = say(always, {});
  if (sampling.kind === 'greedy') return { kind: 'greedy', settings: rules };
  return { kind: 'sample', seed: sampling.seed, settings: [...say(forSampling, samplingDefaults), ...rules] };
}

/** The settings that change a greedy answer, as the checkpoint has them: part of the keys of stored answers. */
export function greedySettings(own: GenerationSettings): GenerationSettings {
  const names = always.filter((name) => own[name] !== undefined && own[name] !== idle[name]);
  return Object.fromEntries(names.map((name) => [name, own[name]]));
}

type Value = NonNullable<GenerationSettings[Name]>;

/** Lists of ids may have thousands of entries: those that are longer than a line are counted. */
function inWords(name: Name, value: Value): GenerationSetting['value'] {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  const text = JSON.stringify(value);
  if (text.length <= 60) return clip(text);
  return `${value.length} ${name === 'stop_strings' ? 'texts' : name.endsWith('_tokens') ? 'tokens' : 'sequences'}`;
}
