/** Sees to it that the images of the open folder are counted: starts the engine's job for what is not, and leaves alone what somebody has stopped. */
import type { Job, ModelSource } from '../../../src-engine/engine.ts';
import { countedRequest } from '../../state/collection/selectors.ts';
import { memoised } from '../../state/collection/memoised.ts';
import { isActive } from '../../state/jobs-slice.ts';
import { selectModelInfo } from '../../state/selectors.ts';
import { isSent } from '../../state/sending-slice.ts';
import type { AppState, AppStore } from '../../state/store.ts';
import type { Jobs } from '../jobs.ts';

export interface Counting {
  /** The user wants it: also after it was stopped. */
  readonly start: () => Promise<void>;
  /** Starts it where images are not counted, nobody has stopped it, and it has not tried these before. */
  readonly offer: () => void;
}

interface Parts {
  readonly store: AppStore;
  readonly jobs: Jobs;
  /** The model in use, as a job names it. */
  readonly model: () => ModelSource | null;
}

/** It waits for its model to be loaded as it was, with another calibration or encoder: what is in use now is counted by another. */
const isLeft = ({ state, waitsFor, model }: Job, directory: string | null): boolean =>
  state === 'queued' && waitsFor !== undefined && model.directory === directory;

/** The newest job that counts the folder with the model in use. */
export function countingJob({ jobs, collection, model }: AppState): Job | null {
  if (collection.kind === 'none') return null;
  const directory = model.kind === 'ready' ? model.info.directory : null;
  const own = jobs.filter(
    (job) => job.kind === 'collect' && job.about === collection.folder && !isLeft(job, directory),
  );
  const here = own.filter((job) => job.model.directory === directory);
  return here.find((job) => isActive(job) || job.state === 'paused') ?? here[0] ?? own.find(isActive) ?? null;
}

/** Images whose tokens are not known at some point of the calibration. */
export function uncounted(state: AppState): number {
  return uncountedIds(state).length;
}

const uncountedOf = memoised((_: AppState['columns'], state: AppState) => uncounted(state), 1);
/** The same, worked out once for the same columns. */
export const selectUncounted = (state: AppState): number => uncountedOf(state.columns, state);

function uncountedIds({ columns }: AppState): number[] {
  const { rows, alive, counts, ids } = columns;
  const missing: number[] = [];
  for (let row = 0; row < rows; row++)
    if (alive[row] === 1 && counts.some((column) => Number.isNaN(column[row] ?? 0)))
      missing.push(ids[row] ?? -1);
  return missing;
}

export function createCounting({ store, jobs, model }: Parts): Counting {
  /** Which images were left when a job was started, by folder and model; a job that leaves them again is not repeated. */
  const tried = new Map<string, string>();
  const begun = new Set<number>();

  async function start(): Promise<void> {
    const state = store.getState();
    const { collection } = state;
    const source = model();
    if (collection.kind === 'none' || source === null) return;
    const collect = { source: collection.folder, ...countedRequest(state) };
    const job = await jobs.start({ kind: 'collect', model: source, collect });
    if (job !== null) begun.add(job.id);
    await forgetLeft();
  }

  /** Of those that were begun here: nothing of them is lost but the wish, for counts are kept. */
  async function forgetLeft(): Promise<void> {
    const state = store.getState();
    const directory = selectModelInfo(state)?.directory ?? null;
    for (const job of state.jobs)
      if (begun.has(job.id) && isLeft(job, directory) && begun.delete(job.id))
        await jobs.change(job.id, 'forget');
  }

  return {
    start: async () => {
      const stopped = countingJob(store.getState());
      if (stopped !== null && ['paused', 'failed', 'cancelled'].includes(stopped.state))
        await jobs.change(stopped.id, 'resume');
      else await start();
    },
    offer: () => {
      const state = store.getState();
      const { collection, columns } = state;
      const info = selectModelInfo(state);
      if (collection.kind !== 'open' || info === null || columns.budgets.length === 0) return;
      const job = countingJob(state);
      if (isSent(state) || (job !== null && job.state !== 'done')) return; // under way, or stopped by somebody
      const left = uncountedIds(state);
      const key = `${collection.folder}\n${info.directory}\n${columns.method}\n${columns.budgets.join()}`;
      if (left.length === 0) tried.delete(key);
      const mark = left.join();
      if (left.length === 0 || (job !== null && tried.get(key) === mark)) return;
      tried.set(key, mark);
      void start();
    },
  };
}
