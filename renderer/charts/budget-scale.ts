/** Where a number of tokens stands on the budget's axis. */
import { scaleLinear } from 'd3-scale';

/** @param length of the axis, in whatever unit the result shall have */
export function budgetScale(
  { min, max }: { readonly min: number; readonly max: number },
  length: number,
): (tokens: number) => number {
  return scaleLinear([min, Math.max(max, min + 1)], [0, length]); // an axis of no tokens still has a length
}
