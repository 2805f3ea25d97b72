import { describe, expect, it } from 'vitest';
import { evaluationRuns, modelNameOf } from '../../../../renderer/state/evaluation/runs.ts';
import { jobOf, runOf } from '../../support/jobs.ts';

describe('evaluationRuns', () => {
  it('are the jobs that ask questions, the newest first', () => {
    const jobs = [
      runOf({ id: 2 }),
      jobOf({ id: 3 }),
      runOf({ id: 5, state: 'done', endedMs: 9 }),
      runOf({ id: 1 }),
    ];
    expect(evaluationRuns(jobs).map(({ id }) => id)).toEqual([5, 2, 1]);
  });
});

describe('modelNameOf', () => {
  it.each([
    ['/models/a', 'a'],
    ['C:\\models\\a\\', 'a'],
    ['org/name', 'name'],
  ])('%s is %s', (directory, name) => {
    expect(modelNameOf({ model: { directory } })).toBe(name);
  });
});
