/** The whole calibration: thresholds for a row of budgets, cleaned, then measured with the real merged encoder, then written. */
import type { Progress } from '../engine.ts';
import { EngineError, throwIfAborted } from '../errors.ts';
import { scheduleRows } from '../merging/schedules.ts';
import { writeCalibration, type Calibration } from './calibration-file.ts';
import { findThresholds } from './find-thresholds.ts';
import { shuffledBatches, type ImageSet } from './image-set.ts';
import type { LayerwiseEncoder } from './layerwise-encoder.ts';
import { makeMonotone } from './monotone.ts';
import { deleteProgress, readProgress, writeProgress, type RunKey } from './progress-file.ts';
import { summarise, type Summary } from './statistics.ts';
import { calibrationTargets, type CalibrationTarget } from './targets.ts';

/**
 * Images that share one budget of merges. Larger batches mix simple and complex images better, and their thresholds scatter
 * less; what limits them is memory: hidden states of all images of a batch (75 MB for CLIP ViT-L/14-336).
 */
export const defaultBatch = 32;
export const defaultPoints = 9;

export interface CalibrationJob {
  readonly encoder: LayerwiseEncoder;
  /** What the file says about the encoder. */
  readonly identity: { readonly fingerprint: string; readonly name: string; readonly patches: number };
  readonly images: ImageSet;
  /** Tokens that the merged encoder, as it runs for answers, leaves of an image under these thresholds [L_x]. */
  readonly countTokens: (pixels: Float32Array, thresholds: readonly number[]) => Promise<number>;
  readonly out: string;
  readonly points?: number | undefined;
  readonly batch?: number | undefined;
  /** Go on from the half-results of a run that was stopped. */
  readonly resume?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * Writes the calibration file and returns what it holds. Half-results lie beside it until then (progress-file.ts).
 *
 * @throws EngineError `bad-input` (no images, `out` not writable), `bad-calibration` (half-results of another run), `aborted`
 */
export async function calibrate(job: CalibrationJob): Promise<Calibration> {
  const { encoder, identity, images, out, batch = defaultBatch, points = defaultPoints } = job;
  if (images.count === 0) {
    throw new EngineError('bad-input', 'There is no image to calibrate with', {
      remedy: 'give a folder or list that has some',
    });
  }
  const targets = calibrationTargets(identity.patches, encoder.layers, points);
  const totals = targets.map(({ total }) => total);
  const key: RunKey = { encoder: identity.fingerprint, data: images.fingerprint, batch, totals };
  const { found, measured } = job.resume ? await readProgress(out, key) : { found: [], measured: [] };

  const allFound = await findAll(job, key, targets, found);
  const curves = makeMonotone(allFound);
  const allMeasured = await measureAll(job, key, curves, allFound, measured);

  const calibration: Calibration = {
    format: 'dymu-calibration',
    version: 1,
    encoder: { ...identity, layers: encoder.layers, classToken: encoder.prefix === 1 },
    data: {
      images: images.count,
      fingerprint: images.fingerprint,
      source: images.source,
      ...images.read,
    },
    procedure: { batch, schedule: 'constant', created: new Date().toISOString() },
    points: risingPoints(targets, curves, allMeasured),
  };
  await writeCalibration(out, calibration);
  await deleteProgress(out);
  return calibration;
}

/** Thresholds of every target, [points][L]. */
async function findAll(
  job: CalibrationJob,
  key: RunKey,
  targets: readonly CalibrationTarget[],
  before: readonly (readonly number[])[],
): Promise<(readonly number[])[]> {
  const { encoder, images, signal, out } = job;
  const batches = shuffledBatches(images.count, key.batch);
  const found = [...before];
  for (const [index, { total }] of targets.entries()) {
    if (index < found.length) continue;
    const report = progressOf(job, targets.length, finding, index);
    let steps = 0;
    const onStep = () => report(Math.floor(++steps / encoder.layers));
    const removals = scheduleRows('constant', total, encoder.layers);
    report(0);
    found.push(
      await findThresholds(encoder, batches, (image) => images.prepare(image), removals, { signal, onStep }),
    );
    await writeProgress(out, key, { found, measured: [] });
  }
  return found;
}

/** Token counts over all images at every point. */
async function measureAll(
  job: CalibrationJob,
  key: RunKey,
  curves: readonly (readonly number[])[],
  found: readonly (readonly number[])[],
  before: readonly Summary[],
): Promise<Summary[]> {
  const { images, signal, out, countTokens } = job;
  const measured = [...before];
  for (const [index, thresholds] of curves.entries()) {
    if (index < measured.length) continue;
    const report = progressOf(job, curves.length, measuring, index);
    const counts: number[] = [];
    for (let image = 0; image < images.count; image++) {
      throwIfAborted(signal);
      report(image);
      counts.push(await countTokens(await images.prepare(image), thresholds));
    }
    measured.push(summarise(counts));
    await writeProgress(out, key, { found, measured });
  }
  return measured;
}

/** One of the two passes over all points. */
interface Pass {
  readonly words: string;
  readonly passesBefore: number;
}
const finding: Pass = { words: 'Finding thresholds', passesBefore: 0 };
const measuring: Pass = { words: 'Measuring tokens', passesBefore: 1 };

/** Progress in images over both passes. */
function progressOf(
  job: CalibrationJob,
  points: number,
  { words, passesBefore }: Pass,
  point: number,
): (images: number) => void {
  const { count } = job.images;
  const before = (passesBefore * points + point) * count;
  const stage = `${words}, point ${point + 1} of ${points}`;
  return (images) => job.onProgress?.({ stage, done: before + images, total: 2 * points * count });
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
