/** The same as count-curve.ts for images kept as columns: for thousands of them at every step of a slider. */
import { axisOf, placeOf, shareOf } from './count-curve.ts';

export interface CountColumns {
  readonly full: Float64Array; // [images] over all views; NaN where it is not known
  /** At each point [points][images]; NaN where it was not counted. */
  readonly counts: readonly Float64Array[];
}

/**
 * @param means of the points, ascending [tokens per view]
 * @param patches of a view: at this budget and above all tokens are kept
 * @param budget average tokens per view
 * @returns [images] tokens over all views, not rounded; NaN where too little is counted
 */
export function columnsAt(
  { full, counts }: CountColumns,
  means: readonly number[],
  patches: number,
  budget: number,
): Float64Array {
  const axis = axisOf(means, patches);
  const { low, high, along } = placeOf(axis, budget);
  const columns = axis.map((_, index) => (index === axis.length - 1 ? full : (counts[index] ?? full)));
  const [lower = full, upper = full] = [columns[low], columns[high]];
  const found = new Float64Array(full.length);
  for (let image = 0; image < full.length; image += 1) {
    const from = lower[image] ?? Number.NaN;
    const count = along === 0 ? from : from + ((upper[image] ?? Number.NaN) - from) * along;
    found[image] = Number.isNaN(count) ? nearest(image) : count;
  }
  return found;

  /** Not every point was counted of it: the nearest that were. */
  function nearest(image: number): number {
    const at = (index: number) => columns[index]?.[image] ?? Number.NaN;
    let below = low;
    let above = high;
    while (below > 0 && Number.isNaN(at(below))) below -= 1;
    while (above < axis.length - 1 && Number.isNaN(at(above))) above += 1;
    if (Number.isNaN(at(below))) below = above;
    return at(below) + (at(above) - at(below)) * shareOf(axis, below, above, budget);
  }
}
