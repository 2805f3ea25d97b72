/** The image processor's file, checked, and what all its classes share. How views come about: single-view.ts, anyres-view.ts. */
import { z } from 'zod';
import type { ImageBackend } from '../../engine.ts';
import { EngineError } from '../../errors.ts';
import type { PreprocessSpec, ResizeFilter } from '../spec.ts';
import { between, count, flag, pinpoints, sizes } from './config-fields.ts';
import { isObject } from '../../files/document.ts';
import { parseDocument, type JsonDocument } from '../../files/published-json.ts';
import { quote } from '../../files/words.ts';

const side = count(sizes.imageSide);

const cropSchema = z.union([side, z.object({ height: side, width: side })], {
  error: `must be a number of pixels up to ${sizes.imageSide}, or {height, width}`,
});
/** Qwen-VL's processor means the whole picture's pixels by its edges. */
const pixelCount = count(sizes.imageSide ** 2);

const sizeSchema = z.union(
  [
    side,
    z.object({ shortest_edge: side }),
    z.object({ height: side, width: side }),
    z.object({ longest_edge: side }),
    z.object({ shortest_edge: pixelCount, longest_edge: pixelCount }),
  ],
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
    image_grid_pinpoints: pinpoints().nullish(),
    max_image_size: z.object({ longest_edge: side }, { error: 'must be {longest_edge}' }).nullish(),
    do_image_splitting: flag().nullish(),
    min_patches: count(64).nullish(),
    max_patches: count(64).nullish(),
    num_frames: count(sizes.frames).nullish(),
  },
  { error: 'must be an object' },
);

type ProcessorFields = z.output<typeof processorSchema>;

/** A checked image processor file. */
export interface ImageProcessor {
  readonly file: string;
  /** Class name without `Fast` or `Pil`: 'CLIPImageProcessor'. */
  readonly type: string;
  /** Which of the two programs of that class prepares pictures: the engine's choice, not the file's. */
  readonly backend: ImageBackend;
  readonly fields: ProcessorFields;
  /** For classes with fields of their own. */
  readonly document: JsonDocument;
}

/** `size` in any of its spellings. */
export type SizeField = z.output<typeof sizeSchema>;

/** `size` to classes that know no longest edge. Throws `unsupported` where that is all it says. */
export function sizeWithoutLongest(
  processor: ImageProcessor,
): Exclude<SizeField, { longest_edge: number }> | undefined {
  const size = processor.fields.size ?? undefined;
  if (typeof size !== 'object' || !('longest_edge' in size)) return size;
  throw unsupportedBy(
    processor,
    `size {longest_edge} is not supported with image_processor_type ${quote(processor.type)}`,
  );
}

