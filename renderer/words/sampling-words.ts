/** How tokens are chosen, as the Sampling control and the figures of an answer say it. Pure. */
import type { Decoding, GenerationInfo, GenerationSetting, Sampling } from '../../src-engine/engine.ts';
import { settingWords } from '../../src-engine/report/decoding-words.ts';
import { plural } from '../../src-engine/report/units.ts';

export const samplingNames: Readonly<Record<Sampling['kind'], string>> = {
  greedy: 'Greedy',
  sample: 'Sampled',
};

export interface SamplingWords {
  /** Of the button: which way, and how many settings of the checkpoint's own are in force. */
  readonly summary: string;
  readonly explanation: string;
  readonly settings: readonly { readonly setting: string; readonly from: string }[];
  /** What is not as the checkpoint's author wanted it. */
  readonly remarks: readonly string[];
}

export function samplingWords(kind: Sampling['kind'], info: GenerationInfo): SamplingWords {
  const settings = kind === 'greedy' ? info.greedy : info.sample;
  const own = settings.filter(({ from }) => from === 'checkpoint').length;
  const file = info.file ?? 'the checkpoint';
  return {
    summary: own === 0 ? samplingNames[kind] : `${samplingNames[kind]} · ${plural(own, 'model setting')}`,
    explanation:
      kind === 'greedy'
        ? 'Each token is the likeliest one, so the same question has the same answer, and a difference between the two answers comes from the tokens alone.'
        : 'Each token is drawn by chance, both answers from the same seed; every question has a new one.',
    settings: settings.map((setting) => ({
      setting: settingWords(setting),
      from: originWords(setting, file),
    })),
    remarks: [
      ...(info.samples && kind === 'greedy' ? [`${file} says that this model samples (do_sample).`] : []),
      ...(info.unapplied.length === 0 ? [] : [`Not done here: ${info.unapplied.join(', ')}.`]),
    ],
  };
}

function originWords({ from }: GenerationSetting, file: string): string {
  if (from === 'checkpoint') return file;
  return from === 'default' ? 'default of transformers' : 'as asked';
}

/** "sampled, seed 3", "greedy, repetition_penalty 1.5"; null where nothing but the scores decided. */
export function chosenWords({ kind, seed, settings }: Decoding): string | null {
  const own = settings.filter(({ from }) => from === 'checkpoint').map(settingWords);
  if (kind === 'greedy' && own.length === 0) return null;
  return [kind === 'greedy' ? 'greedy' : `sampled, seed ${seed ?? 0}`, ...own].join(', ');
}
