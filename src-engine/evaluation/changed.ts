/** How many answers of one mode differ from those of another, and in which direction their scores went. Pure. */
import type { EvaluatedMode } from '../engine.ts';
import { noTally, type Scorer } from '../judging/tally.ts';
import type { Judged } from './rows.ts';

/** Other words are a change, whatever they score. */
export function changedAgainst(
  { given, tallies }: Judged,
  before: number,
  after: number,
  scorer: Scorer,
): NonNullable<EvaluatedMode['changed']> {
  let [answers, better, worse] = [0, 0, 0];
  for (const [index, row] of given.entries()) {
    if (row[before]?.text === row[after]?.text) continue;
    answers += 1;
    const scores = [before, after].map((column) => scorer.score(tallies[index]?.[column] ?? noTally));
    const gain = (scores[1] ?? 0) - (scores[0] ?? 0);
    better += Number(gain > 0);
    worse += Number(gain < 0);
  }
  return { answers, better, worse };
}
