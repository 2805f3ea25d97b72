/** Jobs that tests of the window start from. */
import type { Job } from '../../../src-engine/engine.ts';
import type { EvaluationRun } from '../../../renderer/state/evaluation/runs.ts';

/** Counting a folder, in its midst. */
export function jobOf(job: Partial<Job> = {}): Job {
  return {
    id: 1,
    kind: 'collect',
    model: { directory: '/models/a' },
    about: '/pictures/holiday',
    title: 'Counting the tokens of holiday',
    state: 'running',
    stage: 'Encoding',
    done: 30,
    total: 90,
    perSecond: 2,
    secondsLeft: 30,
    createdMs: 5,
    ...job,
  };
}

/** An evaluation, in its midst. */
export function runOf(run: Partial<EvaluationRun> = {}): EvaluationRun {
  return {
    ...jobOf(),
    kind: 'evaluate',
    about: '/q.jsonl',
    title: 'Evaluating on q.jsonl',
    stage: 'Answering',
    evaluate: { data: '/q.jsonl', modes: ['full'] },
    ...run,
  };
}
