/** Attention of one decoder layer over full positions, causal or over a whole prefix or window, with its KV cache: ONNX Runtime's fused operator, or plain products. */
import type { TextSpec } from '../families/spec.ts';
import { capped, joinHeads, splitHeads } from './layers.ts';
import type { AttentionForm, GraphContext } from './layers.ts';
import type { ModelBuilder, Value } from './model-builder.ts';
import { opsOf } from './ops.ts';

export type HeadSpec = Pick<
  TextSpec,
  'heads' | 'kvHeads' | 'headDim' | 'prefixAttention' | 'sliding' | 'queryScale' | 'attentionCap'
>;

export interface PositionInputs {
  /** int32 [1]: rows in the cache after this run, minus one. */
  readonly lastPosition: Value;
  /** int32 scalar: rows in the cache after this run. */
  readonly totalPositions: Value;
  readonly cos: Value; // f32 [R, d / 2], of every row of the cache after this run and, at will, of further ones
  readonly sin: Value;
  /** bool [N, T]: true where a key is not seen. Absent: as the form has it, which is causal unless the prompt sees itself whole. */
  readonly hidden?: Value;
}

export interface LayerCache {
  readonly keys: Value; // f32 [1, kvHeads, M, d]; M is the shared buffer's length, or what was seen so far in the plain form
  readonly values: Value;
}

export interface Attention {
  readonly out: Value; // f32 [N, heads * d], with the leading 1 in the fused form
  readonly cache: LayerCache;
}

/** The fused operator is causal and takes head sizes in steps of 16 only; all else falls to the plain form, on every device. */
export function decoderAttentionForm(wanted: AttentionForm, spec: HeadSpec): AttentionForm {
  const { headDim, prefixAttention, sliding, queryScale, attentionCap } = spec;
  const usual = [prefixAttention, sliding, queryScale, attentionCap].every((fact) => fact === undefined);
  return usual && headDim % 16 === 0 ? wanted : 'plain';
}

/** Whether the host has to say what every position sees (inputs `places`, `sees_to`, `sees_from` of the decoder's graph). */
export function needsSight({
  prefixAttention,
  sliding,
}: Pick<HeadSpec, 'prefixAttention' | 'sliding'>): boolean {
  return prefixAttention === 'images' || sliding !== undefined;
}

/**
 * Positions come and go as the form has them without a change of shape: [N, …] in the plain form, [1, N, …] in the fused one.
 * @param query f32 [N, heads * d], @param key and @param value f32 [N, kvHeads * d]: the new positions, already unmerged
 */
export function causalAttention(
  context: GraphContext,
  spec: HeadSpec,
  rows: { readonly query: Value; readonly key: Value; readonly value: Value },
  past: LayerCache,
  positions: PositionInputs,
): Attention {
  return decoderAttentionForm(context.attention, spec) === 'fused'
    ? fused(context, spec, rows, past, positions)
    : plain(context, spec, rows, past, positions);
}

/** @param rows f32 [1, N, (heads + 2 * kvHeads) * d]: query, key and value side by side. The fused form alone takes them so. */
export function packedAttention(
  context: GraphContext,
  spec: HeadSpec,
  rows: Value,
  past: LayerCache,
  positions: PositionInputs,
): Attention {
  return groupQueryAttention(context, spec, [rows, '', ''], past, positions);
}

const fused: typeof causalAttention = (context, spec, { query, key, value }, past, positions) =>
  groupQueryAttention(context, spec, [query, key, value], past, positions);

function groupQueryAttention(
  { builder }: GraphContext,
  spec: HeadSpec,
  rows: readonly [Value, Value | '', Value | ''],
  past: LayerCache,
  positions: PositionInputs,
): Attention {
  const [out, keys, values] = builder.ops(
    'ms.GroupQueryAttention',
    [
      ...rows,
      past.keys,
      past.values,
      positions.lastPosition,
      positions.totalPositions,
      positions.cos,
      positions.sin,
    ],
    3,
    { num_heads: spec.heads, kv_num_heads: spec.kvHeads, do_rotary: 1, rotary_interleaved: 0 },
  ) as [Value, Value, Value];
  return { out, cache: { keys, values } };
}

const plain: typeof causalAttention = (context, spec, rows, past, positions) => {
  const { builder } = context;
  const op = opsOf(builder);
  const { heads, kvHeads, headDim } = spec;
  const news = op.length(rows.query);
  const seen = op.length(past.keys, 2);
  const total = op.add(seen, news);
  const cos = op.slice(positions.cos, { from: seen, to: total }); // [N, d / 2]
  const sin = op.slice(positions.sin, { from: seen, to: total });
  const rotate = (x: Value): Value => {
    const [low, high] = op.halves(x);
    const turned = [op.sub(op.mul(low, cos), op.mul(high, sin)), op.add(op.mul(high, cos), op.mul(low, sin))];
    return op.concat(turned, -1);
  };
  const grow = (cache: Value, x: Value): Value => op.concat([cache, op.unsqueeze(x, 0)], 2);

  const keys = grow(past.keys, rotate(splitHeads(builder, rows.key, kvHeads, headDim)));
  const values = grow(past.values, splitHeads(builder, rows.value, kvHeads, headDim));
  // Query heads of one key head become further rows of it: [kvHeads, rep * N, d].
  const grouped = [kvHeads, -1, headDim];
  const query = op.reshape(rotate(splitHeads(builder, rows.query, heads, headDim)), grouped);
  const scaled = op.mul(query, builder.scalar('f32', spec.queryScale ?? 1 / Math.sqrt(headDim)));
  const products = op.matmul(scaled, op.transpose(op.reshape(keys, grouped), [0, 2, 1]));
  const logits = capped(context, op.reshape(products, op.shape(heads, news, total)), spec.attentionCap);
  // A prompt that sees itself whole comes in one run; later runs bring one position each, which sees all before it.
  const whole = spec.prefixAttention === 'prompt';
  const hidden = positions.hidden ?? (whole ? undefined : future(builder, seen, news, total));
  const masked = hidden === undefined ? logits : op.where(hidden, builder.scalar('f32', -3e38), logits);
  const weights = op.reshape(op.softmax(masked), op.shape(kvHeads, -1, total));
  const attended = op.matmul(weights, op.reshape(values, grouped));
  const out = joinHeads(builder, op.reshape(attended, op.shape(heads, news, headDim)), heads * headDim);
  return { out, cache: { keys, values } };
};

/** bool [N, T]: true where a key stands after the query. int32, because int64 comparisons would leave a GPU. */
function future(builder: ModelBuilder, seen: Value, news: Value, total: Value): Value {
  const op = opsOf(builder);
  const queries = op.add(counting(builder, news), op.cast(seen, 'i32'));
  return op.greater(counting(builder, total), op.unsqueeze(queries, 1));
}

/**
 * int32 [length]: 0, 1, 2 … By a running sum, because the runtime's shape inference carries the host's int64 length through any cast
 * and then refuses Range for mixed types.
 */
function counting(builder: ModelBuilder, length: Value): Value {
  const op = opsOf(builder);
  const one = builder.scalar('i32', 1);
  return op.sub(op.runningSum(op.expand(one, length)), one);
}
