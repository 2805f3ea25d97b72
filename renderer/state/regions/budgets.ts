/** What regions ask the engine for: budgets of their own, and the request that they are part of. Pure. */
import type { ModelInfo, ReductionRequest } from '../../../src-engine/engine.ts';
import type { SteeredRegion } from '../../../src-engine/reduction/steering/regions.ts';
import { fitTokens, methodInUse, rangeOf, reductionFor, type Wanted } from '../budget.ts';
import { everything, type RegionBudget, type Regions } from './list.ts';

/** How a region spends, as people say it: nothing merges there, the least that the calibration reaches, or a budget of its own. */
export type Spend = 'all' | 'little' | 'own';

export function littleOf(info: ModelInfo): RegionBudget {
  return { kind: 'tokens', tokens: rangeOf('dymu', info).min };
}

export function spendOf(budget: RegionBudget, info: ModelInfo | null): Spend {
  if (budget.kind === 'share' && budget.share === 1) return 'all';
  if (info !== null && budget.kind === 'tokens' && budget.tokens <= rangeOf('dymu', info).min)
    return 'little';
  return 'own';
}

/** The average number of tokens that a budget asks this model for. */
export function tokensOf(budget: RegionBudget, info: ModelInfo): number {
  const range = rangeOf('dymu', info);
  if (budget.kind === 'tokens') return fitTokens(budget.tokens, range);
  if (budget.kind === 'share') return fitTokens(budget.share * info.tokensPerView, range);
  return fitTokens(info.calibration?.presets[budget.preset] ?? info.tokensPerView, range);
}

const fitted = new WeakMap<Regions, { readonly info: ModelInfo; readonly regions: Regions }>();

/** As the model in use can be asked for them: tokens of another model are brought within its reach. The same list for the same regions. */
function fittedRegions(regions: Regions, info: ModelInfo): Regions {
  const before = fitted.get(regions);
  if (before?.info === info) return before.regions;
  const next = regions.map((region): SteeredRegion => {
    if (region.budget.kind !== 'tokens') return region;
    const tokens = tokensOf(region.budget, info);
    if (tokens >= info.tokensPerView) return { ...region, budget: everything };
    return tokens === region.budget.tokens ? region : { ...region, budget: { kind: 'tokens', tokens } };
  });
  fitted.set(regions, { info, regions: next });
  return next;
}

/** What is asked of a picture with these regions. Without any, or with a method that cannot be steered, it is what the controls say alone. */
export function steeredReduction(choices: Wanted, info: ModelInfo, regions: Regions): ReductionRequest {
  const plain = reductionFor(choices, info);
  if (regions.length === 0 || methodInUse(choices, info) !== 'dymu') return plain;
  const budget = plain.method === 'dymu' ? plain.budget : everything;
  return { method: 'dymu', budget, regions: fittedRegions(regions, info) };
}
