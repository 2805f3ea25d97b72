import { describe, expect, it } from 'vitest';
import {
  changedRun,
  savedRuns,
  withRun,
  type EvaluationRun,
} from '../../../../renderer/state/evaluation/runs.ts';

const run: EvaluationRun = {
  id: 1,
  model: { directory: '/models/a' },
  modelName: 'a',
  evaluate: { data: '/q.jsonl', modes: ['full'] },
  state: 'running',
  createdMs: 5,
};

describe('savedRuns', () => {
  it('queues again what ran when the window went, and leaves out what cannot be read', () => {
    const done = { ...run, id: 2, state: 'done', endedMs: 9 };
    expect(savedRuns([run, done, { id: 'x' }, null])).toEqual([{ ...run, state: 'queued' }, done]);
  });
});

describe('changedRun', () => {
  it('allows what fits its state', () => {
    expect(changedRun(run, 'pause')?.state).toBe('paused');
    expect(changedRun(run, 'cancel')).toMatchObject({ state: 'cancelled' });
    expect(changedRun(run, 'resume')).toBeNull();
    const failed: EvaluationRun = { ...run, state: 'failed', failure: 'It broke.', endedMs: 9 };
    expect(changedRun(failed, 'resume')).toEqual({ ...run, state: 'queued' });
    expect(changedRun({ ...run, state: 'done' }, 'resume')).toBeNull();
    expect(changedRun({ ...run, state: 'done' }, 'cancel')).toBeNull();
  });
});

describe('withRun', () => {
  it('keeps the newest first and lets the oldest ended go', () => {
    const many = Array.from({ length: 101 }, (_, index): EvaluationRun => ({
      ...run,
      id: index + 1,
      state: 'done',
    }));
    const kept = many.reduce<readonly EvaluationRun[]>((runs, each) => withRun(runs, each), []);
    expect(kept).toHaveLength(100);
    expect(kept[0]?.id).toBe(101);
    expect(withRun(kept, { ...run, id: 50, state: 'paused' }).find(({ id }) => id === 50)?.state).toBe(
      'paused',
    );
  });
});
