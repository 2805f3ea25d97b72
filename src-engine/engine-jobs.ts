/** Work on many files that outlives a call and the program: what a job is asked to do, how far it is, what it has found. */
import type { CalibrateRequest, CalibrateResult, CalibrationPoint, ModelSource } from './engine.ts';
import type { DownloadRequest, DownloadResult } from './engine-hub.ts';
import type { EvaluateRequest, EvaluateResult } from './engine-reports.ts';
import type { SweepRequest, SweepResult } from './engine-sweep.ts';
import type { ReductionRequest } from './reduction/methods.ts';

/** What each kind of job is asked. */
export interface JobRequests {
  readonly collect: CollectRequest;
  readonly calibrate: CalibrateRequest;
  readonly evaluate: EvaluateRequest;
  readonly sweep: SweepRequest;
  readonly download: DownloadRequest;
}

export type JobKind = keyof JobRequests;

/**
 * What a job does, all of it in the engine: `{ kind: 'collect', model, collect: { source } }`. It is done with one model, which it names: it waits while
 * another one is loaded. A download needs none: it runs beside the others, and names the repository as its model.
 */
export type JobRequest<Kind extends JobKind = JobKind> = {
  readonly [Name in Kind]: { readonly kind: Name; readonly model: ModelSource } & Readonly<
    Record<Name, JobRequests[Name]>
  >;
}[Kind];

/** What a collection's points are of: tokens that the encoder's thresholds leave, or rows that thresholds behind it leave. */
export type CountedMethod = 'dymu' | 'rows';

/** Counts the tokens of many images at several budgets. Done again it encodes only what is new, has changed or was not asked for before. */
export interface CollectRequest {
  /** Absolute: a folder, which stands for all images below it, or a text file that lists images, one path a line. */
  readonly source: string;
  /** Only these of them, as `CollectionImage.path` names them; all unless said. */
  readonly only?: readonly string[];
  /** Whose points; as `CollectionRequest.method`. */
  readonly method?: CountedMethod;
  /** At so many points of the calibration, spread over it with both ends; at every point unless said, 0 for none. An encoder run each per image and view. */
  readonly points?: number;
  /** Further requests of any method: one exact count per image and request. */
  readonly reductions?: readonly ReductionRequest[];
  /** So many images are also counted midway between the points, which says what interpolation is worth; 20 unless said. */
  readonly checks?: number;
}

/** `queued` runs when the engine has nothing better to do, `paused` when somebody says so; the last three are ends. */
export type JobState = 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled';

export interface Job {
  readonly id: number;
  readonly kind: JobKind;
  readonly model: ModelSource;
  /** What it is about, a path: the source of `collect`, the file that `calibrate` writes, the data of `evaluate`, the picture of `sweep`, the repository of `download`. */
  readonly about: string;
  readonly title: string; // 'Counting the tokens of holiday'
  /** Of an evaluation: what it asks. */
  readonly evaluate?: EvaluateRequest;
  /** The same of a sweep. */
  readonly sweep?: SweepRequest;
  readonly state: JobState;
  /** Why a queued job does not run yet, in words: 'waits until pocket is loaded', 'waits until pocket is loaded with its vision encoder in int8'. */
  readonly waitsFor?: string;
  readonly stage: string; // 'Encoding'; empty before its first run
  readonly done: number;
  /** Of what `done`, `total` and `perSecond` count, where it is no piece of work. */
  readonly unit?: 'bytes';
  readonly total: number; // 0 while it is not known
  readonly perSecond: number | null; // of `done`, over the last minute of work; null while it does not run
  readonly secondsLeft: number | null;
  /** Of a failed one: one sentence. */
  readonly failure?: string;
  readonly createdMs: number; // since 1970
  readonly endedMs?: number;
}

/**
 * `first`: before all others; one that runs waits until it is done, and goes on. `resume`: a paused one, and also one that failed or was cancelled, which goes on where it stopped.
 * `cancel` keeps what was counted. `forget`: takes it off the list, whatever its state; what it found stays, and half a calibration goes.
 */
export type JobChange = 'pause' | 'resume' | 'cancel' | 'forget' | 'first';

export interface JobChangeRequest {
  readonly id: number;
  readonly change: JobChange;
}

/** What each kind of job has found. */
export interface JobResults {
  readonly collect: CollectResult;
  readonly calibrate: CalibrateResult;
  /** The figures. Single answers may be hundreds of megabytes: `Engine.evaluate` with `kept` judges them again from what is kept. */
  readonly evaluate: EvaluateResult;
  readonly sweep: SweepResult;
  readonly download: DownloadResult;
}

