/** Work on many files that outlives a call and the program: what a job is asked to do, how far it is, what it has found. */
import type { CalibrateRequest, CalibrateResult, CalibrationPoint, ModelSource } from './engine.ts';
import type { EvaluateRequest, EvaluateResult } from './engine-reports.ts';
import type { ReductionRequest } from './reduction/methods.ts';

/** What a job does, all of it in the engine. A job is done with one model, which it names: it waits while another one is loaded. */
export type JobRequest =
  | { readonly kind: 'collect'; readonly model: ModelSource; readonly collect: CollectRequest }
  | { readonly kind: 'calibrate'; readonly model: ModelSource; readonly calibrate: CalibrateRequest }
  | { readonly kind: 'evaluate'; readonly model: ModelSource; readonly evaluate: EvaluateRequest };

export type JobKind = JobRequest['kind'];

/** Counts the tokens of every image below a folder at several budgets. Done again it looks only at files that are new or have changed. */
export interface CollectRequest {
  readonly folder: string; // absolute; with all folders below it
  /** Of any method: one count per image and request. */
  readonly reductions: readonly ReductionRequest[];
}

/** `queued` runs when the engine has nothing better to do; `paused` when somebody says so; the last three are ends. */
export type JobState = 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled';

export interface Job {
  readonly id: number;
  readonly request: JobRequest;
  readonly title: string; // 'Counting the tokens of holiday/'
  readonly state: JobState;
  /** Why a queued job does not run yet, in words: 'waits for the model pocket'. */
  readonly waitsFor?: string;
  readonly stage: string; // 'Encoding'
  readonly done: number;
  readonly total: number; // 0 while it is not known
  readonly perSecond: number | null; // of the last minute of work
  readonly secondsLeft: number | null;
  /** Of a failed one: one sentence. */
  readonly failure?: string;
  readonly createdMs: number; // since 1970
  readonly endedMs?: number;
}

export type JobChange = 'pause' | 'resume' | 'cancel' | 'forget' | 'first';

/** What a job that is done has found; that of `collect` is its collection. */
export type JobResult =
  | { readonly kind: 'collect'; readonly folder: string }
  | { readonly kind: 'calibrate'; readonly calibrate: CalibrateResult }
  | { readonly kind: 'evaluate'; readonly evaluate: EvaluateResult };

export interface CollectionRequest {
  readonly folder: string;
  /** Only what has changed after this revision; everything unless said. */
  readonly after?: number;
}

/** What is known of the images of a folder with the loaded model. */
export interface Collection {
  readonly folder: string;
  readonly revision: number; // ascends with every change
  /** The columns of `counts`: points of the calibration, ascending tokens per view. */
  readonly budgets: readonly CalibrationPoint['target'][];
  /** New or changed after the revision that was asked for. */
  readonly images: readonly CollectionImage[];
  /** Ids of images that are gone. */
  readonly gone: readonly number[];
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
  /** How far a count between two budgets lies from the measured one, over the images where both are known; null where none is. */
  readonly interpolation: {
    readonly images: number;
    readonly mean: number; // tokens, absolute
    readonly most: number;
  } | null;
}

export interface CollectionImage {
  readonly id: number;
  readonly path: string; // below the folder
  readonly width: number; // px, as the model reads it
  readonly height: number;
  readonly bytes: number; // of the file
  readonly modifiedMs: number; // since 1970
  readonly fullTokens: number; // over all views
  readonly views: number;
  /** Tokens over all views at each of `Collection.budgets`; null where it is not counted yet. */
  readonly counts: readonly (number | null)[];
}
