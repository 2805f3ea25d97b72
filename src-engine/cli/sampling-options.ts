/** `--sampling` of a command line as a request: greedy, as the checkpoint says, or with settings of one's own. */
import type { Sampling } from '../engine.ts';
import { UsageError } from './usage-error.ts';

type Sampled = Extract<Sampling, { kind: 'sample' }>;

export const samplingHelp =
  'greedy (default), sample (as the checkpoint says), or settings: temperature=T,top_k=K,top_p=P,min_p=P,seed=N';

const whole = /^\d+$/;
const decimal = /^\d+(\.\d+)?$/;

/** What each setting may be, under transformers' names. */
const settings: Readonly<
  Record<
    string,
    { readonly key: keyof Sampled; readonly takes: string; readonly fits: (text: string) => boolean }
  >
> = {
  temperature: { key: 'temperature', takes: 'a number above 0 and up to 100', fits: between(0, 100) },
  top_k: { key: 'topK', takes: 'a whole number up to 1000000; 0 is all', fits: wholeUpTo(1_000_000) },
  top_p: { key: 'topP', takes: 'a number above 0 and up to 1', fits: between(0, 1) },
  min_p: {
    key: 'minP',
    takes: 'a number from 0 to 1',
    fits: (text) => decimal.test(text) && Number(text) <= 1,
  },
  seed: { key: 'seed', takes: 'a whole number up to 4294967295', fits: wholeUpTo(2 ** 32 - 1) },
};

/** Throws UsageError. Without a seed it is 1, so that the same command gives the same answer. */
export function readSampling(text: string | undefined): Sampling | undefined {
  if (text === undefined) return undefined;
  if (text === 'greedy') return { kind: 'greedy' };
  const given: Partial<Record<keyof Sampled, number>> = {};
  for (const part of text === 'sample' ? [] : text.replace(/^sample,/, '').split(',')) {
    const [name = '', value = '', ...rest] = part.split('=');
    const setting = Object.hasOwn(settings, name) ? settings[name] : undefined;
    if (setting === undefined || rest.length > 0) {
      throw new UsageError(`--sampling takes ${samplingHelp}; "${part}" is none of them.`);
    }
    if (!setting.fits(value)) {
      throw new UsageError(`--sampling ${name} takes ${setting.takes}, and "${value}" is not one.`);
    }
    if (given[setting.key] !== undefined) throw new UsageError(`--sampling says ${name} twice.`);
    given[setting.key] = Number(value);
  }
  const { seed = 1, temperature, topK, topP, minP } = given;
  return {
    kind: 'sample',
    seed,
    ...(temperature === undefined ? {} : { temperature }),
    ...(topK === undefined ? {} : { topK }),
    ...(topP === undefined ? {} : { topP }),
    ...(minP === undefined ? {} : { minP }),
  };
}

function between(above: number, most: number): (text: string) => boolean {
  return (text) => decimal.test(text) && Number(text) > above && Number(text) <= most;
}

function wholeUpTo(most: number): (text: string) => boolean {
  return (text) => whole.test(text) && Number(text) <= most;
}
