/** One answer in one of the two panes, as one union. What was asked travels with it, so that staleness is a comparison, not a flag. */
import type {
  AnswerResult,
  ImageBackend,
  ImageReading,
  PictureRole,
  ReductionRequest,
  Sampling,
  TowerPrecision,
  Turn,
} from '../../src-engine/engine.ts';
import type { RecordedAnswer, RecordedMachine } from '../../src-engine/bundled/first-start-file.ts';
import { readingKey } from './reading.ts';
import { regionsKey } from './regions/key.ts';
import { aboutOthers, type AskedPicture } from './subject.ts';

export type PaneName = 'full' | 'merged';

export interface Asked {
  readonly model: string; // its folder
  readonly question: string;
  readonly reduction: ReductionRequest;
  readonly virtualUnmerging: boolean;
  readonly sampling?: Sampling; // greedy unless said
  readonly imageBackend?: ImageBackend; // torchvision unless said
  readonly tower?: TowerPrecision; // fp32 unless said
  readonly precision?: string; // of the language model; fp32 unless said
  readonly reading?: ImageReading; // as a path is read unless said
  /** Several pictures or frames, in order; absent where the answer is about the one that it is kept under. */
  readonly pictures?: readonly AskedPicture[];
  /** Frames went the model's own way with video, and not as several images. */
  readonly video?: true;
  /** The turns that the question went on with. */
  readonly earlier?: readonly Turn[];
}

/** Another computer, and the day on which its session was saved. */
export interface Origin {
  readonly processor: string;
  readonly saved: string;
}

export interface Finished {
  readonly asked: Asked;
  readonly result: AnswerResult;
  /** Of answers that came in a session's file from elsewhere: their times are not this computer's. */
  readonly origin?: Origin;
}

export type DoneRun = { readonly kind: 'done' } & Finished;

/** An answer of another computer, recorded. It has no `result`: nothing that measures or compares can take it for one of this computer's. */
export interface RecordedRun {
  readonly kind: 'recorded';
  readonly asked: Asked;
  readonly answer: RecordedAnswer;
  readonly machine: RecordedMachine;
  /** True while this computer is about to answer the same. */
  readonly awaited: boolean;
}

/** A whole answer: of this computer, or recorded on another. */
export type Standing = DoneRun | RecordedRun;

interface Attempt {
  readonly asked: Asked;
  /** The whole answer that the pane showed; it stays, dimmed, until another whole one takes its place. */
  readonly before: Standing | null;
}

export type Run =
  | { readonly kind: 'idle' }
  | RecordedRun
  /** Nothing has come yet. */
  | ({ readonly kind: 'loading'; readonly waits: boolean } & Attempt)
  | ({ readonly kind: 'streaming'; readonly text: string; readonly visualTokens: number } & Attempt)
  | DoneRun
  /** The user did not want the rest; `text` is what had come by then. */
  | ({ readonly kind: 'stopped'; readonly text: string } & Attempt)
  | ({ readonly kind: 'failed'; readonly text: string; readonly message: string } & Attempt);

export interface AnswerPair {
  readonly full: Run;
  readonly merged: Run;
}

export const idlePair: AnswerPair = { full: { kind: 'idle' }, merged: { kind: 'idle' } };

/** The newest whole answer, also while another one is being made or after that was stopped or failed. */
export function standingOf(run: Run): Standing | null {
  switch (run.kind) {
    case 'idle':
      return null;
    case 'done':
    case 'recorded':
      return run;
    case 'loading':
    case 'streaming':
    case 'stopped':
    case 'failed':
      return run.before;
  }
}

/** The same, of this computer only. */
export function finishedOf(run: Run): Finished | null {
  const standing = standingOf(run);
  return standing?.kind === 'done' ? standing : null;
}

/** The whole answer on screen: none while words of another one stream over it. */
export function displayedOf(run: Run): Standing | null {
  return run.kind === 'streaming' ? null : standingOf(run);
}

export function textOf(run: Run): string {
  if (run.kind === 'streaming') return run.text;
  const standing = standingOf(run);
  if (standing !== null) return wordsOf(standing);
  return run.kind === 'stopped' || run.kind === 'failed' ? run.text : '';
}

export function wordsOf(standing: Standing): string {
  return standing.kind === 'done' ? standing.result.text : standing.answer.text;
}

