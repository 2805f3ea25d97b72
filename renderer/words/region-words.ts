/** What is said of regions, from the state. */
import type { ModelInfo } from '../../src-engine/engine.ts';
import type { SteeredRegion } from '../../src-engine/reduction/steering/regions.ts';
import { plural } from '../../src-engine/report/units.ts';
import { spendOf, tokensOf, type Spend } from '../state/regions/budgets.ts';
import type { Kept } from '../state/regions/selectors.ts';

export const spendWords: Readonly<Record<Spend, { readonly label: string; readonly what: string }>> = {
  all: { label: 'Full detail', what: 'Nothing merges here' },
  little: { label: 'Little', what: 'As few tokens as the calibration reaches' },
  own: { label: 'Own', what: 'A budget of its own: the average if all of a picture had it' },
};

export function keptWords(kept: Kept | null): string {
  if (kept === null) return '…';
  if (kept.patches === 0) return 'no patch';
  return `${plural(kept.tokens, 'token')} of ${plural(kept.patches, 'patch', 'patches')}`;
}

export function budgetWords({ budget }: SteeredRegion, info: ModelInfo | null): string {
  const spend = spendOf(budget, info);
  if (spend === 'all') return 'full detail';
  if (spend === 'little') return 'little';
  return info === null ? 'own budget' : `average ${tokensOf(budget, info)}`;
}

/** For those who do not see the list: all there is to know of one region. */
export function regionWords(
  region: SteeredRegion,
  place: { readonly index: number; readonly count: number },
  kept: Kept | null,
  info: ModelInfo | null,
): string {
  const counted = kept === null ? 'not counted yet' : keptWords(kept);
  return `${region.name}, ${place.index + 1} of ${place.count}, ${budgetWords(region, info)}, ${counted}`;
}

/** @param size a share of the picture's shorter side */
export function brushWords(size: number): string {
  return `${Math.round(100 * size)} % of the picture’s shorter side`;
}
