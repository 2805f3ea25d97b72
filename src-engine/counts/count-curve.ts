/** How many tokens images keep at any budget, read off what was counted at the points of a calibration. Linear, as the thresholds are between points. */

/** What is known of one image. Tokens are over all its views. */
export interface CountedImage {
  readonly fullTokens: number | null;
  /** At each point; null where it was not counted. */
  readonly counts: readonly (number | null)[];
}

/** A place on the budget axis between two points. */
export interface Place {
  readonly low: number; // index of a point
  readonly high: number;
  readonly along: number; // 0 at the lower, 1 at the higher
}

/**
 * Tokens of every image at a budget, not rounded; NaN where too little is counted. Below the lowest point and above the highest budget it is as there.
 *
 * @param means of the points, ascending [tokens per view]
 * @param patches of a view: at this budget and above all tokens are kept
 * @param budget average tokens per view
 */
export function countsAt(
  images: readonly CountedImage[],
  means: readonly number[],
  patches: number,
  budget: number,
): Float64Array {
  const axis = axisOf(means, patches);
  const place = placeOf(axis, budget);
  return Float64Array.from(images, (image) => countAt(image, axis, place, budget));
}

/** The points below "all tokens", and that. */
export function axisOf(means: readonly number[], patches: number): readonly number[] {
  return [...means.map((mean) => Math.min(mean, patches)), patches];
}

export function placeOf(axis: readonly number[], budget: number): Place {
  const last = axis.length - 1;
  const above = axis.findIndex((mean) => mean >= budget);
  const high = above === -1 ? last : above;
  const low = Math.max(0, axis[high] === budget || high === 0 ? high : high - 1);
  return { low, high, along: shareOf(axis, low, high, budget) };
}

export function shareOf(axis: readonly number[], low: number, high: number, budget: number): number {
  const from = axis[low] ?? 0;
  const to = axis[high] ?? 0;
  return to > from ? Math.min(1, Math.max(0, (budget - from) / (to - from))) : 0;
}

function countAt(image: CountedImage, axis: readonly number[], place: Place, budget: number): number {
  const at = (index: number): number | null =>
    index === axis.length - 1 ? image.fullTokens : (image.counts[index] ?? null);
  let { low, high, along } = place;
  if (at(low) === null || at(high) === null) {
    // Not every point was counted: the nearest that were.
    while (low > 0 && at(low) === null) low -= 1;
    while (high < axis.length - 1 && at(high) === null) high += 1;
    if (at(low) === null) low = high;
    along = shareOf(axis, low, high, budget);
  }
  const lower = at(low);
  const upper = at(high);
  return lower === null || upper === null ? Number.NaN : lower + (upper - lower) * along;
}
