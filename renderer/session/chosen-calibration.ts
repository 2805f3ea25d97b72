/** Which calibration a model is loaded with: what its source names, else what was chosen for its encoder, else whatever the engine finds. */
import type { ModelSource } from '../../src-engine/engine.ts';
import { calibrationKey, type ModelSlice } from '../state/model-slice.ts';

export function chosenCalibration(
  state: Pick<ModelSlice, 'embedded' | 'fastEncoders' | 'calibrationChoices'>,
  source: ModelSource,
): ModelSource {
  if (source.calibration !== undefined || source.shippedCalibration === true) return source;
  const choice = state.calibrationChoices[calibrationKey(state, source.directory)];
  if (choice?.shipped === true) return { ...source, shippedCalibration: true };
  return choice?.own === undefined ? source : { ...source, calibration: choice.own };
}