/** What a job that is done has found: `{ kind: 'calibrate', calibrate: ... }`. */
export type JobResult<Kind extends JobKind = JobKind> = {
  readonly [Name in Kind]: { readonly kind: Name } & Readonly<Record<Name, JobResults[Name]>>;
}[Kind];

/** The counts themselves are in the collection. */
export interface CollectResult {
  readonly source: string;
  readonly images: number;
  readonly unreadable: number;
  /** Runs of the encoder, one a view and request, of all requests of rows together one; and counts that were known from earlier. */
  readonly encodes: number;
  readonly known: number;
}

export interface CollectionRequest {
  readonly source: string; // as `CollectRequest.source`
  /** Whose points; `dymu` unless said, and whichever the model allows where it allows one alone. */
  readonly method?: CountedMethod;
  /** Further columns beside the calibration's points. */
  readonly reductions?: readonly ReductionRequest[];
  /** With the SHA-256 of every file's bytes; without them unless asked. */
  readonly contents?: boolean;
  /** The revision of an earlier answer about the same source: only what has changed since then. */
  readonly after?: string;
  /** Whether files that are added, changed or removed are told: true unless said. */
  readonly follow?: boolean;
  /** Look through all of the folder now. */
  readonly rescan?: boolean;
}

/** How the engine hears of files that are added, changed or removed. */
export type Following =
  | { readonly kind: 'watched' } // the system tells
  | { readonly kind: 'rescanned'; readonly reason: string } // looked through from time to time; why, in one sentence
  | { readonly kind: 'off' }; // asked for

/** What is known of the images of a folder with the loaded model. Asked again, it tells of files that were added, changed or removed. */
export interface Collection {
  readonly source: string;
  /** Of the loaded model; null where none is: then there are no points, and all counts are empty. */
  readonly model: string | null;
  /** To be given as `after` next time. */
  readonly revision: string;
  /** These are all images, whatever was known before: so it is at first, and after another model or calibration. False: changes only. */
  readonly whole: boolean;
  /** There is more to be told: ask again at once, after this revision. */
  readonly more: boolean;
  /** Whose points and counts these are: rows of the language model instead of tokens, where it is `rows`. */
  readonly method: CountedMethod;
  /** The columns of `CollectionImage.counts`: points of the calibration by ascending mean; of rows some of many, spread evenly. */
  readonly points: readonly CalibrationPoint[];
  readonly images: readonly CollectionImage[];
  /** Ids of images that are gone. */
  readonly gone: readonly number[];
  readonly following: Following;
  /** Files that were found and not looked at yet: ask again in a moment. */
  readonly unread: number;
  /** All that cannot be read now, up to a thousand. */
  readonly unreadable: readonly UnreadableFile[];
  readonly unreadableTotal: number;
  readonly interpolation: InterpolationCheck | null; // null while no image was counted between points
  /** What somebody who reads the numbers must know. */
  readonly notes: readonly CollectionNote[];
}

export interface CollectionImage {
  /** The same as long as the file has this path. */
  readonly id: number;
  readonly path: string; // below the folder, with '/'; as the list has it
  readonly width: number; // px, as it is shown: turned where the file says so
  readonly height: number;
  readonly bytes: number; // of the file
  readonly modifiedMs: number; // since 1970
  readonly content?: string; // SHA-256 in hex, where it was asked for
  readonly views: number | null; // null while nothing of it is counted
  readonly fullTokens: number | null; // over all views, of the picture's own shape where it keeps it
  /** Tokens over all views at each of `Collection.points`; null where it is not counted yet. */
  readonly counts: readonly (number | null)[];
  /** The same for each of the reductions that were asked for. */
  readonly asked: readonly (number | null)[];
}

export interface UnreadableFile {
  readonly path: string;
  readonly reason: string; // one sentence
}

/** Counts between two points of the calibration against those read off the curve. */
export interface InterpolationCheck {
  readonly images: number;
  /** By ascending budget. Errors are absolute, in tokens per view. */
  readonly gaps: readonly {
    readonly budget: number; // where it was measured, midway [tokens per view]
    readonly images: number;
    readonly mean: number;
    readonly most: number;
  }[];
}

/** database: what had to be done to open it. few: too few images to speak of averages. unlike: these pictures keep other numbers of tokens than those of the calibration. */
export interface CollectionNote {
  readonly kind: 'few' | 'unlike' | 'calibration' | 'database';
  readonly text: string; // one or two sentences
}
