/** Image processors that keep a picture's shape: both sides to whole cells of patches, the area within bounds (Qwen-VL). Says what to do; vision/ does it. */
import { z } from 'zod';
import { parseDocument } from '../../files/published-json.ts';
import type { PreprocessSpec, VisionSpec } from '../spec.ts';
import { count, sizes } from './config-fields.ts';
import {
  checkSteps,
  classDefaults,
  clipColours,
  normalisation,
  resizeFilter,
  unsupportedBy,
  type Colours,
  type ImageProcessor,
} from './processor.ts';

/** More patches are not encoded, because attention compares each with each: a picture of 2048 x 2048 px in patches of 16. */
export const mostPatches = 16_384;

interface TypeDefaults extends Colours {
  readonly leastPixels: number;
  readonly mostPixels: number;
}

const defaultsByType: ReadonlyMap<string, TypeDefaults> = new Map([
  ['Qwen2VLImageProcessor', { leastPixels: 56 * 56, mostPixels: 28 * 28 * 1280, ...clipColours }],
]);

/** Of every frame by itself, also where the file of pictures speaks for them. */
const framesByType: ReadonlyMap<string, TypeDefaults> = new Map(
  ['Qwen2VLVideoProcessor', 'Qwen2VLImageProcessor'].map((name) => [
    name,
    { leastPixels: 128 * 28 * 28, mostPixels: 768 * 28 * 28, ...clipColours },
  ]),
);

const pixels = count(sizes.imageSide ** 2);
const ownFields = z.object({
  size: z
    .object(
      { shortest_edge: pixels, longest_edge: pixels },
      { error: 'must be {shortest_edge, longest_edge} in pixels of the whole picture' },
    )
    .nullish(),
  min_pixels: pixels.nullish(),
  max_pixels: pixels.nullish(),
  patch_size: count(sizes.imageSide).default(14),
  temporal_patch_size: count(sizes.frames).default(2),
  merge_size: count(64).default(2),
  cap_pixels_per_frame: z.boolean().nullish(),
});

type Tower = Pick<VisionSpec, 'patchSize' | 'imageSize' | 'freeGrid'>;

/** @param square patches along a side of a cell. Throws `bad-checkpoint`, or `unsupported`, naming the field. */
export function wholeCellsView(processor: ImageProcessor, tower: Tower, square: number): PreprocessSpec {
  return viewOf(processor, tower, square, classDefaults(processor, defaultsByType));
}

/** The same of a video's frames. Throws like `wholeCellsView`. */
export function wholeCellsFrame(processor: ImageProcessor, tower: Tower, square: number): PreprocessSpec {
  return viewOf(processor, tower, square, classDefaults(processor, framesByType));
}

function viewOf(
  processor: ImageProcessor,
  { patchSize, imageSize, freeGrid }: Tower,
  square: number,
  defaults: TypeDefaults,
): PreprocessSpec {
  checkSteps(processor);
  const own = parseDocument(ownFields, processor.document);
  if (own.cap_pixels_per_frame === true)
    throw unsupportedBy(
      processor,
      'cap_pixels_per_frame true is not supported: frames are bounded one by one',
    );
  const expected = [
    ['patch_size', own.patch_size, patchSize],
    ['merge_size', own.merge_size, square],
    ['temporal_patch_size', own.temporal_patch_size, freeGrid?.frames ?? 1],
  ] as const;
  for (const [field, given, wanted] of expected) {
    if (given !== wanted)
      throw unsupportedBy(processor, `${field} is ${given}, but the vision tower takes ${wanted}`);
  }
  const leastPixels = own.min_pixels ?? own.size?.shortest_edge ?? defaults.leastPixels;
  const modelPixels = own.max_pixels ?? own.size?.longest_edge ?? defaults.mostPixels;
  if (leastPixels > modelPixels)
    throw unsupportedBy(processor, `its least pixels ${leastPixels} are more than its most ${modelPixels}`);
  const mostPixels = Math.max(leastPixels, Math.min(modelPixels, mostPatches * patchSize ** 2));
  return {
    backend: processor.backend,
    rule: { kind: 'squash' },
    wholeCells: { side: patchSize * square, patchSize, leastPixels, mostPixels, modelPixels },
    filter: resizeFilter(processor),
    imageSize,
    ...normalisation(processor, defaults),
  };
}
