/** What the table of a sweep asks of the state, as pure functions. */
import { whyNoEngine, whyNoQuestions } from '../asking.ts';
import type { SweepRow } from '../../../src-engine/engine.ts';
import { exactPrecision } from '../model-slice.ts';
import { ownRegions } from '../regions/list.ts';
import { regionsKey } from '../regions/key.ts';
import { selectImage, selectModelInfo, selectReadingKey } from '../selectors.ts';
import type { AppState } from '../store.ts';
import { selectSeveral } from '../subject.ts';
import type { CustomThresholds } from '../thresholds/custom.ts';
import { selectCustom } from '../thresholds/selectors.ts';
import type { Sweep, SweepAsked } from './slice.ts';

/** The last one of the selected picture. */
export function selectSweep({ sweeps, choices }: AppState): Sweep | null {
  return (choices.selected === null ? undefined : sweeps[choices.selected]) ?? null;
}

/** A sweep of another picture that still runs. */
export function selectSweeping({ sweeps }: AppState): boolean {
  return Object.values(sweeps).some(({ state }) => state.kind === 'running');
}

/** Why nothing can be swept now, as a sentence; null where it can. */
export function whyNotSweep(state: AppState): string | null {
  const stopped = whyNoEngine(state);
  if (stopped !== null) return stopped;
  const info = selectModelInfo(state);
  if (info === null) return 'No model is loaded yet.';
  const silent = whyNoQuestions(info);
  if (silent !== null) return silent;
  const image = selectImage(state);
  if (image === null) return 'No image is open.';
  if (selectSeveral(state)) return 'A sweep asks about one picture: choose it alone.';
  if (state.question.trim() === '') return 'The question is empty.';
  if (info.anyShape === true)
    return 'A sweep moves the budget of the encoder, and in that of this model nothing merges.';
  return info.calibration === null
    ? 'A sweep moves the budget, which needs a calibration; this model has none.'
    : null;
}

/** What a sweep would belong to that was started now; null where it cannot. */
export function askedNow(state: AppState): SweepAsked | null {
  const info = selectModelInfo(state);
  if (info === null) return null;
  const { directory, imageBackend, tower, precision } = info;
  const { virtualUnmerging, regions, selected } = state.choices;
  const custom = selectCustom(state);
  return {
    model: directory,
    question: state.question.trim(),
    virtualUnmerging,
    reading: selectReadingKey(state),
    regions: regionsKey(ownRegions(regions, selected)),
    imageBackend,
    tower,
    ...(precision === exactPrecision ? {} : { precision }),
    ...(custom === null ? {} : { custom }),
  };
}

/** Why a sweep no longer belongs to what the controls say, in words; null while it does. */
export function sweepStale({ asked }: Sweep, now: SweepAsked | null): string | null {
  if (now === null) return null;
  if (asked.model !== now.model) return 'Another model answered.';
  if (asked.question !== now.question) return 'The question has changed since.';
  if (asked.imageBackend !== now.imageBackend || asked.tower !== now.tower || asked.reading !== now.reading)
    return 'The picture is read differently now.';
  if (asked.precision !== now.precision) return 'The language model has another precision now.';
  if (asked.custom !== undefined && !sameValues(asked.custom.values, now.custom?.values))
    return 'The thresholds have changed since.';
  if (asked.regions !== now.regions) return 'The regions have changed since.';
  if (asked.virtualUnmerging !== now.virtualUnmerging)
    return `Answered with virtual unmerging ${asked.virtualUnmerging ? 'on' : 'off'}.`;
  return null;
}

function sameValues(a: readonly number[], b: readonly number[] | undefined): boolean {
  return b !== undefined && a.length === b.length && a.every((value, i) => value === b[i]);
}

export function selectSweepStale(state: AppState): string | null {
  const sweep = selectSweep(state);
  return sweep === null ? null : sweepStale(sweep, askedNow(state));
}

/** Positions of the rows at which the answer of a method first changes. */
export function firstChangedRows(rows: readonly SweepRow[]): ReadonlySet<number> {
  const seen = new Set<string>();
  return new Set(
    rows.flatMap(({ method, sameAsFull, position }) => {
      if (method === 'none' || sameAsFull !== false || seen.has(method)) return [];
      seen.add(method);
      return [position];
    }),
  );
}

/** What the controls are set to by a row: its budget as it was asked for, or the count of a method that keeps one. */
export function choiceOf(
  row: SweepRow,
  {
    tokensPerView,
    views,
    custom,
  }: {
    readonly tokensPerView: number;
    readonly views: number;
    readonly custom?: CustomThresholds | undefined;
  },
): Partial<Pick<AppState['choices'], 'method' | 'tokens' | 'thresholds'>> {
  if (row.method === 'none') return { tokens: tokensPerView };
  if (row.method === 'dymu' && custom !== undefined && !Number.isFinite(Number(row.budget)))
    return { method: 'dymu', thresholds: custom };
  if (row.method === 'dymu') return { method: 'dymu', tokens: Number(row.budget) };
  return { method: row.method, tokens: Math.max(1, Math.round(row.tokens / Math.max(1, views))) };
}
