/** One encoder block in two halves, so that merging can stand between them: attention with token sizes, then the MLP. */
import type { VisionSpec } from '../families/spec.ts';
import { activate, joinHeads, layerNorm, linear, rmsNorm, splitHeads } from './layers.ts';
import type { GraphContext } from './layers.ts';
import type { ModelBuilder, Value } from './model-builder.ts';
import { opsOf } from './ops.ts';
import type { Ops } from './ops.ts';

export interface Attention {
  readonly out: Value; // [n, D] before the residual
  readonly queries: Value; // [n, D] this block's query projection, bias included
  readonly keys: Value; // [n, D] its key projection, bias included: the metric of soft matching
}

export interface Attended extends Attention {
  readonly x: Value; // [n, D] after the residual
}

/** [n, 1] patches per token, or undefined while every size is 1 and `log size` would add nothing (paper, section 3.1). */
export type Sizes =
  | Value
  | undefined
  /** A run that merges nothing leaves them out. */
  | { readonly of: Value; readonly unless: Value };

/** LayerNorm, proportional attention, residual. */
export function attend(
  context: GraphContext,
  spec: VisionSpec,
  layer: number,
  x: Value,
  size: Value | undefined,
): Attended {
  const attention = attentionOf(context, spec, layer, x, size);
  return { ...attention, x: opsOf(context.builder).add(x, attention.out) };
}

/** The same without the residual. */
export function attentionOf(
  context: GraphContext,
  spec: VisionSpec,
  layer: number,
  x: Value,
  size: Sizes,
): Attention {
  const name = `vision.layers.${layer}`;
  const normed = blockNorm(context, spec, x, `${name}.norm1`);
  const query = normedHeads(context, spec, normed, `${name}.attention.query`);
  const keys = normedHeads(context, spec, normed, `${name}.attention.key`);
  const value = linear(context, normed, `${name}.attention.value`);
  const attended = attendedBy(context, spec, { query, keys, value }, size);
  const out = scaled(context, spec, linear(context, attended, `${name}.attention.out`), `${name}.scale1`);
  return { out, queries: query, keys };
}

/** LayerNorm, or the norm by root mean square. */
export function blockNorm(
  context: GraphContext,
  { rmsNorm: byMean, normEpsilon }: VisionSpec,
  x: Value,
  name: string,
): Value {
  return byMean === true
    ? rmsNorm(context, x, name, { normEpsilon })
    : layerNorm(context, x, name, normEpsilon);
}

/** InternViT's norms of queries and keys have an epsilon of their own. */
const QK_EPSILON = 1e-6;

function normedHeads(context: GraphContext, { qkNorm }: VisionSpec, x: Value, name: string): Value {
  const rows = linear(context, x, name);
  return qkNorm === true ? rmsNorm(context, rows, `${name}Norm`, { normEpsilon: QK_EPSILON }) : rows;
}

/** Times a learned number a channel, where the block has one. */
function scaled(
  { builder, weights }: GraphContext,
  { layerScale }: VisionSpec,
  x: Value,
  name: string,
): Value {
  return layerScale === true ? opsOf(builder).mul(x, builder.weight(weights.get(name))) : x;
}

function attendedBy(context: GraphContext, spec: VisionSpec, projections: Projections, size: Sizes): Value {
  const attention = (sizes: Value | undefined) => proportionalAttention(context, spec, projections, sizes);
  if (size === undefined || typeof size === 'string') return attention(size);
  return context.builder.either(
    size.unless,
    () => ({ attended: attention(undefined) }),
    () => ({ attended: attention(size.of) }),
  ).attended;
}

type AttentionShape = Pick<VisionSpec, 'heads' | 'headDim' | 'width' | 'patches'>;

interface Projections {
  readonly query: Value; // [n, D]
  readonly keys: Value;
  readonly value: Value;
}

/** softmax(q·k / √d + log size) v in the form that the device computes rightly; all [n, D]. */
export function proportionalAttention(
  context: GraphContext,
  spec: AttentionShape,
  projections: Projections,
  size: Value | undefined,
): Value {
  return context.attention === 'fused'
    ? fusedAttention(context, spec, projections, size)
    : plainAttention(context, spec, projections, size);
}

