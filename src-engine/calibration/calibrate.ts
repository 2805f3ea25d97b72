/** The whole calibration: thresholds for a row of budgets, cleaned, then measured with the real merged encoder, then written. */
import type { Progress } from '../engine.ts';
import type { Sharing } from '../engine-sharing.ts';
import { EngineError } from '../errors.ts';
import { alone } from './alone.ts';
import { writeCalibration, type CalibratedRows, type Calibration } from './calibration-file.ts';
import { meanThresholds } from './find-thresholds.ts';
import type { ImageSet } from './image-set.ts';
import type { LayerwiseEncoder } from './layerwise-encoder.ts';
import { makeMonotone } from './monotone.ts';
import type { Performer } from './performer.ts';
import { deleteProgress, readProgress, writeProgress, type RunProgress } from './progress-file.ts';
import type { RunKey } from './run-key.ts';
import { meanError } from './mean-error.ts';
import { summarise, type Summary } from './statistics.ts';
import { calibrationTargets, type CalibrationTarget } from './targets.ts';
import { findTasks, measureTasks } from './tasks.ts';

/**
 * Images that share one budget of merges. Larger batches mix simple and complex images better, and their thresholds scatter
 * less; what limits them is memory: hidden states of all images of a batch (75 MB for CLIP ViT-L/14-336).
 */
export const defaultBatch = 32;
export const defaultPoints = 9;

export interface CalibrationJob {
  readonly encoder: Pick<LayerwiseEncoder, 'layers' | 'prefix'>;
  /** What the file says about the encoder. */
  readonly identity: { readonly fingerprint: string; readonly name: string; readonly patches: number };
  readonly images: Omit<ImageSet, 'prepare'>;
  readonly performer: Performer;
  readonly out: string;
  readonly points?: number | undefined;
  readonly batch?: number | undefined;
  /** Go on from the half-results of a run that was stopped. */
  readonly resume?: boolean | undefined;
  /** With other machines; alone unless said. */
  readonly share?: ((key: RunKey) => Promise<Sharing>) | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Half-results are written. */
  readonly onKept?: (() => void) | undefined;
  /** Counts rows on the same images, where a model has some of its own. */
  readonly measureRows?: ((sharing: Sharing) => Promise<CalibratedRows | undefined>) | undefined;
  /** Looks at the points before the file is written: a run that is stopped meanwhile goes on from here. */
  readonly check?: ((points: Calibration['points']) => Promise<void>) | undefined;
}

/**
 * Writes the calibration file and returns what it holds. Half-results lie beside it until then (progress-file.ts), unless the sharing keeps them.
 *
 * @throws EngineError `bad-input` (no images, `out` not writable), `bad-calibration` (half-results of another run), `aborted`, and what
 *   `share` throws
 */
export async function calibrate(job: CalibrationJob): Promise<Calibration> {
  const { encoder, identity, images, out, batch = defaultBatch, points = defaultPoints } = job;
  const { paths } = images;
  if (paths.length === 0) {
    throw new EngineError('bad-input', 'There is no image to calibrate with', {
      remedy: 'give a folder or list that has some',
    });
  }
  const targets = calibrationTargets(identity.patches, encoder.layers, points);
  const totals = targets.map(({ total }) => total);
  const key: RunKey = { encoder: identity.fingerprint, data: images.fingerprint, batch, totals };
  const sharing = (await job.share?.(key)) ?? alone();
  const { found, measured } =
    job.resume && !sharing.keepsResults ? await readProgress(out, key) : { found: [], measured: [] };
  const keep = async (progress: RunProgress): Promise<void> => {
    if (sharing.keepsResults) return;
    await writeProgress(out, key, progress);
    job.onKept?.();
  };

  const allFound = await findAll({ job, sharing, keep, targets, batch }, found);
  const curves = makeMonotone(allFound);
  const allMeasured = await measureAll({ job, sharing, keep, curves, found: allFound }, measured);

  const rows = await job.measureRows?.(sharing);
  const calibration: Calibration = {
    format: 'dymu-calibration',
    version: 1,
    encoder: { ...identity, layers: encoder.layers, classToken: encoder.prefix === 1 },
    data: {
      images: paths.length,
      fingerprint: images.fingerprint,
      source: images.source,
      ...images.read,
    },
    procedure: { batch, schedule: 'constant', created: await sharing.created() },
    points: risingPoints(targets, curves, allMeasured),
    ...(rows === undefined ? {} : { rows }),
  };
  await job.check?.(calibration.points);
  await writeCalibration(out, calibration);
  if (!sharing.keepsResults) await deleteProgress(out);
  return calibration;
}

