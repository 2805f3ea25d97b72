/**
 * Rows summed by the place that they go to, in their order: the sums of merging and of virtual unmerging.
 *
 * ONNX Runtime's ScatterND adds on several threads without keeping them apart (seen in 1.30 and 1.32): where two of them add to one row at a
 * time, what one of them adds is lost. It takes one thread below about 210,000 elements, however many threads there are. So on a processor rows are
 * cut into blocks of columns that are each below that, and added one block after the other. How they are cut changes no sum.
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
  /** Of one block; they divide the width. From `columnsFor`, or, where only a run knows how many values there are, from `columnsAtRun`. */
  readonly columns: number | Value; // int64 [1]
  /** bool [1]: here no two values go to the same place, so that threads cannot meet. Where it is not given they may. */
  readonly distinct?: Value;
}

/** The widest block that is small enough for one thread, for never more than `most` rows. */
export function columnsFor(width: number, most: number): number {
  return divisors(width).find((columns) => columns * most <= mostElements) ?? 1;
}

/** The same for as many rows as a run has, int64 [1]: a model that takes 100,000 positions is mostly asked with a few hundred. */
export function columnsAtRun({ builder }: Pick<GraphContext, 'builder'>, width: number, rows: Value): Value {
  const op = opsOf(builder);
  const columns = op.ints(divisors(width));
  const few = op.less(op.mul(columns, rows), op.ints(mostElements + 1));
  return op.highest(op.where(few, columns, op.ints(1)), 0);
}

/** The largest first. */
function divisors(width: number): number[] {
  return Array.from({ length: width }, (_, index) => width - index).filter(
    (columns) => width % columns === 0,
  );
}

/** The sums [count, width]. */
export function summedRows(
  { builder, onProcessor }: Pick<GraphContext, 'builder' | 'onProcessor'>,
  rows: RowsToSum,
): Value {
  const op = opsOf(builder);
  const { values, places, count, width, columns, distinct } = rows;
  const zeros = (wide: number | Value): Value => op.expand(builder.scalar('f32', 0), op.shape(count, wide));
  const atOnce = (): Value => op.scatterAdd(zeros(width), places, values);
  if (!onProcessor || columns === width) return atOnce();
  const inBlocks = (): Value => {
    const [none, to] = [zeros(columns), op.reshape(places, [-1, 1])];
    const blocks = typeof columns === 'number' ? width / columns : op.div(op.ints(width), columns);
    const apart = op.transpose(op.reshape(values, op.shape(-1, blocks, columns)), [1, 0, 2]);
    const wide = typeof columns === 'number' ? columns : 'columns';
    const shapes = { slice: ['scanned', wide], result: ['summed', wide] };
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
