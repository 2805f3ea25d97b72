/** What every region of a steered encoding came to: its patches, its tokens, and whether it changed anything. */
import type { EncodedView, RegionOutcome } from '../engine.ts';
import { lastOwner } from '../merging/owner-map.ts';
import { budgetRemarks } from '../reduction/budget.ts';
import type { Plan, SteerPlan } from '../reduction/plan.ts';
import { regionOfPatches } from '../reduction/steering/regions.ts';
import type { Covered } from '../reduction/steering/regions.ts';

/** @param owner owner map after every executed layer [L_x, N0] */
export function regionOutcomes(
  { regions }: SteerPlan,
  view: Covered,
  side: number,
  { owner }: { readonly owner: Int32Array },
): RegionOutcome[] {
  const last = lastOwner(owner, side * side);
  const regionOf = regionOfPatches(
    regions.map(({ shape }) => shape),
    view,
    side,
  );
  return regions.map(({ name, budget }, index) => {
    const own = last.filter((_, patch) => regionOf[patch] === index);
    return { name, target: budget.used, patches: own.length, tokens: new Set(own).size };
  });
}

/** Sentences about budgets that cannot be reached, and regions without a patch. */
export function regionRemarks(plan: Plan, views: readonly Pick<EncodedView, 'regions'>[]): string[] {
  if (plan.kind !== 'steer') return [];
  return plan.regions.flatMap(({ name, budget }, index) => {
    const empty = views.every(({ regions = [] }) => regions[index]?.patches === 0);
    if (empty) {
      return [`The region "${name}" holds the middle of no patch that is its own, so it changes nothing.`];
    }
    return budgetRemarks(budget).map((remark) => `Region "${name}": ${remark}`);
  });
}
