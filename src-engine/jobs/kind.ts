/** What a kind of job is: one object, in the table of kinds.ts. */
import type { CallOptions, JobKind, JobRequest, JobResult, MayRead } from '../engine.ts';
import type { Database } from '../database/database.ts';
import type { HubAccess } from '../hub/access.ts';
import { requireLanguage, type Loaded, type LoadedModel } from '../inference/loaded-model.ts';
import type { Pace } from '../inference/pace.ts';

/** Who else the engine served since a turn began, in words. */
export type DisturbedBy = () => readonly string[];

/** Who is asked for models, as it is said now, and where they go. */
export interface HubSeam {
  readonly access: () => Promise<HubAccess>;
  readonly cache: () => string;
}

export interface JobContext {
  /** Of the job, in the table of jobs. */
  readonly id: number;
  readonly database: Database;
  /** Where files lie that can be made again. */
  readonly cacheDirectory: string;
  readonly hub: HubSeam;
  /** As EngineOptions has it. */
  readonly mayRead: MayRead | undefined;
  /** One turn in the background with the job's model; it lets users go first at every `pace.next()`. Rejects where another model is loaded. */
  readonly inTurn: <T>(
    work: (model: Loaded, pace: Pace, disturbedBy: DisturbedBy) => Promise<T>,
  ) => Promise<T>;
  /** Signal, urgency and progress as any call of the engine has them. */
  readonly call: CallOptions;
  /** Say it whenever something more is written for good: a process that dies after that has not died in vain. */
  readonly kept: () => void;
  /** It was begun before, and did not end. */
  readonly again: boolean;
}

/** Turns for what asks questions: they throw `unsupported` where an encoder alone is loaded. */
export function answeringTurns({ inTurn }: Pick<JobContext, 'inTurn'>) {
  return <T>(work: (model: LoadedModel, pace: Pace, disturbedBy: DisturbedBy) => Promise<T>): Promise<T> =>
    inTurn(async (loaded, pace, by) => work(requireLanguage(loaded), pace, by));
}

export interface JobKindObject<Kind extends JobKind> {
  /** A path. */
  about(request: JobRequest<Kind>): string;
  /** Paths of pictures that the request names one by one. */
  pictures?(request: JobRequest<Kind>): readonly string[];
  /** Words for a list: 'Counting the tokens of holiday'. */
  title(request: JobRequest<Kind>): string;
  /**
   * It needs no model and runs beside jobs that do. Since it asks others for something it runs only where it was started or resumed: what a
   * closed program has left rests until somebody says so.
   */
  readonly beside?: true;
  readonly unit?: 'bytes';
  /** From the beginning, or from wherever it got: what was computed before is not computed again. */
  run(request: JobRequest<Kind>, context: JobContext): Promise<JobResult<Kind>>;
  /** It was taken off the list before it was done, and does not run: files of its own from which it would have gone on are removed. */
  discard?(request: JobRequest<Kind>): Promise<void>;
}
