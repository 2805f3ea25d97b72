/** The one interface of the engine. In-process (create-engine.ts) and over a message port (remote/) implement it; nothing here computes. */
import type { AnswerEvent, AnswerRequest, GenerationInfo } from './engine-answers.ts';
import type { BenchReport, BenchRequest } from './engine-bench.ts';
import type {
  Collection,
  CollectionRequest,
  Job,
  JobChangeRequest,
  JobRequest,
  JobResult,
} from './engine-jobs.ts';
import type {
  DeviceReport,
  EvaluateRequest,
  EvaluateResult,
  Inspection,
  PrecisionCheckRequest,
  PrecisionReport,
  QuestionsReport,
  QuestionsRequest,
} from './engine-reports.ts';
import type { SweepRow } from './engine-sweep.ts';
import type {
  CancelQueueRunRequest,
  ModelIdentity,
  QueueRequest,
  QueueRun,
  Sharing,
  Task,
  TaskKind,
  TaskResults,
} from './engine-sharing.ts';
import type {
  ImageBackend,
  ImageRef,
  ImageRoute,
  ImageSource,
  OpenImage,
  PictureRead,
  Preview,
} from './engine-pictures.ts';
import type { Preset } from './reduction/budget.ts';
import type { ReductionRequest } from './reduction/methods.ts';
import type { BudgetUse } from './reduction/plan.ts';

export type * from './engine-pictures.ts';

export type { Budget, Preset } from './reduction/budget.ts';
export type { Schedule } from './merging/schedules.ts';
export type { MethodName, ReductionRequest } from './reduction/methods.ts';
export type { BudgetUse } from './reduction/plan.ts';

/** `background` is work that nobody waits for: it starts only when no user's call waits, and lets users go first between two native runs. */
export type Urgency = 'user' | 'background';

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly urgency?: Urgency; // user unless said
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly stage: string; // words for the status line: 'Loading weights', 'Finding thresholds, point 3 of 9'
  readonly done: number;
  readonly total: number;
}

export interface ModelSource {
  /** A model's folder; or `org/name`, a model of the hub that is in the download cache. `ModelInfo.directory` says which folder it was. */
  readonly directory: string;
  /** A calibration file; default: the one found for this encoder's fingerprint. */
  readonly calibration?: string;
  /** Default: the engine's. */
  readonly imageBackend?: ImageBackend;
  /** Default: the engine's. */
  readonly tower?: TowerPrecision;
}

/**
 * What the vision encoder computes its linear layers in. `int8` is the fast tower, on processors with dot products of integers: it is another
 * encoder as far as merging goes, with a fingerprint and so with calibrations of its own.
 */
export type TowerPrecision = 'fp32' | 'int8';

export interface CalibrationPoint {
  readonly target: number; // tokens per view that the thresholds were searched for
  readonly mean: number; // measured tokens per view
  readonly std: number;
  readonly quantiles: readonly number[]; // at 0, 5, 10, 25, 50, 75, 90, 95, 100 %
}

export interface CalibrationInfo {
  readonly images: number;
  readonly source: string; // what kind of images, as their folders are called; '' where the file does not say
  /** How those images were read; absent where the file does not say, as those of earlier versions do not. */
  readonly imageBackend?: ImageBackend;
  readonly imageRoute?: ImageRoute;
  readonly points: readonly CalibrationPoint[]; // ascending mean
  readonly range: readonly [number, number]; // smallest and largest reachable target average
  readonly presets: Readonly<Record<Preset, number>>; // target average tokens
}

/** Thresholds published for encoders of a shape. How many tokens they leave is not known here: use them as thresholds, not as a budget. */
export interface PublishedThresholds {
  readonly name: string;
  readonly source: string; // the paper
  readonly file: string;
  readonly thresholds: readonly number[]; // [L]
}

