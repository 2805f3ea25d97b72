import { afterEach, expect, it, vi } from 'vitest';
import { EngineError } from '../../../../src-engine/errors.ts';
import { createRunResults } from '../../../../renderer/session/evaluation/run-results.ts';
import { fakeModel } from '../../../support/fake-model.ts';
import { figuresOf } from '../../support/evaluations.ts';
import { runOf } from '../../support/jobs.ts';
import { createDeps, ready } from '../parts.ts';
import { eventually } from '../../../support/eventually.ts';

afterEach(() => vi.useRealTimers());

it('looks again within ten seconds at a run that goes on, though a look had to wait long for its turn', async () => {
  const deps = createDeps();
  await ready(deps);
  vi.useFakeTimers();
  const looks: number[] = [];
  vi.spyOn(deps.link.ready!, 'evaluate').mockImplementation(async () => {
    looks.push(performance.now());
    await new Promise((resolve) => setTimeout(resolve, 5000)); // behind the run's own answers
    return figuresOf();
  });
  const model = { directory: fakeModel.directory };
  const parts = { jobs: { result: () => Promise.resolve(null) }, loader: { current: model } };
  const results = createRunResults(deps, parts);
  deps.store.setState({ shownRun: 1, jobs: [runOf({ model, done: 30 })] });
  await vi.advanceTimersByTimeAsync(6000);
  deps.store.setState({ jobs: [runOf({ model, done: 40 })] });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(looks.map((at) => at - looks[0]!)).toEqual([0, 15_000]);
  results.dispose();
});

it('keeps the figures of a run that is done when its questions have gone, and says why its answers cannot be read', async () => {
  const deps = createDeps();
  await ready(deps);
  vi.spyOn(deps.link.ready!, 'evaluate').mockRejectedValue(
    new EngineError('bad-input', "'/own/questions.jsonl' does not exist", { remedy: 'give another file' }),
  );
  const model = { directory: fakeModel.directory };
  const evaluate = figuresOf();
  const parts = {
    jobs: { result: () => Promise.resolve({ kind: 'evaluate', evaluate } as const) },
    loader: { current: model },
  };
  const results = createRunResults(deps, parts);
  deps.store.setState({ shownRun: 1, jobs: [runOf({ model, state: 'done' })] });
  await eventually(() => expect(deps.store.getState().runResults[1]).toHaveProperty('unread'));
  expect(deps.store.getState().runResults[1]).toEqual({
    kind: 'ready',
    result: evaluate,
    whole: true,
    unread: "'/own/questions.jsonl' does not exist; give another file.",
  });
  results.dispose();
});