export interface Colours {
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

/** What most classes fill in for absent mean and std: CLIP's. */
export const clipColours: Colours = {
  mean: [0.48145466, 0.4578275, 0.40821073],
  std: [0.26862954, 0.26130258, 0.27577711],
};

const filters: ReadonlyMap<number, ResizeFilter> = new Map([
  [1, 'lanczos'],
  [2, 'bilinear'],
  [3, 'bicubic'],
]);

/** transformers 5 nests processors in processor_config.json and lets that one win over a file of its own. */
function processorDocument(
  own: JsonDocument | undefined,
  joint: JsonDocument | undefined,
  part: 'image_processor' | 'video_processor',
): JsonDocument | undefined {
  const nested = isObject(joint?.value) ? joint.value[part] : undefined;
  return joint === undefined || nested === undefined || nested === null
    ? own
    : { file: `${joint.file}: ${part}`, value: nested };
}

function parseProcessor(
  document: JsonDocument,
  typeFields: readonly string[],
  backend: ImageBackend,
): ImageProcessor {
  const naming = z.record(z.string(), z.unknown(), { error: 'must be an object' });
  const names = parseDocument(naming, document);
  const type = typeFields.map((field) => names[field]).find((name) => typeof name === 'string');
  if (type === undefined) {
    const fact = `${document.file}: ${typeFields[0] ?? ''} is missing, so how images are prepared is unknown`;
    throw new EngineError('bad-checkpoint', fact, { remedy: { kind: 'download-again', what: 'it' } });
  }
  return {
    file: document.file,
    type: type.replace(/(Fast|Pil)$/u, ''),
    backend,
    fields: parseDocument(processorSchema, document),
    document,
  };
}

/** Reads `preprocessor_config.json` and/or `processor_config.json`, both optional documents. Throws `bad-checkpoint`. */
export function parseImageProcessor(
  preprocessor: JsonDocument | undefined,
  processor: JsonDocument | undefined,
  backend: ImageBackend,
): ImageProcessor {
  const document = processorDocument(preprocessor, processor, 'image_processor');
  if (document !== undefined) {
    return parseProcessor(document, ['image_processor_type', 'feature_extractor_type'], backend);
  }
  const fact =
    'The folder has neither preprocessor_config.json nor an image_processor in processor_config.json';
  throw new EngineError('bad-checkpoint', fact, {
    remedy: 'download the file that says how images are prepared',
  });
}

/** The same of videos; undefined where no file says how frames are prepared. Throws `bad-checkpoint`. */
export function parseVideoProcessor(
  preprocessor: JsonDocument | undefined,
  processor: JsonDocument | undefined,
  backend: ImageBackend,
): ImageProcessor | undefined {
  const document = processorDocument(preprocessor, processor, 'video_processor');
  return document && parseProcessor(document, ['video_processor_type'], backend);
}

/** A refusal that names the file. */
export function unsupportedBy({ file }: ImageProcessor, fact: string): EngineError {
  return new EngineError('unsupported', `${file}: ${fact}`, {
    remedy: 'use a model with another image processor',
  });
}

/** @param usual of the class, in Pillow's numbers: bicubic but for those that cut tiles */
export function resizeFilter(processor: ImageProcessor, usual = 3): ResizeFilter {
  const number = processor.fields.resample ?? usual;
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
  defaults: Colours,
): Pick<PreprocessSpec, 'rescale' | 'mean' | 'std' | 'rescaleOnly'> {
  const normalise = fields.do_normalize ?? true;
  return {
    rescale: (fields.do_rescale ?? true) ? (fields.rescale_factor ?? 1 / 255) : 1,
    mean: normalise ? (fields.image_mean ?? defaults.mean) : [0, 0, 0],
    std: normalise ? (fields.image_std ?? defaults.std) : [1, 1, 1],
    ...(normalise ? {} : { rescaleOnly: true }),
  };
}

/** The mean in levels, rounded down as the reference does; also where normalising is switched off. */
export function meanColour(
  { fields }: ImageProcessor,
  { mean: usual }: Pick<Colours, 'mean'>,
): readonly [number, number, number] {
  const [red, green, blue] = fields.image_mean ?? usual;
  const level = (share: number) => Math.min(255, Math.max(0, Math.trunc(share * 255)));
  return [level(red), level(green), level(blue)];
}

/** Refuses steps that no supported class takes. */
export function checkSteps(processor: ImageProcessor): void {
  if (processor.fields.do_resize === false)
    throw unsupportedBy(processor, 'do_resize false is not supported');
}

/** Both sides of a crop. */
export function cropSides(
  { fields }: ImageProcessor,
  usual: number,
): { readonly height: number; readonly width: number } {
  const crop = fields.crop_size ?? usual;
  return typeof crop === 'number' ? { height: crop, width: crop } : crop;
}

/** The defaults of the processor's class. Throws `unsupported` for a class that is not in the table. */
export function classDefaults<T>(processor: ImageProcessor, table: ReadonlyMap<string, T>): T {
  const defaults = table.get(processor.type);
  if (defaults !== undefined) return defaults;
  const supported = [...table.keys()].join(', ');
  throw unsupportedBy(
    processor,
    `image_processor_type ${quote(processor.type)} is not supported here, only ${supported} are`,
  );
}
