/** x Wᵀ + b in the number formats that a precision can ask for. Which weight takes which form is decided outside, by name. */
import type { QuantisedMatrix } from '../checkpoint/quantised/quantised-copy.ts';
import { blockLength } from '../checkpoint/quantised/block-format.ts';
import type { BlockShape } from '../checkpoint/quantised/block-format.ts';
import type { ModelBuilder, Value } from './model-builder.ts';
import { opsOf } from './ops.ts';
import { quantisedRows } from './quantised-rows.ts';

/** Activations are fp32 around every form, so that forms can be mixed in one graph. */
export type ProductForm =
  | { readonly kind: 'dense' } // fp32
  | { readonly kind: 'half' } // fp16, where the device computes in it
  | QuantisedMatrix; // int8 or int4

/** @param x f32 [rows, K], @param weight f32 [N, K], @param bias f32 [N] @returns f32 [rows, N] */
export function denseProduct(builder: ModelBuilder, x: Value, weight: Value, bias?: Value): Value {
  return opsOf(builder).timesTransposed(x, weight, bias);
}

/** @param x f32 [rows, K], @param weight f16 [N, K], @param bias f32 [N] @returns f32 [rows, N] */
export function halfProduct(builder: ModelBuilder, x: Value, weight: Value, bias?: Value): Value {
  const op = opsOf(builder);
  const wide = op.cast(op.timesTransposed(op.cast(x, 'f16'), weight), 'f32');
  return bias === undefined ? wide : op.add(wide, bias);
}

/**
 * On the CPU activations are rounded to int8 too, block by block.
 * @param x f32 [rows, K], @param codes uint8 [N, blocks, blockBytes], @param scales f32 [N, blocks], @param bias f32 [N]
 * @returns f32 [rows, N]
 */
export function blocksProduct(
  builder: ModelBuilder,
  x: Value,
  shape: BlockShape,
  codes: Value,
  scales: Value,
  bias?: Value,
): Value {
  const inputs: (Value | '')[] = [x, codes, scales];
  if (bias !== undefined) inputs.push('', '', bias);
  return builder.op('ms.MatMulNBits', inputs, {
    K: shape.columns,
    N: shape.rows,
    bits: shape.bits,
    block_size: blockLength,
    accuracy_level: 4, // products of int8: the fastest kernels, measured
  });
}

/**
 * Products of int8 with the processor's own dot products. Every row of activations is rounded to int8 with a scale of its own, so that one
 * row of large numbers, as language models have them at the first token, takes nothing from the others.
 * @param x f32 [rows, K], @param codes int8 [K, N], @param scales f32 [N], @param bias f32 [N] @returns f32 [rows, N]
 */
export function columnsProduct(
  builder: ModelBuilder,
  x: Value,
  codes: Value,
  scales: Value,
  bias?: Value,
): Value {
  const op = opsOf(builder);
  const rows = quantisedRows(builder, x);
  const one = builder.scalar('f32', 1);
  // One scale for all of `a` is all that the operator takes: those of the rows come after it.
  const inputs = [rows.codes, codes, one, scales, rows.zero];
  const product = op.mul(builder.op('ms.MatMulIntegerToFloat', inputs), rows.scales);
  return bias === undefined ? product : op.add(product, bias);
}