export interface ModelInfo {
  readonly name: string;
  readonly directory: string;
  readonly family: string;
  readonly parameters: number;
  readonly tokensPerView: number; // N0
  /** Where squares of patches are joined into rows: places of a view that the language model reads. */
  readonly cellsPerView?: number;
  readonly grid: readonly [number, number]; // [rows, columns]
  readonly layers: number; // executed vision layers, L_x
  readonly classToken: boolean;
  readonly maxPositions: number;
  readonly device: string;
  readonly precision: string;
  /** Of the vision encoder. */
  readonly tower: TowerPrecision;
  readonly imageBackend: ImageBackend;
  readonly calibration: CalibrationInfo | null;
  readonly generation: GenerationInfo;
  /** Where there are any for an encoder of this shape. */
  readonly published?: PublishedThresholds;
  /** Sentences about the checkpoint (tensors that are not used) and its loading (a damaged quantised copy was made again). */
  readonly notes?: readonly string[];
}

/** Axis-aligned, in pixels of the picture as it is read (turned, where it was turned). May reach outside the image where views are padded. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One encoded view: a square of the source image cut into a grid of patches. */
export interface EncodedView {
  /** Of a picture that is cut: 'overview', or 'row 1, column 2'. */
  readonly name?: string;
  readonly grid: readonly [number, number]; // [rows, columns]
  readonly region: Region;
  readonly tokens: number; // n, class token not counted
  /** Where squares of patches are joined: places that the language model reads, and how many rows differ among them. */
  readonly cells?: number;
  readonly rows?: number;
  readonly countsPerLayer: readonly number[]; // [L_x], class token not counted
  readonly thresholds: readonly number[]; // [L_x]; 1 = off. Empty in the exact (ToMe) mode
  /** Owner map after every executed layer, row-major [L_x, N0]: the token that holds each patch, -1 where none does any more. */
  readonly owner: Int32Array;
  readonly size: Float32Array; // [n] patches per token
  /** [L_x, N0] on request: the patch's token's best score at that layer, NaN where its token was not a candidate. */
  readonly scores?: Float32Array;
  /** Where tokens were selected instead of merged: what they stand for. */
  readonly selected?: SelectedTokens;
  /** Where regions have budgets of their own: what each came to in this view, in the order of the request. */
  readonly regions?: readonly RegionOutcome[];
}

export interface RegionOutcome {
  readonly name: string;
  /** The average that its thresholds aim at [tokens per view]. */
  readonly target: number;
  readonly patches: number; // of this view that it holds: a patch belongs to the last region that holds its middle
  readonly tokens: number; // that hold at least one of these patches
}

export interface SelectedTokens {
  /** The patch whose place in the prompt a token keeps, ascending [n]. */
  readonly anchor: Int32Array;
  /** 1 for a token that gathers patches without much attention, 0 for a single patch with much [n]. */
  readonly contextual: Uint8Array;
  readonly attention: Float32Array; // [N0] what each patch receives in the last layer
}

export interface EncodeTimings {
  /** Reading and decoding, measured when the engine decoded the picture: once, however often it is used. */
  readonly imageDecodeMs: number;
  /** Resizing and normalising. Where the views were ready, as for a second answer about an open picture, this repeats what they took. */
  readonly prepareMs: number;
  readonly preprocessMs: number; // the sum of the two
  readonly encodeMs: number;
  readonly projectMs: number;
}

export interface Encoding {
  readonly model: string;
  readonly family: string;
  readonly views: readonly EncodedView[];
  readonly tokens: number; // over all views
  readonly fullTokens: number; // the same without reduction
  /** Where an average was asked for: that which was aimed at [tokens per view]. */
  readonly target: number | null;
  /** Where an average was asked for: what was asked, what was used, what the calibration reaches. */
  readonly budget?: BudgetUse;
  readonly source: { readonly width: number; readonly height: number }; // px, of the picture as it is read
  /** Absent where pixel values were given. */
  readonly picture?: PictureRead;
  readonly tower?: TowerPrecision; // of the encoder; fp32 unless said
  readonly timings: EncodeTimings;
  readonly device: string;
  readonly precision: string;
  /** Sentences that belong beside the result, e.g. that a huge JPEG was shrunk while it was read. */
  readonly notes?: readonly string[];
}

export interface EncodeRequest {
  readonly image: ImageRef;
  readonly reduction: ReductionRequest;
  readonly scores?: boolean;
}

