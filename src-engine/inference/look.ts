/** Images read, laid out and encoded: what an answer starts from. One look serves any number of questions; it knows no text. */
import type { ImageSource, ReductionRequest, Visual } from '../engine.ts';
import { encodeImage } from './encode.ts';
import type { EncodedImage } from './encode.ts';
import type { LoadedModel } from './loaded-model.ts';
import type { Pace } from './pace.ts';
import { planReduction } from './plan-reduction.ts';
import { readVisuals } from './read-visuals.ts';
import type { ReadVisual } from './read-visuals.ts';
import type { TowerRun } from './vision-tower.ts';
import { imageInput, roleIn, viewsSpec } from './visual-input.ts';

export interface Look {
  readonly visuals: readonly ReadVisual[];
  /** Of every visual the images that it consists of. */
  readonly encoded: readonly (readonly EncodedImage[])[];
}

export async function encodeVisuals(
  model: LoadedModel,
  run: TowerRun,
  visuals: readonly ReadVisual[],
  pace: Pace,
): Promise<EncodedImage[][]> {
  const encoded: EncodedImage[][] = [];
  for (const { input, images } of visuals) {
    const place: EncodedImage[] = [];
    const role = input.kind === 'video' ? 'frame' : 'alone';
    for (const image of images) {
      place.push(await encodeImage(model, run, image, { scores: false, pace, role }));
    }
    encoded.push(place);
  }
  return encoded;
}

/** What a question is about, read afresh. Throws EngineError. */
export async function lookAtAll(
  model: LoadedModel,
  visual: Visual,
  reduction: ReductionRequest,
  pace: Pace,
): Promise<Look> {
  const plan = planReduction(model, reduction, roleIn(visual));
  const visuals = await readVisuals(model, visual, pace);
  const run = await model.tower.open(plan);
  return { visuals, encoded: await encodeVisuals(model, run, visuals, pace) };
}

/** One image in its faithful layout, for questions that report no times: it may come prepared from the cache. Throws EngineError. */
export async function lookAt(
  model: LoadedModel,
  image: ImageSource,
  reduction: ReductionRequest,
  pace: Pace,
): Promise<Look> {
  const { spec } = model.checkpoint;
  const plan = planReduction(model, reduction);
  const read = await model.images.prepare(image, viewsSpec(spec, 'alone'));
  const visuals = [{ input: imageInput(spec, read.prepared, image, 'faithful'), images: [read] }];
  const run = await model.tower.open(plan);
  return { visuals, encoded: await encodeVisuals(model, run, visuals, pace) };
}
