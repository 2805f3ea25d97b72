/** Calibrates the model in use on images of the collection or the shelf. Some are held back: the engine counts them at the end, and its report stays with the job. */
import type { ModelSource } from '../../../src-engine/engine.ts';
import { plural } from '../../../src-engine/report/units.ts';
import type { Deps } from '../deps.ts';
import type { Jobs } from '../jobs.ts';
import type { Models } from '../models.ts';

export interface Calibrating {
  /** Begins a job; when it is done, the model is loaded again with the new calibration. @param paths absolute */
  readonly start: (paths: readonly string[], name: string) => Promise<void>;
  /** Loads the model with what the job has found whose report is shown. */
  readonly use: (jobId: number) => Promise<void>;
  readonly dispose: () => void;
}

interface Parts {
  readonly jobs: Jobs;
  readonly model: () => ModelSource | null;
  readonly models: Models;
}

/** Every tenth image is held back, from 20 on; more than 100 would only take time. */
const heldBack = { every: 10, from: 20, most: 100 };

export interface Split {
  readonly used: readonly string[];
  readonly left: readonly string[];
}

/** Spread evenly over the images, always the same for the same ones. */
export function splitOf(paths: readonly string[]): Split {
  if (paths.length < heldBack.from) return { used: paths, left: [] };
  const every = Math.max(heldBack.every, Math.ceil(paths.length / heldBack.most));
  const isLeft = (index: number) => index % every === every >> 1;
  return {
    used: paths.filter((_, index) => !isLeft(index)),
    left: paths.filter((_, index) => isLeft(index)),
  };
}

export function createCalibrating(
  { store, bridge, link }: Deps,
  { jobs, model, models }: Parts,
): Calibrating {
  /** Jobs that were seen before they were done, begun now or before a restart: the model takes up what they find. */
  const awaited = new Set<number>();
  let shown: number | null = null;

  const calibrations = () => store.getState().jobs.filter(({ kind }) => kind === 'calibrate');
  const newest = () => calibrations().find(({ state }) => state === 'done');

  /** Another tab of the same server may have begun it with another encoder, or with pictures that are read otherwise. */
  function isLoaded({ directory, tower, imageBackend }: ModelSource): boolean {
    const source = model();
    return (
      directory === source?.directory &&
      (tower ?? source.tower) === source.tower &&
      (imageBackend ?? source.imageBackend) === source.imageBackend
    );
  }

  function hear(): void {
    for (const { id, state } of calibrations()) if (state !== 'done') awaited.add(id);
    void show();
  }

  /** The report of the newest that is done, also of one that was done before this window was opened. */
  async function show(): Promise<void> {
    const job = newest();
    if (job === undefined || job.id === shown) return;
    shown = job.id;
    const result = await jobs.result(job.id);
    if (result?.kind !== 'calibrate') {
      shown = null; // the engine went away meanwhile
      return;
    }
    store.getState().setCalibrated({ job: job.id, model: job.model.directory, result: result.calibrate });
    if (awaited.delete(job.id) && isLoaded(job.model)) await take(job.id);
  }

  async function start(paths: readonly string[], name: string): Promise<void> {
    const source = model();
    if (source === null) return;
    const { used, left } = splitOf(paths);
    const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
    const plain =
      name
        .replace(/[^\w.-]+/g, '-')
        .replace(/^\.+/, '')
        .slice(0, 150) || 'folder';
    const { grant } = await bridge.ownCalibration(`${plain}-${stamp}.json`);
    const job = await jobs.start({
      kind: 'calibrate',
      model: source,
      calibrate: { images: used, out: grant, ...(left.length === 0 ? {} : { heldBack: left }) },
    });
    if (job === null) return;
    if (store.getState().calibrated?.job === job.id)
      await take(job.id); // done before anybody saw it run
    else awaited.add(job.id);
  }

  async function take(id: number): Promise<void> {
    const { calibrated } = store.getState();
    const source = model();
    if (calibrated?.job !== id || source === null) return;
    const { images, out } = calibrated.result;
    await models.adopt({ directory: source.directory, calibration: out }, 'meant');
    if (model()?.calibration === out)
      store.getState().notify('info', `The calibration on ${plural(images, 'image')} is in use.`);
  }

  const stops = [store.subscribe(({ jobs: all }) => all, hear), link.listen(() => void show())];
  return { start, use: take, dispose: () => stops.forEach((stop) => stop()) };
}