export interface CalibrateRequest {
  readonly images: readonly string[]; // files
  readonly out: string;
  readonly points?: number; // >= 9 unless asked otherwise
  readonly resume?: boolean;
  /** Files that no threshold is found with: counted at every point afterwards, they tell whether the averages hold on other pictures. Not shared with other machines. */
  readonly heldBack?: readonly string[];
}

/** What images that a calibration was not made with keep at its points. */
export interface HeldBackReport {
  readonly images: number; // those that were read
  readonly skipped: readonly SkippedImage[];
  /** In the order of the calibration's points; empty without images. */
  readonly points: readonly HeldBackPoint[];
}

export interface HeldBackPoint {
  readonly promised: number; // the calibration's mean, tokens per view
  readonly mean: number; // measured, tokens per view
  readonly std: number; // of an image
}

/** An image that could not be read and was left out. */
export interface SkippedImage {
  readonly path: string;
  readonly reason: string; // a sentence
}

export interface CalibrateResult {
  readonly out: string;
  readonly images: number; // those that were read
  readonly skipped: readonly SkippedImage[];
  readonly points: readonly CalibrationPoint[];
  /** Where some were held back. */
  readonly heldBack?: HeldBackReport;
  /** How the images were read. */
  readonly imageBackend: ImageBackend;
  readonly imageRoute: ImageRoute;
  /** Sentences that belong beside the curve: few images, turned ones, files that are no pictures. */
  readonly notes: readonly string[];
}

export type * from './engine-answers.ts';
export type * from './engine-bench.ts';
export type * from './engine-jobs.ts';
export type * from './engine-reports.ts';
export type * from './engine-sharing.ts';
export type * from './engine-sweep.ts';

/**
 * Everything rejects with `EngineError`. Calls are served one after the other, users' before those of the background; a call that is aborted
 * while it waits never starts. An abort takes effect between two native runs: within one decode step, or when the current encoder run ends.
 * After `close` every call rejects with `engine-died`.
 */
export interface Engine {
  /** Opens a checkpoint and builds its sessions; replaces the model loaded before, which stays in use if this fails. */
  load(model: ModelSource, options?: CallOptions): Promise<ModelInfo>;
  encode(request: EncodeRequest, options?: CallOptions): Promise<Encoding>;
  /** A pulled stream: the next piece is computed when it is asked for. Leaving the loop early frees the run. */
  answer(request: AnswerRequest, options?: CallOptions): AsyncIterable<AnswerEvent>;
  /** Finds thresholds for a curve of budgets (paper section 3.1) and writes a calibration file. */
  calibrate(request: CalibrateRequest, options?: CallOptions): Promise<CalibrateResult>;
  /** Says which question set lies there and what of it can be asked. Needs no model, and opens no picture. Throws `bad-input` where it is none. */
  questions(request: QuestionsRequest, options?: CallOptions): Promise<QuestionsReport>;
  /** Asks questions with known answers in several modes. Other calls are served between two answers. */
  evaluate(request: EvaluateRequest, options?: CallOptions): Promise<EvaluateResult>;
  /** Decodes a picture once for everything that follows. Its pixels may be let go and decoded again; a file that has changed is noticed. */
  open(source: ImageSource, options?: CallOptions): Promise<OpenImage>;
  /** Frees what is kept of an open picture. */
  forget(id: string, options?: CallOptions): Promise<void>;
  preview(image: ImageRef, maxSide: number, options?: CallOptions): Promise<Preview>;
  inspect(directory: string, options?: CallOptions): Promise<Inspection>;
  devices(options?: CallOptions): Promise<DeviceReport>;
  /** Measures every precision that the device can do against fp32, on the loaded model; loads further language models, one at a time. */
  checkPrecision(request: PrecisionCheckRequest, options?: CallOptions): Promise<PrecisionReport>;
  /**
   * Measures what merging brings here for the shape of a model, or for a model, beside what is loaded. Minutes; in the background it lets
   * users go first between two runs, and leaves out what was disturbed. Throws `bad-input` where memory does not reach.
   */
  bench(request: BenchRequest, options?: CallOptions): Promise<BenchReport>;
  /**
   * Queues work that outlives this call and the program; it runs in the background while its model is loaded. What is asked for already and has
   * not ended is not asked for twice: that job is returned.
   */
  startJob(request: JobRequest, options?: CallOptions): Promise<Job>;
  /** Those that have not ended in the order in which they run, then the ended, latest first. */
  jobs(options?: CallOptions): Promise<readonly Job[]>;
  /** Null where there is no such job. Throws `bad-input` for what its state does not allow. */
  changeJob(request: JobChangeRequest, options?: CallOptions): Promise<Job | null>;
  /** Null where there is no such job, or it is not done. */
  jobResult(id: number, options?: CallOptions): Promise<JobResult | null>;
  /** What a sweep has answered so far, whatever its state, by position. Null where there is no such job, or it is no sweep. */
  sweepRows(id: number, options?: CallOptions): Promise<readonly SweepRow[] | null>;
  /** The runs in a queue, whoever has put them there, by title. Throws `bad-input` for a server that cannot be used. */
  queueRuns(request: QueueRequest, options?: CallOptions): Promise<readonly QueueRun[]>;
  /** Ends a run on all machines; its maker is told. Throws `bad-input` where there is no such run, or the server cannot be used. */
  cancelQueueRun(request: CancelQueueRunRequest, options?: CallOptions): Promise<void>;
  /** Throws `bad-input` where the folder or list is not there. */
  collection(request: CollectionRequest, options?: CallOptions): Promise<Collection>;
  close(): Promise<void>;
}

