/** Centres an image on a square of one colour, as LLaVA-1.5's own code does before it resizes. Resizes nothing. */
import type { Region } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { Picture } from './picture.ts';
import { pictureOf, storedPart } from './picture.ts';
import type { RgbRows } from './rgb-image.ts';
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

/** Rows of `colour` with those of another picture on them from `left` and `top` on. */
function surrounded(rows: RgbRows, side: number, left: number, top: number, colour: Colour): RgbRows {
  return {
    width: side,
    height: side,
    copy(part, into, at, stride) {
      for (let y = 0; y < part.height; y++) {
        const start = at + y * stride;
        for (let x = 0; x < part.width; x++) into.set(colour, start + x * 3);
      }
      const x = Math.max(part.x, left);
      const y = Math.max(part.y, top);
      const width = Math.min(part.x + part.width, left + rows.width) - x;
      const height = Math.min(part.y + part.height, top + rows.height) - y;
      if (width <= 0 || height <= 0) return;
      const inside = { x: x - left, y: y - top, width, height };
      rows.copy(inside, into, at + (y - part.y) * stride + (x - part.x) * 3, stride);
    },
  };
}

/** Throws `bad-input` for a strip whose square would take too long. */
export function padToSquare(
  picture: Picture,
  colour: Colour,
  maxPixels: number = imageLimits.paddedPixels,
): Picture {
  const { width, height, rows, orientation } = picture;
  const { side, left, top } = place(picture);
  if (width === height) return picture;
  if (side * side > maxPixels) {
    throw new EngineError(
      'bad-input',
      `The picture of ${width} x ${height} pixels would be padded to ${side} x ${side}, more than the ${Math.round(maxPixels / 1e6)} million pixels that are kept`,
      { remedy: 'save a smaller or less narrow copy' },
    );
  }
  const square = { rows: { width: side, height: side }, orientation };
  const stored = storedPart(square, { x: left, y: top, width, height });
  return pictureOf(surrounded(rows, side, stored.x, stored.y, colour), orientation);
}

/** A region of the padded square in pixels of the image; it reaches outside where there is padding. */
export function unpadRegion(image: Size, region: Region): Region {
  const { left, top } = place(image);
  return { ...region, x: region.x - left, y: region.y - top };
}
