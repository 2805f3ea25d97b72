/** What the runs on screen have found: the figures of a job that is done, and single answers or partial figures from what the engine has kept. */
import type { Engine, EvaluateResult } from '../../../src-engine/engine.ts';
import { modeParts } from '../../state/evaluation/modes.ts';
import type { EvaluationRun } from '../../state/evaluation/runs.ts';
import { selectRuns } from '../../state/evaluation/selectors.ts';
import type { Deps } from '../deps.ts';
import { engineDied, sentenceOf, wasAborted } from '../engine-link.ts';
import type { Jobs } from '../jobs.ts';
import { loadedSource } from '../loaded-source.ts';
import type { ModelLoader } from '../model-loader.ts';

/**
 * Looks cost time of the engine: they pause so many times as long as they take, never less than this, and never so long that a short run ends
 * unseen: most of what a look takes may be waiting for the run's own answers.
 */
const pause = { times: 20, leastMs: 2000, mostMs: 10_000 };

interface Parts {
  readonly jobs: Pick<Jobs, 'result'>;
  readonly loader: Pick<ModelLoader, 'current'>;
}

export function createRunResults(
  { store, link }: Deps,
  { jobs, loader }: Parts,
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
    const { shownRun, comparedRun, runResults } = store.getState();
    if (link.ready === null) return undefined;
    return selectRuns(store.getState()).find((run) => {
      if (run.id !== shownRun && run.id !== comparedRun) return false;
      if (run.state !== 'done' && !isLoaded(run)) return false; // answers are kept under the model that gave them
      const found = runResults[run.id];
      if (found?.kind === 'ready' && found.whole && found.result.details !== undefined) return false;
      if (found !== undefined && lookedAt.get(run.id) === standing(run)) return false;
      return run.state === 'done' || found === undefined || clock() >= nextLookAt;
    });
  }

  function isLoaded({ model }: EvaluationRun): boolean {
    return loadedSource(store, loader)?.directory === model.directory;
  }

  function standing(run: EvaluationRun): string {
    return `${run.state} ${run.state === 'done' ? isLoaded(run) : run.done}`;
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
      if (run.state === 'done') await lookAtDone(run, engine);
      else {
        const result = await keptOf(run, engine);
        setRunResult(run.id, { kind: 'ready', result, whole: false });
      }
    } catch (error) {
      if (wasAborted(error) || engineDied(error)) {
        lookedAt.delete(run.id);
        return;
      }
      const { text, detail = null } = sentenceOf(error);
      setRunResult(run.id, { kind: 'failed', message: text, detail });
    } finally {
      const wanted = pause.times * (clock() - begun);
      nextLookAt = clock() + Math.min(Math.max(pause.leastMs, wanted), pause.mostMs);
    }
  }

  /** Figures at once, whichever model is loaded; single answers where they are still kept and their model is there to tell which they are. */
  async function lookAtDone(run: EvaluationRun, engine: Engine): Promise<void> {
    const { setRunResult } = store.getState();
    const found = await jobs.result(run.id);
    const awaited = isLoaded(run);
    if (found?.kind === 'evaluate') {
      const figures = { kind: 'ready', result: found.evaluate, whole: true } as const;
      setRunResult(run.id, awaited ? { ...figures, awaited } : figures);
    }
    if (!awaited) return;
    try {
      const result =
        (await singleAnswers(run, engine)) ?? (found?.kind === 'evaluate' ? found.evaluate : null);
      if (result !== null) setRunResult(run.id, { kind: 'ready', result, whole: true });
    } catch (error) {
      // Questions that have gone take no figure with them.
      if (found?.kind !== 'evaluate' || wasAborted(error) || engineDied(error)) throw error;
      const unread = sentenceOf(error).text;
      setRunResult(run.id, { kind: 'ready', result: found.evaluate, whole: true, unread });
    }
  }

  /** Modes at equal tokens are not judged by halves; of a run that is done nothing has to be asked for them. */
  async function singleAnswers(run: EvaluationRun, engine: Engine): Promise<EvaluateResult | null> {
    const kept = await keptOf(run, engine);
    if ((kept.pending ?? 0) > 0) return null;
    const follows = run.evaluate.modes.some((mode) => (modeParts(mode)?.equalTo ?? null) !== null);
    return follows ? engine.evaluate({ ...run.evaluate, details: true, resume: true }, call()) : kept;
  }

  function keptOf({ evaluate }: EvaluationRun, engine: Engine): Promise<EvaluateResult> {
    return engine.evaluate({ ...evaluate, details: true, kept: true }, call());
  }

  const call = () => ({ signal: stop.signal, urgency: 'background' }) as const;

  const again = () => void pump();
  const stops = [
    store.subscribe(({ jobs: list }) => list, again),
    store.subscribe(({ shownRun }) => shownRun, again),
    store.subscribe(({ comparedRun }) => comparedRun, again),
    store.subscribe(({ model }) => model, again),
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
