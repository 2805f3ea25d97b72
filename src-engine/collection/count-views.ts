/** The tokens or rows that one image keeps at several plans. */
import { cellCount, cellsIn } from '../connectors/cells.ts';
import type { LoadedEncoder } from '../inference/loaded-model.ts';
import type { Pace } from '../inference/pace.ts';
import { matchRows } from '../merging/row-matching.ts';
import { countIn } from '../reduction/plan.ts';
import type { Plan } from '../reduction/plan.ts';
import type { PreparedView } from '../vision/prepare.ts';

interface Planned {
  readonly plan: Plan;
}

/** What is counted in one run of the encoder: all plans of rows together, since it computes the same for each, and every other plan by itself. */
export function atOnce<Count extends Planned>(counts: readonly Count[]): Count[][] {
  const ofRows = counts.filter(({ plan }) => plan.kind === 'rows');
  const others = counts.filter(({ plan }) => plan.kind !== 'rows').map((count) => [count]);
  return ofRows.length === 0 ? others : [ofRows, ...others];
}

/** Runs of the encoder that these take, a view. */
export function encodesOf(counts: readonly Planned[]): number {
  return atOnce(counts).filter(([first]) => first?.plan.kind !== 'prune').length;
}

/** Over all views, for each of the plans. @param together as `atOnce` puts them */
export async function countViews(
  model: LoadedEncoder,
  pace: Pace,
  together: readonly Planned[],
  views: readonly PreparedView[],
): Promise<number[]> {
  const sums = together.map(() => 0);
  for (const view of views) {
    const counts = await countView(model, pace, together, view);
    for (const [index, count] of counts.entries()) sums[index] = (sums[index] ?? 0) + count;
  }
  return sums;
}

async function countView(
  { tower, checkpoint: { spec } }: LoadedEncoder,
  pace: Pace,
  together: readonly Planned[],
  { pixels, grid }: PreparedView,
): Promise<number[]> {
  const [plan] = together.map((count) => count.plan);
  if (plan === undefined) return [];
  if (plan.kind === 'prune') return [countIn(plan, plan.rows, cellCount(cellsIn(spec, grid)))];
  const run = await tower.open(plan);
  await pace.next();
  const output = await run.encode(pixels, { grid });
  if (plan.kind !== 'rows') return [output.tokens];
  const { projected, rows } = await tower.connect(output);
  const products = await tower.likeness(projected);
  return together.map(({ plan: each }) =>
    each.kind !== 'rows' || each.threshold >= 1 ? rows : matchRows(products, each.threshold).size.length,
  );
}