/** LayerNorm, MLP, residual on [n, D]. */
export function feed(context: GraphContext, spec: VisionSpec, layer: number, x: Value): Value {
  const name = `vision.layers.${layer}`;
  const normed = blockNorm(context, spec, x, `${name}.norm2`);
  const hidden = hiddenOf(context, spec, normed, `${name}.mlp`);
  const down = scaled(context, spec, linear(context, hidden, `${name}.mlp.down`), `${name}.scale2`);
  return opsOf(context.builder).add(x, down);
}

function hiddenOf(context: GraphContext, spec: VisionSpec, x: Value, name: string): Value {
  const { builder } = context;
  if (spec.gatedMlp !== true) return activate(builder, linear(context, x, `${name}.up`), spec.activation);
  const gate = activate(builder, linear(context, x, `${name}.gate`), spec.activation);
  return opsOf(builder).mul(gate, linear(context, x, `${name}.up`));
}

function fusedAttention(
  { builder, onProcessor }: GraphContext,
  spec: AttentionShape,
  { query, keys, value }: Projections,
  size: Value | undefined,
): Value {
  const op = opsOf(builder);
  if (size !== undefined && onProcessor && strideProductsPay(spec)) {
    return stridedAttention(builder, spec, { query, keys, value }, size);
  }
  const batched = [query, keys, value].map((rows) => op.unsqueeze(rows, 0));
  const bias = size === undefined ? [] : (['', '', attentionBias(op, size)] as const);
  const attended = builder.op('ms.MultiHeadAttention', [...batched, ...bias], { num_heads: spec.heads });
  return op.squeeze(attended, 0);
}

/** Above this the fused operator's heads keep every thread busy, and both take the same time (docs/decisions/0029). */
const fewTokens = 400;

/**
 * The fused operator shares out whole heads among threads and writes its bias out as [n, n]: dear where tokens and heads are few. Products
 * on strided heads give the same to the last bit, as long as scaling by 1 / √d is exact.
 */
function strideProductsPay({ headDim, patches }: AttentionShape): boolean {
  return patches <= fewTokens && Number.isInteger(Math.log2(headDim) / 2);
}

function stridedAttention(
  builder: ModelBuilder,
  { heads, headDim, width }: AttentionShape,
  { query, keys, value }: Projections,
  size: Value,
): Value {
  const op = opsOf(builder);
  const [q, k, v] = [query, keys, value].map((rows) => op.reshape(rows, [-1, heads, headDim])) as [
    Value,
    Value,
    Value,
  ];
  const scores = op.headProducts(q, k, 1 / Math.sqrt(headDim)); // [H, n, n]
  const shares = op.softmax(op.add(scores, op.reshape(op.log(size), [1, 1, -1])));
  return joinHeads(builder, op.timesHeads(shares, v), width);
}

/** log size on the key axis as [1, 1, n, n]: the operator accepts no shorter form. */
function attentionBias(op: Ops, size: Value): Value {
  const n = op.length(size);
  return op.expand(op.reshape(op.log(size), [1, 1, 1, -1]), op.shape(1, 1, n, n));
}

function plainAttention(
  { builder }: GraphContext,
  spec: Pick<VisionSpec, 'heads' | 'headDim' | 'width'>,
  { query, keys, value }: Projections,
  size: Value | undefined,
): Value {
  const op = opsOf(builder);
  const scale = builder.scalar('f32', 1 / Math.sqrt(spec.headDim));
  const q = op.mul(splitHeads(builder, query, spec.heads, spec.headDim), scale);
  const k = op.transpose(splitHeads(builder, keys, spec.heads, spec.headDim), [0, 2, 1]);
  const v = splitHeads(builder, value, spec.heads, spec.headDim);
  const scores = op.matmul(q, k); // [H, n, n]
  const logits = size === undefined ? scores : op.add(scores, op.reshape(op.log(size), [1, 1, -1]));
  return joinHeads(builder, op.matmul(op.softmax(logits), v), spec.width);
}
