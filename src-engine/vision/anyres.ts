/**
 * AnyRes views: the whole image as base view, then a grid of crops of the image fitted into the best pinpoint, row by row. As LLaVA-NeXT
 * and LLaVA-OneVision define it. Pixels and regions only; where features stand in the prompt is merging/faithful-layout.ts.
 */
import type { Region } from '../engine.ts';
import type { Picture } from './picture.ts';
import type { RgbImage } from './rgb-image.ts';
import { crop, resizeWhole } from './resize.ts';
import type { Resampling } from './resize.ts';
import type { Size } from './view-plan.ts';

/** [height, width] in pixels, as `image_grid_pinpoints` lists them: multiples of the encoder's side. */
export type Pinpoint = readonly [number, number];

export interface AnyResPlan {
  readonly target: Size; // the pinpoint, px
  readonly resized: Size; // the image inside it, px
  readonly padding: { readonly left: number; readonly top: number }; // black, px; the rest is right and below
  readonly grid: readonly [number, number]; // crops: [rows, columns]
  readonly side: number; // px of a view
}

export interface AnyResView {
  readonly image: RgbImage; // side x side
  /** In source pixels; reaches outside the source where the crop is padded. */
  readonly region: Region;
}

/** The pinpoint that shows most source pixels, among those the one that wastes least; the first listed wins ties. */
export function bestPinpoint(image: Size, pinpoints: readonly Pinpoint[]): Size {
  let best: Size = { width: 0, height: 0 };
  let bestEffective = 0;
  let bestWasted = Infinity;
  for (const [height, width] of pinpoints) {
    const scale = Math.min(width / image.width, height / image.height);
    const shown = Math.trunc(image.width * scale) * Math.trunc(image.height * scale);
    const effective = Math.min(shown, image.width * image.height);
    const wasted = width * height - effective;
    if (effective > bestEffective || (effective === bestEffective && wasted < bestWasted)) {
      best = { width, height };
      bestEffective = effective;
      bestWasted = wasted;
    }
  }
  return best;
}

/** Largest size of the image's shape inside `target`, the loose side rounded up. */
function fitInside(image: Size, target: Size): Size {
  const across = target.width / image.width;
  const down = target.height / image.height;
  return across < down
    ? { width: target.width, height: Math.min(Math.ceil(image.height * across), target.height) }
    : { width: Math.min(Math.ceil(image.width * down), target.width), height: target.height };
}

/** `pinpoints` is not empty and each is at least one view large. */
export function planAnyRes(image: Size, pinpoints: readonly Pinpoint[], side: number): AnyResPlan {
  const target = bestPinpoint(image, pinpoints);
  const resized = fitInside(image, target);
  const left = Math.floor((target.width - resized.width) / 2);
  const top = Math.floor((target.height - resized.height) / 2);
  const grid = [Math.floor(target.height / side), Math.floor(target.width / side)] as const;
  return { target, resized, padding: { left, top }, grid, side };
}

/** `image` on black, `target` large. */
function pad(image: RgbImage, { target, padding }: AnyResPlan): RgbImage {
  const rgb = new Uint8Array(target.width * target.height * 3);
  for (let y = 0; y < image.height; y++) {
    const row = image.rgb.subarray(y * image.width * 3, (y + 1) * image.width * 3);
    rgb.set(row, ((padding.top + y) * target.width + padding.left) * 3);
  }
  return { ...target, rgb };
}

/** Regions of all views in pixels of the source: base view, then crops row by row. */
export function anyResRegions(source: Size, { resized, padding, grid, side }: AnyResPlan): readonly Region[] {
  const across = source.width / resized.width;
  const down = source.height / resized.height;
  const [rows, columns] = grid;
  const crops = Array.from({ length: rows * columns }, (_, i) => ({
    x: ((i % columns) * side - padding.left) * across,
    y: (Math.floor(i / columns) * side - padding.top) * down,
    width: side * across,
    height: side * down,
  }));
  return [{ x: 0, y: 0, width: source.width, height: source.height }, ...crops];
}

/** The views of `picture`, base view first. `source` is its size in the file, where the decoder shrank it. */
export function anyResViews(
  picture: Picture,
  plan: AnyResPlan,
  how: Resampling,
  source: Size = picture,
): readonly AnyResView[] {
  const { side, grid, resized } = plan;
  const [base, ...cropped] = anyResRegions(source, plan);
  if (!base) return [];
  const padded = pad(resizeWhole(picture, resized.width, resized.height, how), plan);
  const crops = cropped.map((region, i) => {
    const x = (i % grid[1]) * side;
    const y = Math.floor(i / grid[1]) * side;
    return { image: crop(padded, { x, y, width: side, height: side }), region };
  });
  return [{ image: resizeWhole(picture, side, side, how), region: base }, ...crops];
}
