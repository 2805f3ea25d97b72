/** One encoder block in two halves, so that merging can stand between them: attention with token sizes, then the MLP. */
import type { VisionSpec } from '../families/spec.ts';
import { activate, joinHeads, layerNorm, lengthOf, linear, splitHeads } from './layers.ts';
import type { GraphContext } from './layers.ts';
import type { Value } from './model-builder.ts';

export interface Attended {
  readonly x: Value; // [n, D] after the residual
  readonly keys: Value; // [n, D] this block's key projection, bias included: the metric of soft matching
}

/**
 * LayerNorm, proportional attention, residual.
 * @param size [n, 1] patches per token, or undefined while every size is 1 and `log size` would add nothing (paper, section 3.1)
 */
export function attend(
  context: GraphContext,
  spec: VisionSpec,
  layer: number,
  x: Value,
  size: Value | undefined,
): Attended {
  const name = `vision.layers.${String(layer)}`;
  const normed = layerNorm(context, x, `${name}.norm1`, spec.normEpsilon);
  const query = linear(context, normed, `${name}.attention.query`);
  const keys = linear(context, normed, `${name}.attention.key`);
  const value = linear(context, normed, `${name}.attention.value`);
  const attended = proportionalAttention(context, spec, { query, keys, value }, size);
  const out = linear(context, attended, `${name}.attention.out`);
  return { x: context.builder.op('Add', [x, out]), keys };
}

interface Projections {
  readonly query: Value; // [n, D]
  readonly keys: Value;
  readonly value: Value;
}

/** softmax(q·k / √d + log size) v in the form that the device computes rightly; all [n, D]. */
export function proportionalAttention(
  context: GraphContext,
  spec: Pick<VisionSpec, 'heads' | 'headDim' | 'width'>,
  projections: Projections,
  size: Value | undefined,
): Value {
  return context.attention === 'fused'
    ? fusedAttention(context, spec, projections, size)
    : plainAttention(context, spec, projections, size);
}

/** LayerNorm, MLP, residual on [n, D]. */
export function feed(context: GraphContext, spec: VisionSpec, layer: number, x: Value): Value {
  const name = `vision.layers.${String(layer)}`;
  const normed = layerNorm(context, x, `${name}.norm2`, spec.normEpsilon);
  const hidden = activate(context.builder, linear(context, normed, `${name}.mlp.up`), spec.activation);
  return context.builder.op('Add', [x, linear(context, hidden, `${name}.mlp.down`)]);
}

function fusedAttention(
  { builder }: GraphContext,
  spec: Pick<VisionSpec, 'heads'>,
  { query, keys, value }: Projections,
  size: Value | undefined,
): Value {
  const batch = builder.vector('i64', [0]);
  const batched = [query, keys, value].map((rows) => builder.op('Unsqueeze', [rows, batch]));
  const bias = size === undefined ? [] : (['', '', attentionBias({ builder }, size)] as const);
  const attended = builder.op('ms.MultiHeadAttention', [...batched, ...bias], { num_heads: spec.heads });
  return builder.op('Squeeze', [attended, batch]);
}

/** log size on the key axis as [1, 1, n, n]: the operator accepts no shorter form. */
function attentionBias({ builder }: Pick<GraphContext, 'builder'>, size: Value): Value {
  const n = lengthOf(builder, size);
  const one = builder.vector('i64', [1]);
  const shape = builder.op('Concat', [one, one, n, n], { axis: 0 });
  const row = builder.op('Reshape', [builder.op('Log', [size]), builder.vector('i64', [1, 1, 1, -1])]);
  return builder.op('Expand', [row, shape]);
}

function plainAttention(
  { builder }: GraphContext,
  spec: Pick<VisionSpec, 'heads' | 'headDim' | 'width'>,
  { query, keys, value }: Projections,
  size: Value | undefined,
): Value {
  const scale = builder.scalar('f32', 1 / Math.sqrt(spec.headDim));
  const q = builder.op('Mul', [splitHeads(builder, query, spec.heads, spec.headDim), scale]);
  const k = builder.op('Transpose', [splitHeads(builder, keys, spec.heads, spec.headDim)], {
    perm: [0, 2, 1],
  });
  let logits = builder.op('MatMul', [q, k]); // [H, n, n]
  if (size !== undefined) {
    const bias = builder.op('Reshape', [builder.op('Log', [size]), builder.vector('i64', [1, 1, -1])]);
    logits = builder.op('Add', [logits, bias]);
  }
  const weights = builder.op('Softmax', [logits], { axis: -1 });
  const v = splitHeads(builder, value, spec.heads, spec.headDim);
  return joinHeads(builder, builder.op('MatMul', [weights, v]), spec.width);
}