interface Run {
  readonly job: CalibrationJob;
  readonly sharing: Sharing;
  readonly keep: (progress: RunProgress) => Promise<void>;
}

interface Finding extends Run {
  readonly targets: readonly CalibrationTarget[];
  readonly batch: number;
}

/** Thresholds of every target, [points][L]. */
async function findAll(
  { job, sharing, keep, targets, batch }: Finding,
  before: readonly (readonly number[])[],
): Promise<(readonly number[])[]> {
  const { paths } = job.images;
  const tasks = findTasks(targets.slice(before.length), paths, batch, job.encoder.layers);
  const progress = passProgress(job, finding, { points: targets.length, tasks });
  const batches = Math.ceil(paths.length / batch);
  const found = [...before];
  let ofPoint: (readonly number[])[] = [];
  for await (const thresholds of sharing.results('find', tasks, (task) =>
    job.performer.find(task, progress(task)),
  )) {
    ofPoint.push(thresholds);
    if (ofPoint.length < batches) continue;
    found.push(meanThresholds(ofPoint));
    ofPoint = [];
    await keep({ found, measured: [] });
  }
  return found;
}

interface Measuring extends Run {
  readonly curves: readonly (readonly number[])[];
  readonly found: readonly (readonly number[])[];
}

/** Token counts over all images at every point. */
async function measureAll(
  { job, sharing, keep, curves, found }: Measuring,
  before: readonly Summary[],
): Promise<Summary[]> {
  const { paths } = job.images;
  const tasks = measureTasks(curves.slice(before.length), paths);
  const progress = passProgress(job, measuring, { points: curves.length, tasks });
  const measured = [...before];
  let ofPoint: number[] = [];
  for await (const counts of sharing.results('measure', tasks, (task) =>
    job.performer.measure(task, progress(task)),
  )) {
    ofPoint.push(...counts);
    if (ofPoint.length < paths.length) continue;
    measured.push({ ...summarise(ofPoint), meanError: meanError(ofPoint) });
    ofPoint = [];
    await keep({ found, measured });
  }
  return measured;
}

/** One of the two passes over all points. */
interface Pass {
  readonly words: string;
  readonly pass: 0 | 1;
}
const finding: Pass = { words: 'Finding thresholds', pass: 0 };
const measuring: Pass = { words: 'Measuring tokens', pass: 1 };

/**
 * For every task a function of how many of its images are done. Progress is in images over both passes and all points, counted as if all tasks
 * before it were done.
 */
function passProgress<T extends { readonly images: readonly string[] }>(
  { images, onProgress }: CalibrationJob,
  { words, pass }: Pass,
  { points, tasks }: { readonly points: number; readonly tasks: readonly T[] },
): (task: T) => (images: number) => void {
  const count = images.paths.length;
  const total = 2 * points * count;
  const starts = new Map<T, number>();
  let start = points * count - tasks.reduce((sum, task) => sum + task.images.length, 0);
  for (const task of tasks) {
    starts.set(task, start);
    start += task.images.length;
  }
  return (task) => {
    const before = starts.get(task) ?? 0;
    const stage = `${words}, point ${Math.floor(before / count) + 1} of ${points}`;
    return (done) => onProgress?.({ stage, done: pass * points * count + before + done, total });
  };
}

/** Ascending by measured mean; a point that gains no tokens over the one below it is left out. */
function risingPoints(
  targets: readonly CalibrationTarget[],
  curves: readonly (readonly number[])[],
  measured: readonly Summary[],
): Calibration['points'] {
  const points: Calibration['points'] = [];
  for (const [index, { tokens }] of [...targets.entries()].reverse()) {
    const summary = measured[index];
    const thresholds = curves[index];
    if (!summary || !thresholds || summary.mean <= (points.at(-1)?.mean ?? 0)) continue;
    points.push({
      target: tokens,
      thresholds: [...thresholds],
      ...summary,
      quantiles: [...summary.quantiles],
    });
  }
  return points;
}
