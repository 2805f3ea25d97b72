/** One answer in one of the two panes, as one union. What was asked travels with it, so that staleness is a comparison, not a flag. */
import type { AnswerResult, Merging } from '../../src-engine/engine.ts';
import type { RecordedAnswer, RecordedMachine } from '../../src-engine/first-start-file.ts';

export type PaneName = 'full' | 'merged';

export interface Asked {
  readonly model: string; // its folder
  readonly question: string;
  readonly merging: Merging;
  readonly virtualUnmerging: boolean;
}

export interface Finished {
  readonly asked: Asked;
  readonly result: AnswerResult;
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

export type Run =
  | { readonly kind: 'idle' }
  | RecordedRun
  /** Nothing has come yet; `before` is what the pane showed and goes on showing, dimmed. */
  | {
      readonly kind: 'loading';
      readonly asked: Asked;
      readonly before: DoneRun | RecordedRun | null;
      readonly waits: boolean;
    }
  | {
      readonly kind: 'streaming';
      readonly asked: Asked;
      readonly text: string;
      readonly visualTokens: number;
    }
  | DoneRun
  | { readonly kind: 'failed'; readonly asked: Asked; readonly text: string; readonly message: string };

export interface AnswerPair {
  readonly full: Run;
  readonly merged: Run;
}

export const idlePair: AnswerPair = { full: { kind: 'idle' }, merged: { kind: 'idle' } };

/** The whole answer that a pane shows, also while another one is being waited for. */
export function standingOf(run: Run): DoneRun | RecordedRun | null {
  if (run.kind === 'loading') return run.before;
  return run.kind === 'done' || run.kind === 'recorded' ? run : null;
}

/** The same, of this computer only. */
export function finishedOf(run: Run): Finished | null {
  const standing = standingOf(run);
  return standing?.kind === 'done' ? standing : null;
}

/** The same, of another computer only. */
export function recordedOf(run: Run): RecordedRun | null {
  const standing = standingOf(run);
  return standing?.kind === 'recorded' ? standing : null;
}

export function textOf(run: Run): string {
  switch (run.kind) {
    case 'idle':
      return '';
    case 'streaming':
    case 'failed':
      return run.text;
    case 'loading':
    case 'done':
    case 'recorded':
      return finishedOf(run)?.result.text ?? recordedOf(run)?.answer.text ?? '';
  }
}

export function isRunning(run: Run): boolean {
  return run.kind === 'loading' || run.kind === 'streaming';
}

/** Why an answer no longer belongs to what the controls say, in words; null while it does. */
export function staleReason(run: Run, now: Omit<Asked, 'question'>): string | null {
  if (run.kind === 'idle' || run.kind === 'loading') return null;
  const then = run.asked;
  if (then.model !== now.model) return 'Another model answered.';
  if (then.merging.kind === 'none' && now.merging.kind === 'none') return null;
  if (!sameMerging(then.merging, now.merging)) return 'The budget has moved since.';
  if (then.virtualUnmerging !== now.virtualUnmerging) {
    return `Answered with virtual unmerging ${then.virtualUnmerging ? 'on' : 'off'}.`;
  }
  return null;
}

export function sameMerging(a: Merging, b: Merging): boolean {
  return mergingKey(a) === mergingKey(b);
}

/** A string that is equal for equal requests: the key of the cache and of comparisons. */
export function mergingKey(merging: Merging): string {
  return JSON.stringify(merging);
}
