/** Image processors that make a base view and a grid of crops: how each view is prepared. Where crops lie is vision/'s work. */
import { EngineError } from '../../errors.ts';
import type { AnyResSpec, PreprocessSpec } from '../spec.ts';
import {
  checkSteps,
  classDefaults,
  clipColours,
  cropSides,
  meanColour,
  normalisation,
  resizeFilter,
  sizeWithoutLongest,
  unsupportedBy,
  type ImageProcessor,
} from './processor.ts';

interface TypeDefaults {
  readonly side: number; // px of a view
  readonly crops: boolean; // crop_size sets the size of the crops
}

const defaultsByType: ReadonlyMap<string, TypeDefaults> = new Map([
  ['LlavaNextImageProcessor', { side: 224, crops: true }],
  // A class that transformers no longer has: LLaVA-NeXT's takes its files.
  ['LlavaNextVideoImageProcessor', { side: 224, crops: true }],
  ['LlavaOnevisionImageProcessor', { side: 384, crops: false }],
]);

const frameDefaultsByType: ReadonlyMap<string, TypeDefaults> = new Map([
  ['LlavaOnevisionVideoProcessor', { side: 384, crops: false }],
  ['LlavaOnevisionImageProcessor', { side: 384, crops: false }],
]);

/** The base view's sides. Both classes squash the image, so a shortest edge is a side here. */
function baseSides(
  processor: ImageProcessor,
  usual: number,
): { readonly height: number; readonly width: number } {
  const size = sizeWithoutLongest(processor) ?? usual;
  if (typeof size === 'number') return { height: size, width: size };
  return 'height' in size ? size : { height: size.shortest_edge, width: size.shortest_edge };
}

/** Model and processor must cut alike, or features and their places in the prompt do not belong together. */
function checkPinpoints({ file, fields }: ImageProcessor, pinpoints: AnyResSpec['pinpoints']): void {
  const own = fields.image_grid_pinpoints ?? pinpoints;
  const same =
    own.length === pinpoints.length &&
    own.every(([height, width], i) => {
      const other = pinpoints[i];
      return other !== undefined && other[0] === height && other[1] === width;
    });
  if (same) return;
  const fact = `${file}: image_grid_pinpoints differs from the list in config.json`;
  throw new EngineError('bad-checkpoint', fact, { remedy: { kind: 'download-again', what: 'both files' } });
}

/** Throws `unsupported`, naming the field, or `bad-checkpoint` where config.json and processor contradict each other. */
export function anyResView(
  processor: ImageProcessor,
  imageSize: number,
  pinpoints: AnyResSpec['pinpoints'],
): PreprocessSpec {
  const spec = squashed(processor, imageSize, classDefaults(processor, defaultsByType));
  checkPinpoints(processor, pinpoints);
  return { ...spec, squareColour: meanColour(processor, clipColours) };
}

/** A video's frames are base views, without crops. Throws like `anyResView`. */
export function frameView(processor: ImageProcessor, imageSize: number): PreprocessSpec {
  return squashed(processor, imageSize, classDefaults(processor, frameDefaultsByType));
}

function squashed(processor: ImageProcessor, imageSize: number, defaults: TypeDefaults): PreprocessSpec {
  // do_pad only pads batches to equal numbers of views here.
  checkSteps(processor);
  const views = [baseSides(processor, defaults.side), ...(defaults.crops ? [cropSides(processor, 224)] : [])];
  for (const { height, width } of views) {
    if (height === imageSize && width === imageSize) continue;
    const fact = `views are ${height} x ${width}, but the vision tower takes ${imageSize} x ${imageSize}`;
    throw unsupportedBy(processor, fact);
  }
  return {
    backend: processor.backend,
    rule: { kind: 'squash' },
    filter: resizeFilter(processor),
    imageSize,
    ...normalisation(processor, clipColours),
  };
}
