/** Evaluations that were started: the engine's jobs of that kind. Pure. */
import type { EvaluateRequest, Job } from '../../../src-engine/engine.ts';

export interface EvaluationRun extends Job {
  readonly evaluate: EvaluateRequest;
}

/** The newest first, whatever the order in which they run. */
export function evaluationRuns(jobs: readonly Job[]): readonly EvaluationRun[] {
  return jobs
    .flatMap((job) => (job.evaluate === undefined ? [] : [{ ...job, evaluate: job.evaluate }]))
    .sort((a, b) => b.id - a.id);
}

/** Enough to choose questions, modes and wishes from, also when its model is not loaded: the last name of its folder. */
export function modelNameOf({ model }: Pick<Job, 'model'>): string {
  return model.directory.split(/[\\/]/u).findLast((part) => part !== '') ?? model.directory;
}
