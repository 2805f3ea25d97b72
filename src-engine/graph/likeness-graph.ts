/** Inner products of all rows of the language model with each other, from which rows are matched. Without weights. */
import type { TextSpec } from '../families/spec.ts';
import type { GraphContext } from './layers.ts';
import { opsOf } from './ops.ts';
import { imageRowWidth } from './widths.ts';

/** Inputs: rows f32 [n, numbers of a row], of which what DeepStack adds later is not compared. Outputs: products f32 [n, n]. */
export function likenessGraph({ builder }: Pick<GraphContext, 'builder'>, text: TextSpec): Uint8Array {
  const op = opsOf(builder);
  const given = builder.input('rows', 'f32', ['n', imageRowWidth(text)]);
  const rows = text.deepStack === undefined ? given : op.slice(given, { to: text.width, axis: 1 });
  builder.output('products', op.timesTransposed(rows, rows), 'f32', ['n', 'n']);
  return builder.build('likeness');
}
