/**
 * Runs evaluations one after the other in the engine's background lane. A run goes on where it stopped, after a pause, an end of the engine,
 * another model or a restart of the window: every answer is kept by the engine under everything that it depends on.
 */
import type { Engine, EvaluateRequest, ModelSource } from '../../../src-engine/engine.ts';
import {
  changedRun,
  isActive,
  withRun,
  type EvaluationRun,
  type RunChange,
} from '../../state/evaluation/runs.ts';
import { modelInfo } from '../../state/model-slice.ts';
import { runActivityWords } from '../../words/evaluation-run-words.ts';
import type { Deps } from '../deps.ts';
import { engineDied, sentenceOf, wasAborted } from '../engine-link.ts';
import { createRate } from './rate.ts';

export interface EvaluationRuns {
  /** The run, or the one that asks the same already and has not ended. */
  readonly start: (model: ModelSource, modelName: string, evaluate: EvaluateRequest) => EvaluationRun;
  readonly change: (id: number, change: RunChange) => void;
  readonly dispose: () => void;
}

export function createEvaluationRuns(
  { store, link, activities }: Deps,
  clock: () => number = () => performance.now(),
): EvaluationRuns {
  let running: { readonly id: number; readonly stop: AbortController } | null = null;
  let disposed = false;

  const runOf = (id: number) => store.getState().evaluationRuns.find((run) => run.id === id);
  const put = (run: EvaluationRun) => {
    const { evaluationRuns, setEvaluationRuns } = store.getState();
    setEvaluationRuns(withRun(evaluationRuns, run));
  };

  function next(): EvaluationRun | undefined {
    const { evaluationRuns, model } = store.getState();
    const directory = modelInfo(model)?.directory;
    return evaluationRuns.findLast((run) => run.state === 'queued' && run.model.directory === directory);
  }

  async function pump(): Promise<void> {
    if (running !== null || disposed) return;
    const engine = link.ready;
    const run = next();
    if (engine === null || run === undefined || store.getState().model.kind !== 'ready') return;
    const stop = new AbortController();
    running = { id: run.id, stop };
    put({ ...run, state: 'running' });
    try {
      await perform(run, engine, stop.signal);
    } finally {
      running = null;
    }
    void pump();
  }

  async function perform(run: EvaluationRun, engine: Engine, signal: AbortSignal): Promise<void> {
    const { id, evaluate, model } = run;
    const rate = createRate(clock);
    let latest: number | undefined;
    const activity = activities.begin(runActivityWords(run), () => change(id, 'pause'));
    try {
      const result = await engine.evaluate(evaluate, {
        signal,
        urgency: 'background',
        onProgress: ({ stage, done, total }) => {
          const perSecond = rate.at(done);
          store.getState().setRunProgress(id, { stage, done, total, perSecond });
          latest = perSecond ?? latest;
          activity.update(runActivityWords(run), done, total);
        },
      });
      const now = runOf(id);
      if (now === undefined) return;
      store.getState().setRunResult(id, { kind: 'ready', result, whole: true });
      put({ ...now, state: 'done', endedMs: Date.now() });
    } catch (error) {
      const now = runOf(id);
      if (now?.state !== 'running') return; // somebody has paused, stopped or forgotten it
      if (wasAborted(error) || engineDied(error)) put({ ...now, state: 'queued' });
      else put({ ...now, state: 'failed', failure: sentenceOf(error).text, endedMs: Date.now() });
    } finally {
      activity.end();
      if (latest !== undefined) store.getState().setAnswerRate(model.directory, latest);
    }
  }

  function change(id: number, how: RunChange): void {
    const run = runOf(id);
    if (run === undefined) return;
    if (how === 'forget')
      store.getState().setEvaluationRuns(store.getState().evaluationRuns.filter((each) => each !== run));
    else {
      const changed = changedRun(run, how);
      if (changed === null) return;
      put(changed);
    }
    if (running?.id === id && how !== 'resume') running.stop.abort();
    void pump();
  }

  const again = () => void pump();
  const stops = [link.listen(again), store.subscribe(({ model }) => model, again)];
  return {
    start: (model, modelName, evaluate) => {
      const { evaluationRuns } = store.getState();
      const same = evaluationRuns.find(
        (run) =>
          isActive(run) &&
          run.model.directory === model.directory &&
          JSON.stringify(run.evaluate) === JSON.stringify(evaluate),
      );
      if (same !== undefined) return same;
      const id = 1 + Math.max(0, ...evaluationRuns.map((run) => run.id));
      const run: EvaluationRun = { id, model, modelName, evaluate, state: 'queued', createdMs: Date.now() };
      put(run);
      void pump();
      return run;
    },
    change,
    dispose: () => {
      disposed = true;
      stops.forEach((stop) => stop());
      running?.stop.abort();
    },
  };
}
