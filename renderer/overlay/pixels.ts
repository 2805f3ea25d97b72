/** Pixels of a picture, small enough to be summed up at every new image. */
import type { Grid, ViewRegion } from '../../src-engine/merging/coordinates.ts';
import { patchColours, type PatchColours } from '../../src-engine/merging/mean-colours.ts';
import type { Picture } from './picture.ts';

const longestSide = 512; // px; some hundred pixels a patch are enough for a mean

/** The colour sums of every patch of a view; null where the browser gives no canvas. */
export function coloursOf(picture: Picture, region: ViewRegion, grid: Grid): PatchColours | null {
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) return null;
  context.drawImage(picture.bitmap, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const across = width / picture.width;
  const down = height / picture.height;
  const scaled = {
    x: region.x * across,
    y: region.y * down,
    width: region.width * across,
    height: region.height * down,
  };
  return patchColours({ data, width, height, channels: 4 }, scaled, grid);
}
