/** Centres an image on a square of one colour, as LLaVA-1.5's own code does before it resizes. Resizes nothing. */
import type { Region } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { RgbImage } from './rgb-image.ts';
import { imageLimits } from './limits.ts';
import type { Size } from './view-plan.ts';

type Colour = readonly [number, number, number];

/** Where the image lies on its square, px. The odd pixel of space goes right or below. */
function place({ width, height }: Size): {
  readonly side: number;
  readonly left: number;
  readonly top: number;
} {
  const side = Math.max(width, height);
  return { side, left: Math.floor((side - width) / 2), top: Math.floor((side - height) / 2) };
}

export function squareAround({ width, height }: Size): Size {
  const side = Math.max(width, height);
  return { width: side, height: side };
}

/** Throws `bad-input` where a strip's square would take too much memory. */
export function padToSquare(
  image: RgbImage,
  colour: Colour,
  maxPixels: number = imageLimits.paddedPixels,
): RgbImage {
  const { side, left, top } = place(image);
  if (image.width === image.height) return image;
  if (side * side > maxPixels) {
    throw new EngineError(
      'bad-input',
      `The picture of ${image.width} x ${image.height} pixels would be padded to ${side} x ${side}, more than the ${Math.round(maxPixels / 1e6)} million pixels that are kept`,
      { remedy: 'save a smaller or less narrow copy' },
    );
  }
  const rgb = new Uint8Array(side * side * 3);
  for (let at = 0; at < rgb.length; at += 3) rgb.set(colour, at);
  for (let y = 0; y < image.height; y++) {
    const row = image.rgb.subarray(y * image.width * 3, (y + 1) * image.width * 3);
    rgb.set(row, ((top + y) * side + left) * 3);
  }
  return { width: side, height: side, rgb };
}

/** A region of the padded square in pixels of the image; it reaches outside where there is padding. */
export function unpadRegion(image: Size, region: Region): Region {
  const { left, top } = place(image);
  return { ...region, x: region.x - left, y: region.y - top };
}
