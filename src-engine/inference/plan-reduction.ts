/** A request for reduction as the plan of a loaded model's encoder. */
import { cellsIn } from '../connectors/cells.ts';
import { EngineError } from '../errors.ts';
import { methodOf } from '../reduction/methods.ts';
import type { ReductionRequest } from '../reduction/methods.ts';
import type { Plan } from '../reduction/plan.ts';
import type { LoadedModel } from './loaded-model.ts';

/** Throws `bad-input` or `bad-calibration` with a sentence, and `unsupported` for a method that the model's connector cannot do. */
export function planReduction(
  { checkpoint, calibration }: Pick<LoadedModel, 'checkpoint' | 'calibration'>,
  reduction: ReductionRequest,
): Plan {
  const { patches, layers, executedLayers } = checkpoint.spec.vision;
  const plan = methodOf(reduction).plan(reduction, {
    patches,
    layers,
    executedLayers,
    curve: calibration?.curve,
  });
  if (plan.kind !== 'select' || cellsIn(checkpoint.spec).square === 1) return plan;
  const fact = `${methodOf(reduction).label} keeps tokens at their places in the prompt, but ${checkpoint.spec.name} has places for squares of patches only`;
  throw new EngineError('unsupported', fact, { remedy: 'merge tokens or pool them instead' });
}
