/** The budget at which one picture, merged evenly, keeps as many tokens as it does steered by region: so that the two can be compared. */

export interface UniformBudget {
  /** The average to ask for [tokens per view]. */
  readonly budget: number;
  /** What the picture then keeps [tokens]. */
  readonly tokens: number;
}

/** More halvings change nothing that a slider could show. */
const mostHalvings = 12;

/**
 * Counts rise with the budget, in steps, so that the wished-for one may fall between two: the nearest that was seen is given.
 *
 * @param count tokens of the picture at an average of so many per view
 * @param wanted tokens to come near @param range what the calibration reaches [tokens per view]
 */
export async function uniformBudget(
  count: (budget: number) => Promise<number>,
  wanted: number,
  [smallest, largest]: readonly [number, number],
): Promise<UniformBudget> {
  let [low, high] = [smallest, largest];
  let nearest: UniformBudget = { budget: high, tokens: await count(high) };
  for (let halving = 0; halving < mostHalvings && nearest.tokens !== wanted; halving += 1) {
    const budget = halving === 0 ? low : (low + high) / 2;
    const tokens = await count(budget);
    if (Math.abs(tokens - wanted) < Math.abs(nearest.tokens - wanted)) nearest = { budget, tokens };
    if (tokens < wanted) low = budget;
    else high = budget;
    if (halving === 0 && tokens >= wanted) break; // even the smallest keeps more
  }
  return nearest;
}
