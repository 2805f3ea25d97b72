/** The picture as the model is given it, as PNG for the screen. The downscaling is for display and never reaches the encoder. */
import sharp from 'sharp';
import type { ImageSource, Preview } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { PreprocessSpec } from '../families/spec.ts';
import type { DecodedImage } from './decode.ts';
import type { Picture } from './picture.ts';
import { upright } from './picture.ts';
import { resizeWhole } from './resize.ts';
import type { RgbImage } from './rgb-image.ts';
import { decodeImage } from './decode.ts';
import { denormalise } from './normalise.ts';
import { readPixelValues } from './pixel-values.ts';
import type { EncodedImageSource } from './read-source.ts';
import type { Size } from './view-plan.ts';

/** How ready-made pixel values become visible again. */
export type PreviewSpec = Pick<PreprocessSpec, 'imageSize' | 'wholeCells' | 'rescale' | 'mean' | 'std'>;

/** Not larger than `maxSide` on its longer side. */
function fitted(picture: Picture, maxSide: number): RgbImage {
  const { width, height } = picture;
  const share = Math.min(1, maxSide / Math.max(width, height));
  const fit = (side: number): number => Math.max(1, Math.round(side * share));
  return resizeWhole(picture, fit(width), fit(height), { backend: 'torchvision', filter: 'lanczos' });
}

async function encodePng(picture: Picture, maxSide: number, source: Size): Promise<Preview> {
  const { width, height, rgb } = fitted(picture, maxSide);
  const raw = sharp(rgb, { raw: { width, height, channels: 3 }, limitInputPixels: false });
  const png = await raw.png({ compressionLevel: 3 }).toBuffer();
  return { png, width: source.width, height: source.height };
}

/**
 * PNG of exactly the decoded RGB, at most `maxSide` pixels on its longer side; `width` and `height` are the source's.
 * @param decode gives the pixels where they are at hand already
 * Of pixel values the first view is shown, and `spec` of the loaded model is needed. Throws `bad-input`, `not-loaded`.
 */
export async function previewImage(
  source: ImageSource,
  maxSide: number,
  spec?: PreviewSpec,
  decode: (source: EncodedImageSource) => Promise<DecodedImage> = decodeImage,
): Promise<Preview> {
  const side = Math.max(1, Math.floor(maxSide));
  if (source.kind !== 'pixel-values') {
    const image = await decode(source);
    return encodePng(image, side, image.stored);
  }
  if (!spec)
    throw new EngineError('not-loaded', 'Pixel values can be shown only when a model is loaded', {
      remedy: { kind: 'load-model' },
    });
  const { views, ...size } = await readPixelValues(source.path, spec.wholeCells ?? spec.imageSize);
  return encodePng(upright(denormalise(views[0] ?? new Float32Array(0), size, spec)), side, size);
}
