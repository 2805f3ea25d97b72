/** One question at several budgets, as a job of the engine: started, followed row by row, stopped. */
import { shallow } from 'zustand/shallow';
import type { JobState } from '../../../src-engine/engine.ts';
import { readAs } from '../../state/reading.ts';
import { ownRegions } from '../../state/regions/list.ts';
import { selectImage, selectModelInfo, selectReading } from '../../state/selectors.ts';
import { sweepBudgets } from '../../state/sweep/plan.ts';
import { askedNow, whyNotSweep } from '../../state/sweep/selectors.ts';
import type { Sweep, SweepState } from '../../state/sweep/slice.ts';
import type { Deps } from '../deps.ts';
import { engineDied, sentenceOf, wasAborted } from '../engine-link.ts';
import type { Jobs } from '../jobs.ts';
import { loadedSource } from '../loaded-source.ts';
import type { ModelLoader } from '../model-loader.ts';

export interface SweepSession {
  /** Asks the question on screen about the selected picture at the planned budgets, and shows the table. A sweep that runs is stopped. */
  readonly start: () => Promise<void>;
  readonly stop: () => void;
  readonly dispose: () => void;
}

export function createSweepSession(
  { store, link }: Deps,
  { jobs, loader }: { readonly jobs: Jobs; readonly loader: ModelLoader },
): SweepSession {
  let asking = false;
  let again = false; // the list of jobs has changed meanwhile

  async function start(): Promise<void> {
    const state = store.getState();
    state.setSweepOpen(true);
    const reason = whyNotSweep(state);
    const image = selectImage(state);
    const info = selectModelInfo(state);
    const asked = askedNow(state);
    const model = loadedSource(store, loader);
    if (reason !== null || image === null || info === null || asked === null || model === null) {
      state.notify('info', reason ?? 'No model is ready yet; sweep again when the status line says so.');
      return;
    }
    stop();
    const { methods, count } = state.sweepPlan;
    const budgets = sweepBudgets(
      info,
      count,
      ownRegions(state.choices.regions, image.id),
      asked.custom ?? null,
    );
    const begun: Sweep = {
      asked,
      methods,
      job: null,
      rows: [],
      total: 1 + budgets.length * methods.length,
      state: { kind: 'running' },
    };
    state.setSweep(image.id, begun);
    state.rememberQuestion(asked.question);
    const job = await jobs.start({
      kind: 'sweep',
      model,
      sweep: {
        image: readAs(image.source, selectReading(state)),
        question: asked.question,
        budgets,
        methods,
        virtualUnmerging: asked.virtualUnmerging,
      },
    });
    if (store.getState().sweeps[image.id] !== begun) {
      if (job !== null) void jobs.change(job.id, 'cancel'); // stopped before it was there
      return;
    }
    const failed: SweepState = { kind: 'failed', message: 'The sweep could not be started.' };
    store
      .getState()
      .setSweep(image.id, job === null ? { ...begun, state: failed } : { ...begun, job: job.id });
    follow();
  }

  function stop(): void {
    const { sweeps, setSweep } = store.getState();
    for (const [imageId, sweep] of Object.entries(sweeps)) {
      if (sweep.state.kind !== 'running') continue;
      setSweep(imageId, { ...sweep, state: { kind: 'stopped' } });
      if (sweep.job !== null) void jobs.change(sweep.job, 'cancel');
    }
  }

  /** Rows come where the list of jobs says that there are more. */
  function follow(): void {
    again = asking;
    const { sweeps } = store.getState();
    for (const [imageId, sweep] of Object.entries(sweeps)) {
      if (sweep.state.kind === 'running' && sweep.job !== null && !asking) void look(imageId, sweep.job);
    }
  }

  async function look(imageId: string, id: number): Promise<void> {
    const engine = link.connected;
    const { jobs: list, jobsKnown } = store.getState();
    const job = list.find((one) => one.id === id);
    if (engine === null || (job === undefined && !jobsKnown)) return;
    asking = true;
    try {
      const answered = await engine.sweepRows(id);
      const sweep = store.getState().sweeps[imageId];
      if (sweep?.job !== id || sweep.state.kind !== 'running') return;
      const rows = answered ?? sweep.rows;
      // Taken up with a session whose job has been removed since.
      const state = job === undefined ? stopped : stateOf(job.state, job.failure);
      if (rows.length !== sweep.rows.length || state.kind !== 'running')
        store.getState().setSweep(imageId, { ...sweep, rows, state });
    } catch (error) {
      if (wasAborted(error) || engineDied(error)) return; // the job goes on with the next engine
      store.getState().notify('error', sentenceOf(error).text);
    } finally {
      asking = false;
      if (again) follow();
    }
  }

  const stopListening = store.subscribe(({ jobs: list, jobsKnown }) => [list, jobsKnown], follow, {
    equalityFn: shallow,
  });
  return { start, stop, dispose: stopListening };
}

const stopped: SweepState = { kind: 'stopped' };

function stateOf(state: JobState, failure: string | undefined): SweepState {
  switch (state) {
    case 'done':
      return { kind: 'done' };
    case 'failed':
      return { kind: 'failed', message: failure ?? 'The sweep has failed.' };
    case 'cancelled':
      return { kind: 'stopped' };
    case 'queued':
    case 'running':
    case 'paused':
      return { kind: 'running' };
  }
}
