/** Measures two builds in turn, so that a machine whose speed drifts does both the same wrong, and says how their times relate. */
import { ratioInterval } from '../../src-engine/report/interval.ts';
import type { Interval } from '../../src-engine/report/interval.ts';
import { spreadOf } from '../../src-engine/report/spread.ts';
import type { Spread } from '../../src-engine/report/spread.ts';

/** Measures one build: milliseconds or bytes. */
export type Measure = () => Promise<number>;

export interface Pairs {
  readonly before: readonly number[];
  readonly after: readonly number[]; // the n-th was measured next to the n-th of `before`
}

export interface Relation {
  readonly before: Spread;
  readonly after: Spread;
  /** How many times less `after` is: the median of the pairs' ratios. */
  readonly ratio: number;
  readonly range: Interval; // of the pairs' ratios, from the least to the greatest
  /** Where the mean of the ratios lies, with 95 % confidence; undefined for a single pair. */
  readonly interval: Interval | undefined;
}

/** One number of each; `turned` measures `after` first. */
export async function measurePair(
  before: Measure,
  after: Measure,
  turned: boolean,
): Promise<[number, number]> {
  if (!turned) return [await before(), await after()];
  const second = await after();
  return [await before(), second];
}

export function relate({ before, after }: Pairs): Relation {
  const ratios = before.map((value, index) => value / (after[index] ?? Number.NaN));
  const { median, min, max } = spreadOf(ratios);
  return {
    before: spreadOf(before),
    after: spreadOf(after),
    ratio: median,
    range: [min, max],
    interval: ratioInterval(ratios),
  };
}
