/** Calibrates a model in whose encoder nothing merges: thresholds of its rows alone, in the same kind of file. */
import path from 'node:path';
import { writeCalibration, type Calibration } from '../calibration/calibration-file.ts';
import type { ImageSet } from '../calibration/image-set.ts';
import { quantileLevels } from '../calibration/statistics.ts';
import type { CalibrateRequest, CalibrateResult, CallOptions, SkippedImage } from '../engine.ts';
import type { Sharing } from '../engine-sharing.ts';
import { EngineError } from '../errors.ts';
import { measureRows } from './measure-rows.ts';
import type { MeasureRows } from './measure-rows.ts';
import type { LoadedEncoder } from './loaded-model.ts';
import type { Pace } from './pace.ts';

export interface RowCalibration {
  readonly images: Omit<ImageSet, 'prepare'>;
  readonly skipped: readonly SkippedImage[];
  readonly notes: readonly string[];
  readonly prepare: MeasureRows['prepare'];
  readonly pace: Pace;
  readonly onProgress: CallOptions['onProgress'];
  readonly sharing: Sharing;
}

/** Throws EngineError `unsupported` for held-back images, which are counted under thresholds of the encoder; `bad-input` where the file cannot be written. */
export async function calibrateRows(
  model: LoadedEncoder,
  { out, heldBack }: CalibrateRequest,
  { images, skipped, notes, sharing, ...parts }: RowCalibration,
): Promise<CalibrateResult> {
  const { spec, encoderFingerprint } = model.checkpoint;
  if (heldBack !== undefined) {
    const fact = `Held-back images are counted under thresholds of the encoder, and in that of ${spec.name} nothing merges`;
    throw new EngineError('unsupported', fact, { remedy: 'calibrate without them' });
  }
  const rows = await measureRows(model, { paths: images.paths, sharing, ...parts });
  if (rows === undefined) throw new RangeError('A model without rows of its own has none to calibrate.');
  const { patches, executedLayers: layers, classToken } = spec.vision;
  const whole = {
    target: patches,
    thresholds: new Array<number>(layers).fill(1),
    mean: patches,
    std: 0,
    quantiles: quantileLevels.map(() => patches),
  };
  const calibration: Calibration = {
    format: 'dymu-calibration',
    version: 1,
    encoder: { fingerprint: encoderFingerprint, name: spec.name, patches, layers, classToken },
    data: {
      images: images.paths.length,
      fingerprint: images.fingerprint,
      source: images.source,
      ...images.read,
    },
    procedure: { batch: 1, schedule: 'constant', created: await sharing.created() },
    points: [whole],
    rows,
  };
  await writeCalibration(out, calibration);
  const { thresholds: _, ...point } = whole;
  return {
    out: path.resolve(out),
    images: images.paths.length,
    skipped,
    imageBackend: spec.preprocess.backend,
    imageRoute: model.images.route,
    notes,
    points: [point],
    rows: rows.points.map(({ threshold, mean, std }) => ({ threshold, mean, std })),
  };
}
