/** Activations as 8-bit integers with one scale a row: what the left side of a product of integers is. */
import type { ModelBuilder, Value } from './model-builder.ts';
import { opsOf } from './ops.ts';

export interface QuantisedRows {
  readonly codes: Value; // uint8 [rows, K]
  readonly scales: Value; // f32 [rows, 1]
  readonly zero: Value; // uint8 scalar: the code of 0
}

/** Codes stand for -127..127; uint8 on the left and int8 on the right is what processors have dot products for. */
const ZERO = 128;
const LARGEST = 127;

/** By the place where nodes are written: query, key and value are products of the same rows, and these are rounded once. */
const known = new WeakMap<object, Map<Value, QuantisedRows>>();

/** @param x f32 [rows, K] */
export function quantisedRows(builder: ModelBuilder, x: Value): QuantisedRows {
  const made = known.get(builder.scope) ?? new Map<Value, QuantisedRows>();
  known.set(builder.scope, made);
  const before = made.get(x);
  if (before !== undefined) return before;
  const rows = round(builder, x);
  made.set(x, rows);
  return rows;
}

/** A row of zeros has the scale 0: its codes say nothing, and its products are multiplied by 0. */
function round(builder: ModelBuilder, x: Value): QuantisedRows {
  const op = opsOf(builder);
  const largest = op.highest(op.abs(x), -1);
  const scales = op.mul(largest, builder.scalar('f32', 1 / LARGEST));
  const perRow = op.reshape(scales, [-1]);
  const zeros = op.expand(builder.vector('u8', [ZERO]), op.length(perRow));
  const codes = builder.op('QuantizeLinear', [x, perRow, zeros], { axis: 0 });
  return { codes, scales, zero: builder.scalar('u8', ZERO) };
}
