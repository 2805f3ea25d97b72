/** From an image as the caller has it to the views that the encoder reads: decode, resize, crop, normalise. No cache. */
import type { ImageSource, Region } from '../engine.ts';
import type { PreprocessSpec } from '../families/spec.ts';
import type { DecodedImage } from './decode.ts';
import { decodeImage } from './decode.ts';
import type { ImageLimits } from './limits.ts';
import { imageLimits } from './limits.ts';
import { normalise } from './normalise.ts';
import { readPixelValues } from './pixel-values.ts';
import { resizeWindow } from './resize.ts';
import type { Size } from './view-plan.ts';
import { planView, sourceRegion } from './view-plan.ts';

export interface PreparedView {
  readonly pixels: Float32Array; // [3, H, W]
  /** The rectangle of the source image that this view covers, in source pixels. */
  readonly region: Region;
}

export interface PreparedImage {
  readonly views: readonly PreparedView[];
  readonly source: Size; // as stored in the file, px
  /** A sentence for the user where the pixels are not the file's own; else null. */
  readonly note: string | null;
}

/** What there is to say about a JPEG that was shrunk while it was decoded. */
function shrinkNote({ stored, width, height, shrink }: DecodedImage): string | null {
  if (shrink === 1) return null;
  return `The picture of ${stored.width} x ${stored.height} pixels was read at ${width} x ${height}; token maps can differ slightly from those of the full size.`;
}

/** The views of an image that is decoded already: one for each model without AnyRes. Throws `unsupported` for an impossible spec. */
export function prepareDecoded(image: DecodedImage, spec: PreprocessSpec): PreparedImage {
  const plan = planView(image, spec);
  const pixels = normalise(resizeWindow(image, plan.resized, spec.filter, plan.window), spec);
  const region = sourceRegion(image.stored, plan);
  return { views: [{ pixels, region }], source: image.stored, note: shrinkNote(image) };
}

async function preparePixelValues(path: string, side: number, limits: ImageLimits): Promise<PreparedImage> {
  const { views } = await readPixelValues(path, side, limits);
  const source = { width: side, height: side };
  return {
    views: views.map((pixels) => ({ pixels, region: { x: 0, y: 0, ...source } })),
    source,
    note: null,
  };
}

/** Reads, decodes and prepares one image. Throws `bad-input` or `unsupported`. */
export async function prepareImage(
  source: ImageSource,
  spec: PreprocessSpec,
  limits: ImageLimits = imageLimits,
): Promise<PreparedImage> {
  if (source.kind === 'pixel-values') return preparePixelValues(source.path, spec.imageSize, limits);
  return prepareDecoded(await decodeImage(source, limits), spec);
}
