/** What regions came to, in words: a table for one view, a line each for an answer. */
import type { Encoding, RegionOutcome } from '../engine.ts';
import { plural } from '../report/units.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';

/** One line a region: what it holds, what it came to, and the average it was given. Empty without regions. */
export function regionsTable(regions: readonly RegionOutcome[], patches: number): string {
  if (regions.length === 0) return '';
  const lines = regions.map(({ name, patches: own, tokens, target }) => [
    printable(name),
    `${own}`,
    `${tokens}`,
    target >= patches ? 'all' : target.toFixed(0),
  ]);
  return `\n${table([['region', 'patches', 'tokens', 'budget'], ...lines], ['left', 'right', 'right', 'right'])}`;
}

/** Over all views of the one picture that was asked about. */
export function regionSums({ views }: Pick<Encoding, 'views'>): RegionOutcome[] {
  const first = views[0]?.regions ?? [];
  const sum = (index: number, name: 'patches' | 'tokens'): number =>
    views.reduce((total, { regions = [] }) => total + (regions[index]?.[name] ?? 0), 0);
  return first.map(({ name, target }, index) => ({
    name,
    target,
    patches: sum(index, 'patches'),
    tokens: sum(index, 'tokens'),
  }));
}

/** `Region "face": 31 tokens of 36 patches.` */
export function regionLines(regions: readonly RegionOutcome[]): string[] {
  return regions.map(
    ({ name, patches, tokens }) =>
      `Region "${printable(name)}": ${plural(tokens, 'token')} of ${plural(patches, 'patch', 'patches')}.`,
  );
}
