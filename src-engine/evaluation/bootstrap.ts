/** Confidence intervals by resampling whole clusters: questions about one picture stand or fall together. Pure and seeded. */
import { quantileAt } from '../calibration/statistics.ts';
import { seededRandom } from '../language/random.ts';

/** Enough for two digits of a 95 % interval. */
export const resamples = 2000;
const seed = 1;

/**
 * How often every cluster is drawn in each resample: as many draws as there are clusters, with replacement. The same numbers on every machine.
 * The array is reused: read it before the next one is asked for.
 */
export function* drawClusters(clusters: number, times: number = resamples): Generator<Uint32Array, void> {
  const random = seededRandom(seed);
  const drawn = new Uint32Array(clusters);
  for (let resample = 0; resample < times; resample++) {
    drawn.fill(0);
    for (let draw = 0; draw < clusters; draw++) {
      const cluster = Math.floor(random() * clusters);
      drawn[cluster] = (drawn[cluster] ?? 0) + 1;
    }
    yield drawn;
  }
}

export type Interval = readonly [low: number, high: number];

/** The middle 95 % of the values, linear between neighbours; values that are not finite are left out. Undefined where none is left. */
export function middle95(values: readonly number[]): Interval | undefined {
  const sorted = Float64Array.from(values.filter(Number.isFinite)).sort();
  if (sorted.length === 0) return undefined;
  return [quantileAt(sorted, 0.025), quantileAt(sorted, 0.975)];
}
