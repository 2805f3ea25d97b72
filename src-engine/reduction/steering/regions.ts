/** Steering by region: parts of a picture with a budget of their own, and which patches of a view belong to which. */
import { z } from 'zod';
import { EngineError } from '../../errors.ts';
import { averageSchema } from '../budget.ts';
import { insideOf, shapeSchema } from './shapes.ts';
import type { Shape } from './shapes.ts';

/** More can be drawn by nobody, and every patch is asked of each. */
export const mostRegions = 64;

export const regionSchema = z
  .strictObject({
    name: z.string().min(1).max(100),
    shape: shapeSchema,
    /** What an average picture would get if all of it had the region's thresholds; all tokens of a view: nothing merges there. */
    budget: averageSchema,
  })
  .readonly();
export type SteeredRegion = z.infer<typeof regionSchema>;

export const regionsSchema = z.array(regionSchema).max(mostRegions).readonly();

/** A rectangle of the picture, as a view covers it, px. */
export interface Covered {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A patch that no region holds. */
export const outside = -1;

/**
 * The region of every patch of a view, row by row: the last one of the list that holds the middle of the patch, or `outside`.
 *
 * @returns [side * side]
 */
export function regionOfPatches(shapes: readonly Shape[], view: Covered, side: number): Int32Array {
  const inside = shapes.map(insideOf);
  return Int32Array.from({ length: side * side }, (_, patch) => {
    const x = view.x + (((patch % side) + 0.5) / side) * view.width;
    const y = view.y + ((Math.floor(patch / side) + 0.5) / side) * view.height;
    return inside.findLastIndex((holds) => holds(x, y));
  });
}

/** Throws `bad-input` for a mask of another picture's size. */
export function requireMasksOf(
  regions: readonly { readonly name: string; readonly shape: Shape }[],
  { width, height }: { readonly width: number; readonly height: number },
): void {
  for (const { name, shape } of regions) {
    if (shape.kind !== 'mask' || (shape.width === width && shape.height === height)) continue;
    throw new EngineError(
      'bad-input',
      `The mask of the region "${name}" is ${shape.width} x ${shape.height} pixels and the picture ${width} x ${height}`,
      { remedy: 'draw the region on this picture' },
    );
  }
}

/**
 * The threshold of every patch in every layer.
 *
 * @param regionOf the region of every patch [N0]
 * @param within thresholds of every region [regions][L_x] @param elsewhere those of the rest [L_x]
 * @returns [L_x, N0]
 */
export function patchThresholds(
  regionOf: Int32Array,
  within: readonly (readonly number[])[],
  elsewhere: readonly number[],
): Float32Array {
  const patches = regionOf.length;
  const thresholds = new Float32Array(elsewhere.length * patches);
  elsewhere.forEach((plain, layer) => {
    regionOf.forEach((region, patch) => {
      thresholds[layer * patches + patch] = within[region]?.[layer] ?? plain;
    });
  });
  return thresholds;
}