/** An engine in the caller's own process, which may also write what it computed into files. Nothing of this crosses a port. */
export interface LocalEngine extends Engine {
  encode(request: EncodeRequest, options?: LocalEncodeOptions): Promise<Encoding>;
  answer(request: AnswerRequest, options?: LocalAnswerOptions): AsyncIterable<AnswerEvent>;
  calibrate(request: CalibrateRequest, options?: LocalCalibrateOptions): Promise<CalibrateResult>;
  /** What results of the loaded model hang on. */
  identity(options?: CallOptions): Promise<ModelIdentity>;
  /** One task of a run that machines share. */
  perform(task: Task, options?: PerformOptions): Promise<TaskResults[TaskKind]>;
}

export interface LocalEncodeOptions extends CallOptions {
  /** Path of a safetensors file: pixel_values, features, projected, owner, size. */
  readonly saveFeatures?: string;
}

export interface LocalAnswerOptions extends CallOptions {
  /** Path of a safetensors file: logits [V] of the first generated position. */
  readonly saveLogits?: string;
}

export interface LocalCalibrateOptions extends CallOptions {
  /** With whom the work is shared. `run` says what it is: shares of another run must not be mixed in. */
  readonly share?: (run: string) => Promise<Sharing>;
  /** Called whenever something more is kept for a run that goes on later. */
  readonly onKept?: () => void;
}

export interface PerformOptions extends CallOptions {
  /** Asked before a picture that a file of questions names is read; rejects where it must not be. */
  readonly mayRead?: (path: string) => Promise<void>;
}

export interface EngineOptions {
  readonly device?: string; // 'auto' unless said
  readonly precision?: string; // 'auto' unless said
  readonly imageRoute?: ImageRoute; // 'path' unless said
  readonly threads?: number; // intra-op threads; default: the physical cores that the runtime sees
  readonly imageBackend?: ImageBackend; // 'torchvision' unless said
  readonly tower?: TowerPrecision; // 'fp32' unless said
  /** Folders searched for calibrations by encoder fingerprint, in order. */
  readonly calibrationDirectories?: readonly string[];
  /** Where files lie that can be made again, such as quantised copies of weights; default: the user's cache folder, or DYMU_CACHE. */
  readonly cacheDirectory?: string;
  /** Where jobs and what they have counted are kept; default: the user's data folder, or DYMU_DATA. */
  readonly dataDirectory?: string;
  /** Which jobs of the data folder run here: every one that no other process has taken, or those started here. `every` unless said. */
  readonly jobs?: 'every' | 'own';
}
