/** Images read, laid out and encoded: what an answer starts from. One look serves any number of questions; it knows no text. */
import type { ImageSource, Merging } from '../engine.ts';
import { encodeImage, prepareCached } from './encode.ts';
import type { EncodedImage } from './encode.ts';
import type { LoadedModel } from './loaded-model.ts';
import { mergeParameters } from './merge-parameters.ts';
import type { MergeParameters } from './merge-parameters.ts';
import type { ReadVisual } from './read-visuals.ts';
import { imageInput, viewsSpec } from './visual-input.ts';

export interface Look {
  readonly visuals: readonly ReadVisual[];
  /** Of every visual the images that it consists of. */
  readonly encoded: readonly (readonly EncodedImage[])[];
}

/** Call `model.tower.prepare(parameters)` before, or the first time includes loading. */
export async function encodeVisuals(
  model: LoadedModel,
  visuals: readonly ReadVisual[],
  parameters: MergeParameters | undefined,
  signal: AbortSignal | undefined,
): Promise<EncodedImage[][]> {
  const encoded: EncodedImage[][] = [];
  for (const { images } of visuals) {
    const place: EncodedImage[] = [];
    for (const image of images) {
      place.push(await encodeImage(model, image, { parameters, scores: false, signal }));
    }
    encoded.push(place);
  }
  return encoded;
}

/** One image in its faithful layout, for questions that report no times: it may come prepared from the cache. Throws EngineError. */
export async function lookAt(
  model: LoadedModel,
  image: ImageSource,
  merging: Merging,
  signal: AbortSignal | undefined,
): Promise<Look> {
  const { spec } = model.checkpoint;
  const parameters = mergeParameters(merging, spec.vision, model.calibration?.curve);
  const read = await prepareCached(model, image, viewsSpec(spec, true));
  const visuals = [{ input: imageInput(spec, read.prepared, image, 'faithful'), images: [read] }];
  await model.tower.prepare(parameters);
  return { visuals, encoded: await encodeVisuals(model, visuals, parameters, signal) };
}
