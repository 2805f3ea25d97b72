/**
 * Rows summed by the place that they go to, in their order: the sums of merging and of virtual unmerging.
 *
 * ONNX Runtime's ScatterND adds on several threads without keeping them apart (seen in 1.30 and 1.32): where two of them add to one row at a
 * time, what one of them adds is lost. It takes one thread below about 210,000 elements, however many threads there are. So on a processor rows are
 * cut into blocks of columns that are each below that, and added one block after the other.
 */
import type { GraphContext } from './layers.ts';
import type { Value } from './model-builder.ts';
import { opsOf } from './ops.ts';

const mostElements = 200_000;

export interface RowsToSum {
  readonly values: Value; // f32 [m, width], or with a leading 1
  readonly places: Value; // int64 [m, 1], or with a leading 1: where each one goes, several perhaps to the same place
  readonly count: Value; // int64 [1], how many sums there are
  readonly width: number;
  /** There are never more than so many values. */
  readonly most: number;
  /** bool [1]: here no two values go to the same place, so that threads cannot meet. Where it is not given they may. */
  readonly distinct?: Value;
}

/** How many blocks of equal width, each of it small enough for one thread. */
export function columnBlocks({ width, most }: Pick<RowsToSum, 'width' | 'most'>): number {
  for (let blocks = 1; blocks < width; blocks++) {
    if (width % blocks === 0 && (width / blocks) * most <= mostElements) return blocks;
  }
  return width;
}

/** The sums [count, width]. */
export function summedRows(
  { builder, onProcessor }: Pick<GraphContext, 'builder' | 'onProcessor'>,
  rows: RowsToSum,
): Value {
  const op = opsOf(builder);
  const { values, places, count, width, distinct } = rows;
  const blocks = columnBlocks(rows);
  const zeros = (columns: number): Value => op.expand(builder.scalar('f32', 0), op.shape(count, columns));
  const atOnce = (): Value => op.scatterAdd(zeros(width), places, values);
  if (!onProcessor || blocks === 1) return atOnce();
  const inBlocks = (): Value => {
    const columns = width / blocks;
    const [none, to] = [zeros(columns), op.reshape(places, [-1, 1])];
    const apart = op.transpose(op.reshape(values, [-1, blocks, columns]), [1, 0, 2]);
    const shapes = { slice: ['scanned', columns], result: ['summed', columns] };
    const sums = builder.scan(apart, shapes, (block) => op.scatterAdd(none, to, block));
    return op.reshape(op.transpose(sums, [1, 0, 2]), [-1, width]);
  };
  if (distinct === undefined) return inBlocks();
  const alike = (sums: Value): Value => op.reshape(sums, [-1, width]);
  return builder.either(
    distinct,
    () => ({ sums: alike(atOnce()) }),
    () => ({ sums: inBlocks() }),
  ).sums;
}
