/** Calibrates the model in use on images of the collection, some of which are left out and tell afterwards whether the target is met. */
import type { CalibrateResult, ModelSource } from '../../../src-engine/engine.ts';
import { methods } from '../../../src-engine/reduction/methods.ts';
import { isOver } from '../../state/jobs-slice.ts';
import { selectModelInfo } from '../../state/selectors.ts';
import type { Deps } from '../deps.ts';
import { engineDied, sentenceOf, wasAborted } from '../engine-link.ts';
import type { Jobs } from '../jobs.ts';
import type { Models } from '../models.ts';

export interface Calibrating {
  /** Begins a job; when it is done, the model is loaded again with the new calibration, which is then checked. @param paths absolute */
  readonly start: (paths: readonly string[], name: string) => Promise<void>;
  /** Loads the model with what a job has found that was done before this window knew of it. */
  readonly use: (jobId: number) => Promise<void>;
}

interface Parts {
  readonly jobs: Jobs;
  readonly model: () => ModelSource | null;
  readonly models: Models;
}

/** Every tenth image is left out, from 20 on; more than 100 would only take time. */
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
  { store, bridge, link, activities, traffic }: Deps,
  { jobs, model, models }: Parts,
): Calibrating {
  const pending = new Map<number, readonly string[]>(); // job: images left out
  store.subscribe(
    (state) => state.jobs,
    (list) => {
      for (const job of list) {
        const left = pending.get(job.id);
        if (left === undefined || !isOver(job)) continue;
        pending.delete(job.id);
        if (job.state === 'done') void adopt(job.id, left);
        else store.getState().setHeldBack({ kind: 'none' });
      }
    },
  );

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
      calibrate: { images: used, out: grant },
    });
    if (job === null) return;
    store.getState().setHeldBack({ kind: 'none' });
    pending.set(job.id, left);
  }

  async function adopt(id: number, left: readonly string[]): Promise<void> {
    const result = await jobs.result(id);
    const source = model();
    if (result?.kind !== 'calibrate' || source === null) return;
    await models.adopt({ ...source, calibration: result.calibrate.out });
    await check(result.calibrate, left);
  }

  /** Encodes the images left out at the middle preset and compares their mean with it. */
  async function check({ images, notes }: CalibrateResult, left: readonly string[]): Promise<void> {
    const engine = link.ready;
    const info = selectModelInfo(store.getState());
    const target = info?.calibration?.presets.mid;
    const { setHeldBack } = store.getState();
    if (engine === null || target === undefined) return;
    const stop = new AbortController();
    const activity = activities.begin('Checking the calibration', () => stop.abort());
    const leave = traffic.enter();
    const kept: number[] = [];
    try {
      for (const [index, path] of left.entries()) {
        activity.update('Checking the calibration on images left out', index, left.length);
        setHeldBack({ kind: 'running', done: index, total: left.length });
        const image = { kind: 'file', path } as const;
        const { tokens, views } = await engine.encode(
          { image, reduction: methods.dymu.ofTokens(target) },
          { signal: stop.signal },
        );
        link.forget(image);
        kept.push(tokens / Math.max(1, views.length));
      }
      const mean = kept.reduce((sum, tokens) => sum + tokens, 0) / Math.max(1, kept.length);
      const variance =
        kept.reduce((sum, tokens) => sum + (tokens - mean) ** 2, 0) / Math.max(1, kept.length - 1);
      setHeldBack({
        kind: 'done',
        target,
        images: kept.length,
        mean,
        std: Math.sqrt(variance),
        calibratedWith: images,
        notes,
      });
    } catch (error) {
      if (wasAborted(error) || engineDied(error)) setHeldBack({ kind: 'none' });
      else setHeldBack({ kind: 'failed', message: sentenceOf(error).text });
    } finally {
      activity.end();
      leave();
    }
  }

  return { start, use: (jobId) => adopt(jobId, []) };
}
