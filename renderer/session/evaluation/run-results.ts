/** What the runs on screen have found: from the answers that the engine has kept, once for a run that is done and again and again for one on its way. */
import type { Engine, EvaluateResult } from '../../../src-engine/engine.ts';
import { modeParts } from '../../state/evaluation/modes.ts';
import type { EvaluationRun } from '../../state/evaluation/runs.ts';
import { modelInfo } from '../../state/model-slice.ts';
import type { Deps } from '../deps.ts';
import { engineDied, sentenceOf, wasAborted } from '../engine-link.ts';

/** Looks cost time of the engine: they pause so many times as long as they take, and never less than this. */
const pause = { times: 20, leastMs: 2000 };

export function createRunResults(
  { store, link }: Deps,
  clock: () => number = () => performance.now(),
): { readonly dispose: () => void } {
  const stop = new AbortController();
  let busy = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let nextLookAt = 0;
  /** How each run stood when it was looked at. */
  const lookedAt = new Map<number, string>();

  /** Of the runs on screen the first that needs a look and can have one. */
  function due(): EvaluationRun | undefined {
    const { shownRun, comparedRun, runResults, evaluationRuns, model } = store.getState();
    const directory = modelInfo(model)?.directory;
    if (link.ready === null) return undefined;
    return evaluationRuns.find((run) => {
      if (run.id !== shownRun && run.id !== comparedRun) return false;
      if (run.model.directory !== directory) return false; // answers are kept under the model that gave them
      const found = runResults[run.id];
      if (found?.kind === 'ready' && found.whole) return false;
      if (found !== undefined && lookedAt.get(run.id) === standing(run)) return false;
      return run.state === 'done' || found === undefined || clock() >= nextLookAt;
    });
  }

  function standing({ id, state }: EvaluationRun): string {
    return `${state} ${store.getState().runProgress[id]?.done ?? 0}`;
  }

  async function pump(): Promise<void> {
    clearTimeout(timer);
    if (busy || stop.signal.aborted) return;
    busy = true;
    try {
      for (let run = due(); run !== undefined && link.ready !== null; run = due())
        await look(run, link.ready);
    } finally {
      busy = false;
      if (nextLookAt > clock()) timer = setTimeout(() => void pump(), nextLookAt - clock());
    }
  }

  async function look(run: EvaluationRun, engine: Engine): Promise<void> {
    const { setRunResult, runResults } = store.getState();
    if (runResults[run.id] === undefined) setRunResult(run.id, { kind: 'loading' });
    const begun = clock();
    lookedAt.set(run.id, standing(run));
    try {
      const { result, whole } = await foundBy(run, engine);
      const now = store.getState().runResults[run.id];
      if (now?.kind === 'ready' && now.whole) return; // it has come to its end meanwhile
      setRunResult(run.id, { kind: 'ready', result, whole });
    } catch (error) {
      if (wasAborted(error) || engineDied(error)) {
        lookedAt.delete(run.id);
        return;
      }
      const { text, detail = null } = sentenceOf(error);
      setRunResult(run.id, { kind: 'failed', message: text, detail });
    } finally {
      nextLookAt = clock() + Math.max(pause.leastMs, pause.times * (clock() - begun));
    }
  }

  /** Modes at equal tokens are not judged by halves; of a run that is done nothing has to be asked for them. */
  async function foundBy(
    { evaluate, state }: EvaluationRun,
    engine: Engine,
  ): Promise<{ readonly result: EvaluateResult; readonly whole: boolean }> {
    const call = { signal: stop.signal, urgency: 'background' } as const;
    const kept = await engine.evaluate({ ...evaluate, details: true, kept: true }, call);
    if (state !== 'done' || (kept.pending ?? 0) > 0) return { result: kept, whole: false };
    const follows = evaluate.modes.some((mode) => (modeParts(mode)?.equalTo ?? null) !== null);
    if (!follows) return { result: kept, whole: true };
    return { result: await engine.evaluate({ ...evaluate, details: true, resume: true }, call), whole: true };
  }

  const again = () => void pump();
  const stops = [
    store.subscribe(({ evaluationRuns }) => evaluationRuns, again),
    store.subscribe(({ runProgress }) => runProgress, again),
    store.subscribe(({ shownRun }) => shownRun, again),
    store.subscribe(({ comparedRun }) => comparedRun, again),
    link.listen(again),
  ];
  return {
    dispose: () => {
      stop.abort();
      clearTimeout(timer);
      stops.forEach((each) => each());
    },
  };
}
