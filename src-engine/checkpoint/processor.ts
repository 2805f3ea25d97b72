/** The image processor's file -> how pixels are prepared. Says what to do; vision/ does it. */
import { z } from 'zod';
import { EngineError } from '../errors.ts';
import type { PreprocessSpec, ResizeFilter, ResizeRule } from '../families/spec.ts';
import { between, count, flag, sizes, squareSide, words } from './config-fields.ts';
import { isObject, parseDocument, type JsonDocument } from './json-file.ts';
import { quote } from './words.ts';

const side = count(sizes.imageSide);

const cropSchema = z.union([side, z.object({ height: side, width: side })], {
  error: `must be a number of pixels up to ${sizes.imageSide}, or {height, width}`,
});
const sizeSchema = z.union(
  [side, z.object({ shortest_edge: side }), z.object({ height: side, width: side })],
  {
    error: `must be a number of pixels up to ${sizes.imageSide}, {shortest_edge}, or {height, width}`,
  },
);
const channels = z.tuple([between(-1e6, 1e6), between(-1e6, 1e6), between(-1e6, 1e6)], {
  error: 'must be a list of three numbers',
});
const deviation = between(0, 1e6);
const deviations = z.tuple([deviation, deviation, deviation], {
  error: 'must be a list of three numbers above 0',
});

const processorSchema = z.object(
  {
    do_resize: flag().nullish(),
    size: sizeSchema.nullish(),
    resample: count(5, 0).nullish(),
    do_center_crop: flag().nullish(),
    crop_size: cropSchema.nullish(),
    do_rescale: flag().nullish(),
    rescale_factor: between(0, 1e6).nullish(),
    do_normalize: flag().nullish(),
    do_pad: flag().nullish(),
    image_mean: channels.nullish(),
    image_std: deviations.nullish(),
    image_grid_pinpoints: z
      .array(z.tuple([side, side]), { error: 'must be a list of [height, width]' })
      .max(4096)
      .nullish(),
    patch_size: squareSide(sizes.imageSide).nullish(),
  },
  { error: 'must be an object' },
);

type ProcessorFields = z.output<typeof processorSchema>;

/** A checked image processor file. */
export interface ImageProcessor {
  readonly file: string;
  /** Class name without `Fast` or `Pil`: 'CLIPImageProcessor'. */
  readonly type: string;
  readonly fields: ProcessorFields;
}

type Triple = readonly [number, number, number];

interface TypeDefaults {
  readonly size: z.output<typeof sizeSchema>;
  readonly centreCrop: boolean;
  readonly mean: Triple;
  readonly std: Triple;
}

const clipDefaults: TypeDefaults = {
  size: { shortest_edge: 224 },
  centreCrop: true,
  mean: [0.48145466, 0.4578275, 0.40821073],
  std: [0.26862954, 0.26130258, 0.27577711],
};

