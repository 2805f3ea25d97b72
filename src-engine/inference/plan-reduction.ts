/** A request for reduction as the plan of a loaded model's encoder. */
import { methodOf } from '../reduction/methods.ts';
import type { ReductionRequest } from '../reduction/methods.ts';
import type { Plan } from '../reduction/plan.ts';
import type { LoadedModel } from './loaded-model.ts';

/** Throws `bad-input` or `bad-calibration` with a sentence. */
export function planReduction(
  { checkpoint, calibration }: Pick<LoadedModel, 'checkpoint' | 'calibration'>,
  reduction: ReductionRequest,
): Plan {
  const { patches, layers, executedLayers } = checkpoint.spec.vision;
  return methodOf(reduction).plan(reduction, { patches, layers, executedLayers, curve: calibration?.curve });
}
