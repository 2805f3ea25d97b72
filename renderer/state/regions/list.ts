/** The regions of a picture as a list that is changed: each change makes a new one. A patch belongs to the last region that holds it. Pure. */
import { mostRegions, type SteeredRegion } from '../../../src-engine/reduction/steering/regions.ts';
import type { Shape } from '../../../src-engine/reduction/steering/shapes.ts';

export type Regions = readonly SteeredRegion[];
/** By image id; pictures without regions are not in it. */
export type OwnRegions = Readonly<Record<string, Regions>>;
export type RegionBudget = SteeredRegion['budget'];

export const noRegions: Regions = [];

/** Nothing merges there. */
export const everything: RegionBudget = { kind: 'share', share: 1 };

export function ownRegions(all: OwnRegions, imageId: string | null): Regions {
  return (imageId === null ? undefined : all[imageId]) ?? noRegions;
}

export function withRegions(all: OwnRegions, imageId: string, regions: Regions): OwnRegions {
  const others = Object.entries(all).filter(([id]) => id !== imageId);
  return Object.fromEntries(regions.length === 0 ? others : [...others, [imageId, regions]]);
}

export function isFull(regions: Regions): boolean {
  return regions.length >= mostRegions;
}

/** "Region 1", or the next number that no region has. */
export function freshName(regions: Regions): string {
  const taken = new Set(regions.map(({ name }) => name));
  for (let number = 1; ; number += 1) if (!taken.has(`Region ${number}`)) return `Region ${number}`;
}

export function added(regions: Regions, shape: Shape, budget: RegionBudget): Regions {
  return [...regions, { name: freshName(regions), shape, budget }];
}

export function changed(regions: Regions, index: number, change: Partial<SteeredRegion>): Regions {
  return regions.map((region, i) => (i === index ? { ...region, ...change } : region));
}

export function removed(regions: Regions, index: number): Regions {
  return regions.filter((_, i) => i !== index);
}

/** One place later in the list wins over more; one earlier over fewer. */
export function shifted(regions: Regions, index: number, by: 1 | -1): Regions {
  const [one, other] = [regions[index], regions[index + by]];
  if (one === undefined || other === undefined) return regions;
  return regions.map((region, i) => (i === index ? other : i === index + by ? one : region));
}

export const longestName = 100;

/** As typed, but no longer than a name may be; null for one that says nothing. */
export function nameOf(typed: string): string | null {
  const name = typed.trim().slice(0, longestName);
  return name === '' ? null : name;
}