/** What transformers fills in for keys that the file leaves out, by processor class. */
const defaultsByType: ReadonlyMap<string, TypeDefaults> = new Map<string, TypeDefaults>([
  ['CLIPImageProcessor', clipDefaults],
  ['CLIPFeatureExtractor', clipDefaults],
  ['LlavaImageProcessor', clipDefaults],
  [
    'SiglipImageProcessor',
    { size: { height: 224, width: 224 }, centreCrop: false, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
  ],
]);

const filters: ReadonlyMap<number, ResizeFilter> = new Map([
  [1, 'lanczos'],
  [2, 'bilinear'],
  [3, 'bicubic'],
]);

/** transformers 5 nests the image processor in processor_config.json and lets that one win. */
function processorDocument(
  preprocessor: JsonDocument | undefined,
  processor: JsonDocument | undefined,
): JsonDocument {
  const nested = isObject(processor?.value) ? processor.value['image_processor'] : undefined;
  if (processor !== undefined && nested !== undefined && nested !== null) {
    return { file: `${processor.file}: image_processor`, value: nested };
  }
  if (preprocessor !== undefined) return preprocessor;
  const message =
    'The folder has neither preprocessor_config.json nor an image_processor in processor_config.json; download the file that says how images are prepared.';
  throw new EngineError('bad-checkpoint', message);
}

/** Reads `preprocessor_config.json` and/or `processor_config.json`, both optional documents. Throws `bad-checkpoint`. */
export function parseImageProcessor(
  preprocessor: JsonDocument | undefined,
  processor: JsonDocument | undefined,
): ImageProcessor {
  const document = processorDocument(preprocessor, processor);
  const naming = z.object(
    { image_processor_type: words().nullish(), feature_extractor_type: words().nullish() },
    { error: 'must be an object' },
  );
  const names = parseDocument(naming, document);
  const type = names.image_processor_type ?? names.feature_extractor_type;
  if (typeof type !== 'string') {
    const message = `${document.file}: image_processor_type is missing, so how images are prepared is unknown; download it again.`;
    throw new EngineError('bad-checkpoint', message);
  }
  return {
    file: document.file,
    type: type.replace(/(Fast|Pil)$/u, ''),
    fields: parseDocument(processorSchema, document),
  };
}

export function unsupportedBy({ file }: ImageProcessor, fact: string): EngineError {
  return new EngineError('unsupported', `${file}: ${fact}; use a model with another image processor.`);
}

export function resizeFilter(processor: ImageProcessor): ResizeFilter {
  const number = processor.fields.resample ?? 3;
  const filter = filters.get(number);
  if (filter === undefined) {
    throw unsupportedBy(
      processor,
      `resample ${number} is not supported, only 1 (lanczos), 2 (bilinear) and 3 (bicubic) are`,
    );
  }
  return filter;
}

/** Rescale, mean and std with the `do_` flags applied: what is switched off becomes the identity. */
export function normalisation(
  { fields }: ImageProcessor,
  defaults: { readonly mean: Triple; readonly std: Triple },
): Pick<PreprocessSpec, 'rescale' | 'mean' | 'std'> {
  const normalise = fields.do_normalize ?? true;
  return {
    rescale: (fields.do_rescale ?? true) ? (fields.rescale_factor ?? 1 / 255) : 1,
    mean: normalise ? (fields.image_mean ?? defaults.mean) : [0, 0, 0],
    std: normalise ? (fields.image_std ?? defaults.std) : [1, 1, 1],
  };
}

type Size = { readonly shortest_edge: number } | { readonly height: number; readonly width: number };

/** A bare number means the shortest edge to CLIP's class and a square to SigLIP's. */
function statedSize({ fields }: ImageProcessor, defaults: TypeDefaults): Size {
  const size = fields.size ?? defaults.size;
  if (typeof size !== 'number') return size;
  return defaults.centreCrop ? { shortest_edge: size } : { height: size, width: size };
}

/** True where a centre crop to the tower's size follows. Any other crop is refused. */
function cropsToTower(processor: ImageProcessor, defaults: TypeDefaults, imageSize: number): boolean {
  // SigLIP's class knows no crop, whatever its file says.
  if (!defaults.centreCrop || processor.fields.do_center_crop === false) return false;
  const crop = processor.fields.crop_size ?? 224;
  const { height, width } = typeof crop === 'number' ? { height: crop, width: crop } : crop;
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

/** One view per image: CLIP's resize and centre crop, or SigLIP's squash. Throws `unsupported`, naming the field. */
export function singleView(processor: ImageProcessor, imageSize: number): PreprocessSpec {
  const { fields, type } = processor;
  const defaults = defaultsByType.get(type);
  if (defaults === undefined) {
    const supported = [...defaultsByType.keys()].join(', ');
    throw unsupportedBy(
      processor,
      `image_processor_type ${quote(type)} is not supported, only ${supported} are`,
    );
  }
  if (fields.do_resize === false) throw unsupportedBy(processor, 'do_resize false is not supported');
  if (fields.do_pad === true)
    throw unsupportedBy(processor, 'do_pad true (padding to a square) is not supported');
  return {
    rule: resizeRule(processor, defaults, imageSize),
    filter: resizeFilter(processor),
    imageSize,
    ...normalisation(processor, defaults),
  };
}
