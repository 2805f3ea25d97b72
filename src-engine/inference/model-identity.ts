/** What the results of a loaded model hang on, so that several machines can tell whether they have the same. */
import { weightsFingerprint } from '../checkpoint/weights-fingerprint.ts';
import type { ModelIdentity } from '../engine.ts';
import { sha256 } from '../files/sha256.ts';
import type { LoadedEncoder } from './loaded-model.ts';

/** Throws `bad-checkpoint` where weights cannot be read. */
export async function modelIdentity(model: LoadedEncoder): Promise<ModelIdentity> {
  const { spec, encoderFingerprint, weights } = model.checkpoint;
  const { points, rows } = model.calibration?.info ?? {};
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
      points === undefined ? null : sha256(JSON.stringify(rows === undefined ? points : [points, rows])),
  };
}
