/** Scores of resamples: many sums of tallies, all on the same draws of pictures, so that any two of them can be compared draw by draw. Pure. */
import type { Scorer, Tally } from '../judging/tally.ts';
import { drawClusters } from './bootstrap.ts';

/** By picture, from 0; pictures that a sum has nothing of are left out. */
export type Clusters = ReadonlyMap<number, Tally>;

/** [sums][resamples]; NaN where the scorer has no number for what was drawn. */
export function resampledScores(sums: readonly Clusters[], pictures: number, scorer: Scorer): number[][] {
  const width = sums.reduce((most, sum) => Math.max(most, widest(sum.values())), 0);
  const laid = sums.map((sum) => lay(sum, width));
  const scores = sums.map((): number[] => []);
  const total = new Array<number>(width).fill(0);
  for (const drawn of drawClusters(pictures)) {
    for (const [index, { places, values }] of laid.entries()) {
      total.fill(0);
      for (let cluster = 0, at = 0; cluster < places.length; cluster++) {
        const times = drawn[places[cluster] ?? 0] ?? 0;
        if (times === 0) at += width;
        else for (let i = 0; i < width; i++, at++) total[i] = (total[i] ?? 0) + times * (values[at] ?? 0);
      }
      scores[index]?.push(scorer.score(total));
    }
  }
  return scores;
}

interface Laid {
  readonly places: Uint32Array; // pictures, ascending
  readonly values: Float64Array; // [places, width]
}

function lay(sum: Clusters, width: number): Laid {
  const places = Uint32Array.from(sum.keys()).sort();
  const values = new Float64Array(places.length * width);
  for (const [at, picture] of places.entries()) values.set(sum.get(picture) ?? [], at * width);
  return { places, values };
}

function widest(tallies: Iterable<Tally>): number {
  let most = 0;
  for (const { length } of tallies) most = Math.max(most, length);
  return most;
}
