/** What the results of a loaded model hang on, so that several machines can tell whether they have the same. */
import { createHash } from 'node:crypto';
import { weightsFingerprint } from '../checkpoint/weights-fingerprint.ts';
import type { ModelIdentity } from '../engine.ts';
import type { LoadedModel } from './loaded-model.ts';

/** Throws `bad-checkpoint` where weights cannot be read. */
export async function modelIdentity(model: LoadedModel): Promise<ModelIdentity> {
  const { spec, encoderFingerprint, weights } = model.checkpoint;
  const points = model.calibration?.info.points;
  return {
    name: spec.name,
    encoder: encoderFingerprint,
    weights: await weightsFingerprint(weights),
    tower: model.towerPrecision,
    precision: model.precision,
    device: model.device.name,
    imageBackend: spec.preprocess.backend,
    imageRoute: model.images.route,
    calibration:
      points === undefined ? null : createHash('sha256').update(JSON.stringify(points)).digest('hex'),
  };
}
