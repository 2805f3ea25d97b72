/** A request for reduction as the plan of a loaded model's encoder. */
import { cellCount, cellsIn } from '../connectors/cells.ts';
import { EngineError } from '../errors.ts';
import { budgetRemarks } from '../reduction/budget.ts';
import type { PictureRole } from '../engine.ts';
import { methodOf, suits } from '../reduction/methods.ts';
import type { ReductionRequest } from '../reduction/methods.ts';
import type { Encoder, Plan } from '../reduction/plan.ts';
import type { EncoderSpec, PreprocessSpec } from '../families/spec.ts';
import type { LoadedEncoder } from './loaded-model.ts';
import { specAs, viewsSpec } from './visual-input.ts';

/** @param role of the picture in a question. Throws `bad-input` or `bad-calibration` with a sentence, and `unsupported` for a method that the model's connector cannot do. */
export function planReduction(
  { checkpoint, calibration }: Pick<LoadedEncoder, 'checkpoint' | 'calibration'>,
  reduction: ReductionRequest,
  role: PictureRole = 'alone',
): Plan {
  const { patches, layers, executedLayers, freeGrid } = checkpoint.spec.vision;
  const spec = specAs(checkpoint.spec, role);
  const ofFrames = spec !== checkpoint.spec;
  const cells = cellsIn(spec);
  if (!suits(reduction.method, { cells: cells.square > 1, free: freeGrid !== undefined }))
    throw notMadeFor(spec, ofFrames ? `a frame of ${spec.name}` : spec.name, reduction);
  if (checkpoint.spec.text === undefined && reduction.method === 'dart') throw noRows(checkpoint, reduction);
  return methodOf(reduction).plan(reduction, {
    patches,
    layers,
    executedLayers,
    curve: calibration?.curve,
    cells: cellCount(cells),
    rowCurve: calibration?.rowCurve,
    // A count that is made for pictures is at most what a frame has.
    most: ofFrames ? { patches, cells: patches } : mostOf(viewsSpec(spec, role)),
  });
}

/** Of the largest view, where pictures keep their shape. */
function mostOf({ wholeCells }: PreprocessSpec): Encoder['most'] {
  if (wholeCells === undefined) return undefined;
  const { mostPixels, patchSize, side } = wholeCells;
  return { patches: Math.floor(mostPixels / patchSize ** 2), cells: Math.floor(mostPixels / side ** 2) };
}

/** Why nothing merges in an encoder of grids of any shape. */
export const whyNoEncoderMerging =
  'keys are turned by the row and the column of their patch, and features of layers in the middle are read, so that a merged token has no place of its own';

function notMadeFor({ vision }: EncoderSpec, name: string, reduction: ReductionRequest): EngineError {
  const { label, only, inEncoder } = methodOf(reduction);
  if (inEncoder === true && vision.freeGrid !== undefined) {
    const fact = `${label} merges tokens in the encoder, but in ${name} ${whyNoEncoderMerging}`;
    return new EngineError('unsupported', fact, {
      remedy: 'merge or leave out rows behind the encoder instead (rows, dart, pool)',
    });
  }
  if (only === 'tokens') {
    const fact = `${label} keeps tokens at their places in the prompt, but ${name} has places for squares of patches only`;
    return new EngineError('unsupported', fact, { remedy: 'merge tokens or rows, or pool tokens, instead' });
  }
  const fact = `${label} merges rows of squares of patches, but in ${name} every token is a row by itself`;
  return new EngineError('unsupported', fact, { remedy: 'merge tokens in the encoder instead (dymu, tome)' });
}

function noRows({ spec }: LoadedEncoder['checkpoint'], reduction: ReductionRequest): EngineError {
  const fact = `${methodOf(reduction).label} leaves out rows of a language model, and ${spec.name} is a vision encoder without one`;
  return new EngineError('unsupported', fact, { remedy: 'merge, pool or select its tokens instead' });
}

/** What is to be said of a request whatever has become of it: that its budget is beyond the calibration. Throws as `planReduction`. */
export function planRemarks(
  model: Pick<LoadedEncoder, 'checkpoint' | 'calibration'>,
  reduction: ReductionRequest,
  role?: PictureRole,
): string[] {
  const plan = planReduction(model, reduction, role);
  return 'budget' in plan ? budgetRemarks(plan.budget) : [];
}
