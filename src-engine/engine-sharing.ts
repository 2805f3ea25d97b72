/** Work that several machines share: tasks, each of which depends on nothing but the model and files, and what they come to. Types only. */
import type { ImageBackend, ImageRoute } from './engine-pictures.ts';
import type { CollectRequest } from './engine-jobs.ts';
import type { EvaluateRequest } from './engine-reports.ts';
import type { SweepRequest, SweepRow } from './engine-sweep.ts';
import type { TowerPrecision } from './engine-model.ts';
import type { ReductionRequest } from './reduction/methods.ts';

/** One share of one run. Whoever does it, it comes to the same. */
export type Task =
  /** The thresholds of one batch of a calibration, in which all images share one budget of merges. */
  | {
      readonly kind: 'find';
      readonly images: readonly string[]; // absolute paths
      readonly removals: readonly number[]; // tokens to merge away per image and layer, on average [L_x]
    }
  /** How many tokens images keep under thresholds. */
  | { readonly kind: 'measure'; readonly images: readonly string[]; readonly thresholds: readonly number[] }
  /** How many rows of images every threshold of a calibration of rows leaves. */
  | { readonly kind: 'rows'; readonly images: readonly string[] }
  /** How many tokens images keep of several reductions. */
  | {
      readonly kind: 'count';
      readonly images: readonly string[];
      /** SHA-256 in hex of what the sender has seen in them: another task where a file has changed [images]. */
      readonly contents: readonly string[];
      readonly reductions: readonly ReductionRequest[];
    }
  /** One shard of an evaluation. */
  | { readonly kind: 'evaluate'; readonly request: EvaluateRequest }
  /** One row of a sweep, or more: one shard of it. `content`: SHA-256 of the picture in hex. */
  | { readonly kind: 'sweep'; readonly request: SweepRequest; readonly content: string };

export type TaskKind = Task['kind'];
export type TaskOf<K extends TaskKind> = Extract<Task, { readonly kind: K }>;

export interface TaskResults {
  readonly find: readonly number[]; // thresholds [L_x]
  readonly measure: readonly number[]; // tokens of the first view [images]
  readonly rows: readonly (readonly number[])[]; // of the first view [images, thresholds]
  readonly count: readonly (CountedImage | UncountedImage)[]; // [images]
  readonly evaluate: string; // a part, as evaluation/recorded-file.ts writes it
  readonly sweep: readonly SweepRow[];
}

export interface CountedImage {
  readonly path: string;
  /** SHA-256 in hex of the bytes that were read. */
  readonly content: string;
  readonly views: number;
  readonly tokens: readonly number[]; // over all views, one a reduction
}

export interface UncountedImage {
  readonly path: string;
  readonly reason: string; // one sentence
}

/** Divides the tasks of a run among machines. The one machine that has nobody to share with does them all (`alone`). */
export interface Sharing {
  /** When the run began, as its file will say: the same on all machines. Asked once all results are there. */
  created(): Promise<string>;
  /** What tasks came to outlives this process: a run that is started again finds it. */
  readonly keepsResults: boolean;
  /** What the tasks come to, in their order. `perform` does one here. Rejects as `perform` does, and where another machine's share cannot be had. */
  results<K extends TaskKind>(
    kind: K,
    tasks: readonly TaskOf<K>[],
    perform: (task: TaskOf<K>) => Promise<TaskResults[K]>,
  ): AsyncIterable<TaskResults[K]>;
}

/** All that results hang on beside files and tasks: machines that share a run must have it in common. */
export interface ModelIdentity {
  readonly name: string;
  readonly encoder: string; // fingerprint
  readonly weights: string; // fingerprint of all of them
  readonly tower: TowerPrecision;
  readonly precision: string; // of the language model
  readonly device: string;
  readonly imageBackend: ImageBackend;
  readonly imageRoute: ImageRoute;
  readonly calibration: string | null; // hash of its points
}

/** A run that somebody has put into a queue, on whatever machine. */
export interface QueueRun {
  readonly run: string; // its name
  readonly title: string;
  readonly model: string; // name
  readonly done: number; // tasks
  readonly total: number;
  /** Processes that take its tasks now, as far as the server tells. */
  readonly workers: number;
}

export interface QueueRequest {
  /** redis://HOST:6379, or rediss:// with TLS. */
  readonly address: string;
}

/** A collection whose images workers count. */
export interface CollectByWorkersRequest extends QueueRequest {
  readonly collect: CollectRequest;
}

export interface CancelQueueRunRequest extends QueueRequest {
  readonly run: string;
}
