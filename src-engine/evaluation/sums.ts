/** Tallies of single answers, put together by group, by picture and by kind of question. Pure. */
import { addTallies, noTally, type Scorer, type Tally } from '../judging/tally.ts';
import type { Judged } from './rows.ts';

/** What is judged together: one question, or all of a group. */
export interface Grouped {
  readonly picture: number;
  readonly kind: string | undefined;
  readonly tally: Tally;
}

/** In the order in which each first appears. A scorer that judges no groups takes every question for itself. */
export function groupTallies({ questions, tallies }: Judged, column: number, scorer: Scorer): Grouped[] {
  const { combine } = scorer;
  const groups = new Map<
    string,
    { readonly picture: number; readonly kind: string | undefined; all: Tally[] }
  >();
  for (const [index, { picture, kind, group }] of questions.entries()) {
    const tally = tallies[index]?.[column] ?? noTally;
    const key = combine === undefined || group === undefined ? `#${index}` : `${picture} ${group}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { picture, kind, all: [tally] });
    else known.all.push(tally);
  }
  return [...groups.values()].map(({ picture, kind, all }) => ({
    picture,
    kind,
    tally: combine === undefined ? (all[0] ?? noTally) : combine(all),
  }));
}

/** By picture. */
export function sumByPicture(groups: readonly Grouped[]): Map<number, Tally> {
  const sums = new Map<number, Tally>();
  for (const { picture, tally } of groups) sums.set(picture, addTallies(sums.get(picture) ?? noTally, tally));
  return sums;
}

/** What has a kind, by kind, in the order of their names. */
export function byKind(groups: readonly Grouped[]): Map<string, Grouped[]> {
  const found = new Map<string, Grouped[]>();
  for (const group of groups) {
    if (group.kind === undefined) continue;
    const known = found.get(group.kind);
    if (known === undefined) found.set(group.kind, [group]);
    else known.push(group);
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function sumOf(tallies: Iterable<Tally>): Tally {
  let total = noTally;
  for (const tally of tallies) total = addTallies(total, tally);
  return total;
}
