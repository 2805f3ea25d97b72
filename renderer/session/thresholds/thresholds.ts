/** Thresholds from a file and into one, as the command line's --thresholds has them. */
import {
  mostThresholdBytes,
  namedThresholdsSchema,
  thresholdsFile,
  type NamedThresholds,
} from '../../../src-engine/reduction/dymu/thresholds-file.ts';
import { selectModelInfo } from '../../state/selectors.ts';
import { takeThresholds } from '../../state/thresholds/acts.ts';
import { whyNotFit } from '../../state/thresholds/custom.ts';
import { selectCustom, selectThresholds } from '../../state/thresholds/selectors.ts';
import type { Deps } from '../deps.ts';

export interface ThresholdSession {
  /** Those of a file instead of the slider's; says in one sentence why they cannot be used. */
  readonly take: (file: File) => Promise<void>;
  /** Those on the chart; null where there are none. */
  readonly text: () => string | null;
}

export function createThresholdSession({ store }: Pick<Deps, 'store'>): ThresholdSession {
  async function take(file: File): Promise<void> {
    const info = selectModelInfo(store.getState());
    if (info === null) return;
    const read = await readFile(file);
    if (typeof read === 'string') {
      const remedy = 'give a file with {"thresholds":[0.9, ...]}, one number per executed layer';
      store.getState().notify('error', `${file.name} ${read}; ${remedy}.`);
      return;
    }
    const { thresholds, name, encoder } = read;
    const reason = whyNotFit({ encoder, values: thresholds }, info, file.name);
    if (reason !== null) store.getState().notify('error', reason);
    else takeThresholds(store, { encoder: info.encoder, name: name ?? null, values: thresholds }, file.name);
  }

  function text(): string | null {
    const state = store.getState();
    const info = selectModelInfo(state);
    const values = selectThresholds(state);
    if (info === null || values.length === 0) return null;
    const name = selectCustom(state)?.name ?? null;
    const about = { ...(name === null ? {} : { name }), encoder: info.encoder, model: info.name };
    return thresholdsFile(values, about);
  }

  return { take, text };
}

/** What is wrong with it, where something is. */
async function readFile(file: File): Promise<NamedThresholds | string> {
  if (file.size > mostThresholdBytes) return 'is too large';
  let value: unknown;
  try {
    value = JSON.parse(await file.text());
  } catch {
    return 'is not valid JSON';
  }
  const parsed = namedThresholdsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  return `is no file of thresholds (${field}${issue?.message ?? 'unknown'})`;
}