export function isRunning(run: Run): boolean {
  return run.kind === 'loading' || run.kind === 'streaming';
}

/** Why the whole answer on screen no longer belongs to what the controls say, in words; null while it does. */
export function staleReason(
  run: Run,
  now: Omit<Asked, 'question' | 'sampling' | 'earlier'> & { readonly sampling?: Sampling['kind'] },
): string | null {
  if (run.kind === 'idle' || isRunning(run)) return null;
  const then = standingOf(run)?.asked;
  if (then === undefined) return null;
  if (then.model !== now.model) return 'Another model answered.';
  if (!sameBackend(then, now)) return 'Another image backend is chosen now.';
  if (!sameTower(then, now)) return 'The vision encoder has another form now.';
  if (!samePrecision(then, now)) return 'The language model has another precision now.';
  const others = aboutOthers(then, now);
  if (others !== null) return others;
  const how = then.sampling?.kind ?? 'greedy';
  if (how !== (now.sampling ?? 'greedy'))
    return how === 'greedy' ? 'Answered greedily.' : 'Answered by sampling.';
  if (then.reduction.method === 'none' && now.reduction.method === 'none') return null;
  if (then.reduction.method !== now.reduction.method) return 'Another method is chosen now.';
  if (!sameReduction(then.reduction, now.reduction)) {
    const same = sameReduction(unsteered(then.reduction), unsteered(now.reduction));
    if (!same && (hasThresholds(then.reduction) || hasThresholds(now.reduction)))
      return 'The thresholds have changed since.';
    return same ? 'The regions have changed since.' : 'The budget has moved since.';
  }
  if (then.virtualUnmerging !== now.virtualUnmerging) {
    return `Answered with virtual unmerging ${then.virtualUnmerging ? 'on' : 'off'}.`;
  }
  return null;
}

export function sameReduction(a: ReductionRequest, b: ReductionRequest): boolean {
  return reductionKey(a) === reductionKey(b);
}

function hasThresholds(reduction: ReductionRequest): boolean {
  return reduction.method === 'dymu' && reduction.budget.kind === 'thresholds';
}

function unsteered(reduction: ReductionRequest): ReductionRequest {
  return reduction.method === 'dymu' ? { method: 'dymu', budget: reduction.budget } : reduction;
}

export function sameBackend(a: Pick<Asked, 'imageBackend'>, b: Pick<Asked, 'imageBackend'>): boolean {
  return (a.imageBackend ?? 'torchvision') === (b.imageBackend ?? 'torchvision');
}

export function sameTower(a: Pick<Asked, 'tower'>, b: Pick<Asked, 'tower'>): boolean {
  return (a.tower ?? 'fp32') === (b.tower ?? 'fp32');
}

export function samePrecision(a: Pick<Asked, 'precision'>, b: Pick<Asked, 'precision'>): boolean {
  return (a.precision ?? 'fp32') === (b.precision ?? 'fp32');
}

export function sameReading(a: Pick<Asked, 'reading'>, b: Pick<Asked, 'reading'>): boolean {
  return readingKey(a.reading ?? {}) === readingKey(b.reading ?? {});
}

/** A string that is equal for equal requests, whatever thresholds are called: the key of the cache and of comparisons. */
export function reductionKey(reduction: ReductionRequest): string {
  const key = keys.get(reduction) ?? keyOf(reduction);
  keys.set(reduction, key);
  return key;
}

const keys = new WeakMap<ReductionRequest, string>();

function keyOf(reduction: ReductionRequest): string {
  if (reduction.method !== 'dymu') return JSON.stringify(reduction);
  const { regions, ...rest } = reduction;
  const plain = JSON.stringify(rest.budget.kind === 'thresholds' ? nameless(rest.budget) : rest);
  return regions === undefined ? plain : `${plain} ${regionsKey(regions)}`;
}

function nameless({ kind, thresholds }: { readonly kind: string; readonly thresholds: readonly number[] }) {
  return { method: 'dymu', budget: { kind, thresholds } };
}

/** The same, of a picture that may be read in a way of its own, and cut otherwise than alone. */
export function requestKey(reduction: string, reading: ImageReading, role: PictureRole = 'alone'): string {
  const how = [role === 'alone' ? '' : role, readingKey(reading)].filter((part) => part !== '').join(' ');
  return how === '' ? reduction : `${how} ${reduction}`;
}
