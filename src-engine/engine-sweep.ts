/** One question about one picture or video at several budgets and by several methods: what is asked, and what is answered row by row. Types only. */
import type { AnswerTimings } from './engine-answers.ts';
import type { ImageRef } from './engine-pictures.ts';
import type { Shard } from './engine-reports.ts';
import type { MethodName, ReductionRequest } from './reduction/methods.ts';

/** Methods that a sweep compares, beside all tokens. */
export type SweepMethod = Exclude<MethodName, 'none'>;

export interface SweepBudget {
  /** As it was asked for, and as rows name it: `90`, `35%`, `low`. */
  readonly words: string;
  readonly request: ReductionRequest<'dymu'>;
}

export interface SweepRequest {
  /** A job keeps what it needs after a restart: of an open picture its file, of pasted bytes a file in the cache folder. */
  readonly image: ImageRef;
  /** Of a video, even of one file: its frames behind `image`, which is the first. */
  readonly laterFrames?: readonly ImageRef[];
  readonly question: string;
  /** Averages, the largest first. */
  readonly budgets: readonly SweepBudget[];
  readonly methods: readonly SweepMethod[];
  readonly virtualUnmerging?: boolean; // true unless said
  readonly maxNewTokens?: number;
  /** Only every `count`-th row of the table, from the `index`-th on. */
  readonly shard?: Shard;
}

export interface SweepRow {
  /** In the table: 0 with all tokens, then budget by budget the methods. */
  readonly position: number;
  readonly method: MethodName;
  /** `100%` for the answer with all tokens. */
  readonly budget: string;
  readonly tokens: number; // visual tokens that the language model read
  readonly text: string;
  /** Whether the words are those of the answer with all tokens; null in the rows of a shard that has not asked it. */
  readonly sameAsFull: boolean | null;
  readonly timings: AnswerTimings;
  readonly notes: readonly string[];
  /** What else the engine did meanwhile: then the times say little. */
  readonly disturbedBy: readonly string[];
  /** It was known from an earlier sweep: nothing was computed, and the times are of then. */
  readonly kept: boolean;
}

export interface FirstChange {
  readonly method: SweepMethod;
  readonly budget: string;
  readonly tokens: number;
}

export interface SweepResult {
  readonly image: string; // path
  readonly question: string;
  readonly rows: readonly SweepRow[];
  /** For every method the first row, from the largest budget on, that is not answered as with all tokens. */
  readonly firstChange: readonly FirstChange[];
}
