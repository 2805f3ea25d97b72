/** Image processors that make one view of an image: CLIP's resize and centre crop, SigLIP's squash. Says what to do; vision/ does it. */
import type { PreprocessSpec, ResizeRule } from '../spec.ts';
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
  type Colours,
  type ImageProcessor,
} from './processor.ts';
import { quote } from '../../files/words.ts';

interface TypeDefaults extends Colours {
  readonly size: Size;
  readonly centreCrop: boolean;
  /** Whether `do_pad` centres on a square of the mean colour; 'never': the class does nothing of that name. */
  readonly pads: boolean | 'never';
  readonly resample?: number; // Pillow's number; bicubic unless said
}

const clipDefaults: TypeDefaults = {
  size: { shortest_edge: 224 },
  centreCrop: true,
  pads: false,
  ...clipColours,
};

/** Among Pillow's numbers. */
const bilinear = 2;

/** What transformers fills in for keys that the file leaves out, by processor class. */
const defaultsByType: ReadonlyMap<string, TypeDefaults> = new Map<string, TypeDefaults>([
  ['CLIPImageProcessor', clipDefaults],
  ['CLIPFeatureExtractor', clipDefaults],
  ['LlavaImageProcessor', { ...clipDefaults, pads: true }],
  [
    'SiglipImageProcessor',
    {
      size: { height: 224, width: 224 },
      centreCrop: false,
      pads: false,
      mean: [0.5, 0.5, 0.5],
      std: [0.5, 0.5, 0.5],
    },
  ],
  [
    // Its processor asks at every call that nothing be cut out beside the whole (pan and scan), whatever its file says.
    'Gemma3ImageProcessor',
    {
      size: { height: 224, width: 224 },
      centreCrop: false,
      pads: false,
      mean: [0.5, 0.5, 0.5],
      std: [0.5, 0.5, 0.5],
      resample: bilinear,
    },
  ],
]);

/** Frames of LLaVA-NeXT-Video, also where the file of its pictures speaks for them. */
const framesByType: ReadonlyMap<string, TypeDefaults> = new Map<string, TypeDefaults>(
  ['LlavaNextVideoVideoProcessor', 'LlavaNextVideoImageProcessor', 'LlavaNextImageProcessor'].map((name) => [
    name,
    { ...clipDefaults, pads: 'never' }, // in a picture's file do_pad is about batches
  ]),
);

type Size = { readonly shortest_edge: number } | { readonly height: number; readonly width: number };

/** A bare number means the shortest edge to CLIP's class and a square to SigLIP's. */
function statedSize(processor: ImageProcessor, defaults: TypeDefaults): Size {
  const size = sizeWithoutLongest(processor) ?? defaults.size;
  if (typeof size !== 'number') return size;
  return defaults.centreCrop ? { shortest_edge: size } : { height: size, width: size };
}

/** True where a centre crop to the tower's size follows. Any other crop is refused. */
function cropsToTower(processor: ImageProcessor, defaults: TypeDefaults, imageSize: number): boolean {
  // SigLIP's class knows no crop, whatever its file says.
  if (!defaults.centreCrop || processor.fields.do_center_crop === false) return false;
  const { height, width } = cropSides(processor, 224);
  if (height === imageSize && width === imageSize) return true;
  throw unsupportedBy(
    processor,
    `crop_size is ${height} x ${width}, but the vision tower takes ${imageSize} x ${imageSize}`,
  );
}

function resizeRule(processor: ImageProcessor, defaults: TypeDefaults, imageSize: number): ResizeRule {
  const size = statedSize(processor, defaults);
  const crops = cropsToTower(processor, defaults, imageSize);
  if ('height' in size) {
    if (size.height === imageSize && size.width === imageSize) return { kind: 'squash' };
    throw unsupportedBy(
      processor,
      `size is ${size.height} x ${size.width}, but the vision tower takes ${imageSize} x ${imageSize}`,
    );
  }
  if (crops && size.shortest_edge >= imageSize) {
    return { kind: 'centre-crop', shortestEdge: size.shortest_edge };
  }
  throw unsupportedBy(
    processor,
    `size {shortest_edge: ${size.shortest_edge}} does not give the ${imageSize} x ${imageSize} that the vision tower takes`,
  );
}

/** Undefined where nothing is padded. */
function padColour(processor: ImageProcessor, defaults: TypeDefaults): PreprocessSpec['padColour'] {
  if (processor.fields.do_pad !== true || defaults.pads === 'never') return undefined;
  if (!defaults.pads) {
    const fact = `do_pad true (padding to a square) is not supported with image_processor_type ${quote(processor.type)}`;
    throw unsupportedBy(processor, fact);
  }
  return meanColour(processor, defaults);
}

/** One view per image: CLIP's resize and centre crop, or SigLIP's squash. Throws `unsupported`, naming the field. */
export function singleView(processor: ImageProcessor, imageSize: number): PreprocessSpec {
  return viewOf(processor, imageSize, classDefaults(processor, defaultsByType));
}

/** The same of a video's frames, where they are cropped. Throws like `singleView`. */
export function croppedFrame(processor: ImageProcessor, imageSize: number): PreprocessSpec {
  return viewOf(processor, imageSize, classDefaults(processor, framesByType));
}

function viewOf(processor: ImageProcessor, imageSize: number, defaults: TypeDefaults): PreprocessSpec {
  checkSteps(processor);
  const colour = padColour(processor, defaults);
  return {
    backend: processor.backend,
    ...(colour === undefined ? {} : { padColour: colour }),
    rule: resizeRule(processor, defaults, imageSize),
    filter: resizeFilter(processor, defaults.resample),
    imageSize,
    ...normalisation(processor, defaults),
  };
}
