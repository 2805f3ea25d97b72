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

/** [pictures] */
export function sumByPicture(groups: readonly Grouped[], pictures: number): Tally[] {
  const sums = new Array<Tally>(pictures).fill(noTally);
  for (const { picture, tally } of groups) sums[picture] = addTallies(sums[picture] ?? noTally, tally);
  return sums;
}

/** Of what has a kind. */
export function sumByKind(groups: readonly Grouped[]): Map<string, Tally> {
  const sums = new Map<string, Tally>();
  for (const { kind, tally } of groups) {
    if (kind !== undefined) sums.set(kind, addTallies(sums.get(kind) ?? noTally, tally));
  }
  return sums;
}
