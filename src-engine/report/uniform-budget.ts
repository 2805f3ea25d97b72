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
  const at = async (budget: number): Promise<UniformBudget> => ({ budget, tokens: await count(budget) });
  const distance = ({ tokens }: UniformBudget): number => Math.abs(tokens - wanted);
  const [fewest, most] = [await at(smallest), await at(largest)];
  let nearest = distance(fewest) < distance(most) ? fewest : most;
  if (wanted <= fewest.tokens || wanted >= most.tokens) return nearest;
  let [low, high] = [smallest, largest];
  for (let halving = 0; halving < mostHalvings && distance(nearest) > 0; halving += 1) {
    const middle = await at((low + high) / 2);
    if (distance(middle) < distance(nearest)) nearest = middle;
    if (middle.tokens < wanted) low = middle.budget;
    else high = middle.budget;
  }
  return nearest;
}
