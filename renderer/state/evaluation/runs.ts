/** Evaluations that were started: what was asked for, how each stands, how far it is. Pure. */
import { z } from 'zod';
import type { EvaluateRequest, ModelSource } from '../../../src-engine/engine.ts';
import { evaluateRequestSchema, modelSourceSchema } from '../../../src-engine/remote/request-schemas.ts';

/** `queued` runs when its model is loaded and no other run is before it; `paused` when somebody says so; the last three are ends. */
export type RunState = 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled';

export interface EvaluationRun {
  readonly id: number;
  readonly model: ModelSource;
  readonly modelName: string;
  readonly evaluate: EvaluateRequest;
  readonly state: RunState;
  readonly failure?: string; // a sentence
  readonly createdMs: number; // since 1970
  readonly endedMs?: number;
}

export interface RunProgress {
  readonly stage: string;
  readonly done: number; // answers
  readonly total: number;
  readonly perSecond: number | null; // of the last minute of work
}

export function isActive({ state }: Pick<EvaluationRun, 'state'>): boolean {
  return state === 'queued' || state === 'running';
}

export function isOver({ state }: Pick<EvaluationRun, 'state'>): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}

export type RunChange = 'pause' | 'resume' | 'cancel' | 'forget';

/** The run as the change leaves it; null where its state does not allow it. */
export function changedRun(run: EvaluationRun, change: Exclude<RunChange, 'forget'>): EvaluationRun | null {
  switch (change) {
    case 'pause':
      return isActive(run) ? { ...run, state: 'paused' } : null;
    case 'cancel':
      return isOver(run) ? null : { ...run, state: 'cancelled', endedMs: Date.now() };
    case 'resume': {
      if (isActive(run) || run.state === 'done') return null;
      const { id, model, modelName, evaluate, createdMs } = run;
      return { id, model, modelName, evaluate, createdMs, state: 'queued' };
    }
  }
}

const mostRuns = 100;

const runSchema = z.object({
  id: z.int().positive(),
  model: modelSourceSchema,
  modelName: z.string().max(300),
  evaluate: evaluateRequestSchema,
  state: z.enum(['queued', 'running', 'paused', 'done', 'failed', 'cancelled']),
  failure: z.string().exactOptional(),
  createdMs: z.number(),
  endedMs: z.number().exactOptional(),
});

/** Runs as they were saved; what cannot be read is left out, and what ran when the window went is queued again. */
export function savedRuns(values: readonly unknown[]): readonly EvaluationRun[] {
  return values.slice(0, mostRuns).flatMap((value): EvaluationRun[] => {
    const run = runSchema.safeParse(value).data;
    if (run === undefined) return [];
    return [run.state === 'running' ? { ...run, state: 'queued' } : run];
  });
}

/** The newest first; the oldest that are over go when there are too many. */
export function withRun(runs: readonly EvaluationRun[], run: EvaluationRun): readonly EvaluationRun[] {
  const others = runs.filter(({ id }) => id !== run.id);
  const all = [...others, run].sort((a, b) => b.id - a.id);
  return all.filter((each, index) => index < mostRuns || !isOver(each));
}
