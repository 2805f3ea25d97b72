/** The one interface of the engine. In-process (create-engine.ts) and over a message port (remote/) implement it; nothing here computes. */
import type { AnswerEvent, AnswerRequest } from './engine-answers.ts';
import type { BenchReport, BenchRequest } from './engine-bench.ts';
import type { CalibrateRequest, CalibrateResult } from './engine-calibration.ts';
import type { HubModels, HubPlan, HubRequest, RemovedHubModel, RemoveHubModelRequest } from './engine-hub.ts';
import type {
  Collection,
  CollectionRequest,
  CollectResult,
  Job,
  JobChangeRequest,
  JobRequest,
  JobResult,
} from './engine-jobs.ts';
import type { ModelInfo, ModelSource, TowerPrecision } from './engine-model.ts';
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
  CollectByWorkersRequest,
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
  PictureRole,
  Preview,
} from './engine-pictures.ts';
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

export interface EncodingTimings extends EncodeTimings {
  /** The encoder went on from another budget of the picture (`EncodeRequest.reuse`): a whole run takes longer than `encodeMs`. */
  readonly resumed?: true;
}

export interface Encoding {
  readonly model: string;
  readonly family: string;
  readonly views: readonly EncodedView[];
  readonly tokens: number; // over all views; of a method that acts on rows, those rows
  readonly fullTokens: number; // the same without reduction
  /** Where an average was asked for: that which was aimed at [tokens per view]. */
  readonly target: number | null;
  /** Where an average was asked for: what was asked, what was used, what the calibration reaches. */
  readonly budget?: BudgetUse;
  readonly source: { readonly width: number; readonly height: number }; // px, of the picture as it is read
  /** How many frames of a video it stands for, where patches span several; absent of a picture. */
  readonly frames?: number;
  /** Absent where pixel values were given. */
  readonly picture?: PictureRead;
  readonly tower?: TowerPrecision; // of the encoder; fp32 unless said
  readonly timings: EncodingTimings;
  readonly device: string;
  readonly precision: string;
  /** Sentences that belong beside the result, e.g. that a huge JPEG was shrunk while it was read. */
  readonly notes?: readonly string[];
}

export interface EncodeRequest {
  readonly image: ImageRef;
  readonly reduction: ReductionRequest;
  readonly role?: PictureRole; // alone unless said
  /**
   * Of a frame: those behind it that are of one view with it, where patches span several (`framesPerView`). Where they are fewer, the last one
   * stands in for the others.
   */
  readonly laterFrames?: readonly ImageRef[];
  readonly scores?: boolean;
  /**
   * Begin where the budgets of this picture that were encoded for the same wish begin to differ. The tokens are the same to the last bit; off
   * unless said, because what is not computed takes no time: a measurement leaves it off.
   */
  readonly reuse?: boolean;
}

export type * from './engine-answers.ts';
export type * from './engine-bench.ts';
export type * from './engine-calibration.ts';
export type * from './engine-hub.ts';
export type * from './engine-jobs.ts';
export type * from './engine-model.ts';
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
  /**
   * Counts what is not known of a collection by workers with the loaded model; what they count is kept as `startJob` would keep it. As long as
   * the call lasts: an abort ends the run on all machines. Throws `bad-input` where the server cannot be used, where the folder is not there,
   * and where a worker sees other files or counts otherwise than this computer.
   */
  collectByWorkers(request: CollectByWorkersRequest, options?: CallOptions): Promise<CollectResult>;
  /** What a model of the hub would bring and need. Asks the hub, and fetches a few small files of the model. Throws `bad-input`. */
  hubPlan(request: HubRequest, options?: CallOptions): Promise<HubPlan>;
  /** The models in the download cache, whoever has put them there. Asks nobody. */
  hubModels(options?: CallOptions): Promise<HubModels>;
  /** Takes a model out of the download cache: what this program has fetched, and with `others` all of it. Throws `bad-input` for one in use. */
  removeHubModel(request: RemoveHubModelRequest, options?: CallOptions): Promise<RemovedHubModel>;
  /** Throws `bad-input` where the folder or list is not there. */
  collection(request: CollectionRequest, options?: CallOptions): Promise<Collection>;
  close(): Promise<void>;
}

/** An engine in the caller's own process, which may also write what it computed into files. Nothing of this crosses a port. */
export interface LocalEngine extends Engine {
  encode(request: EncodeRequest, options?: LocalEncodeOptions): Promise<Encoding>;
  answer(request: AnswerRequest, options?: LocalAnswerOptions): AsyncIterable<AnswerEvent>;
  calibrate(request: CalibrateRequest, options?: LocalCalibrateOptions): Promise<CalibrateResult>;
  collectByWorkers(request: CollectByWorkersRequest, options?: LocalSendOptions): Promise<CollectResult>;
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

export interface LocalSendOptions extends CallOptions {
  /** The name by which the run can be cancelled, and host and port of the server; not called where nothing is left to do. */
  readonly onRun?: (run: string, server: string) => void;
}

/** Rejects with `bad-input`, whose sentence users see, for a path that must not be read. What is not there may be. */
export type MayRead = (path: string) => Promise<void>;

export interface PerformOptions extends CallOptions {
  /** Asked about every picture that a file of questions names, before any is read; the task fails where one must not be. */
  readonly mayRead?: MayRead;
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
  /**
   * Asked about what is named by the contents of files and folders, links among them, right before it is read: pictures of lists, of folders and of
   * questions, files of questions. What must not be read is left out and told. Not asked about paths that a request names itself, save those
   * of lists and questions. Everything may be read unless said.
   */
  readonly mayRead?: MayRead;
  /**
   * Asked about the pictures that a job names itself and that was asked for elsewhere, before it begins or goes on here: whoever asked then may have
   * been allowed more. The job fails where one must not be read. Every one may be unless said.
   */
  readonly mayGoOn?: MayRead;
}
