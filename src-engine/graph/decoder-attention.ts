/** Attention of one decoder layer over full positions, causal or over a whole prefix, with its KV cache: ONNX Runtime's fused operator, or plain products. */
import type { TextSpec } from '../families/spec.ts';
import { joinHeads, lengthOf, splitHeads } from './layers.ts';
import type { AttentionForm, GraphContext } from './layers.ts';
import { elementType } from './model-builder.ts';
import type { Value } from './model-builder.ts';

export type HeadSpec = Pick<TextSpec, 'heads' | 'kvHeads' | 'headDim' | 'prefixAttention'>;

export interface PositionInputs {
  /** int32 [1]: positions in the cache after this run, minus one. */
  readonly lastPosition: Value;
  /** int32 scalar: positions in the cache after this run. */
  readonly totalPositions: Value;
  readonly cos: Value; // f32 [M, d / 2]
  readonly sin: Value;
}

export interface LayerCache {
  readonly keys: Value; // f32 [1, kvHeads, M, d]; M is the shared buffer's length, or what was seen so far in the plain form
  readonly values: Value;
}

export interface Attention {
  readonly out: Value; // f32 [N, heads * d]
  readonly cache: LayerCache;
}

/** The fused operator is causal and takes head sizes in steps of 16 only; all else falls to the plain form, on every device. */
export function decoderAttentionForm(wanted: AttentionForm, spec: HeadSpec): AttentionForm {
  return spec.headDim % 16 === 0 && spec.prefixAttention !== true ? wanted : 'plain';
}

/**
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

const fused: typeof causalAttention = ({ builder }, spec, rows, past, positions) => {
  const batch = builder.vector('i64', [0]);
  const batched = [rows.query, rows.key, rows.value].map((x) => builder.op('Unsqueeze', [x, batch]));
  const [out, keys, values] = builder.ops(
    'ms.GroupQueryAttention',
    [
      ...batched,
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
  return { out: builder.op('Squeeze', [out, batch]), cache: { keys, values } };
};

const plain: typeof causalAttention = ({ builder }, spec, rows, past, positions) => {
  const { heads, kvHeads, headDim } = spec;
  const first = builder.vector('i64', [0]);
  const news = lengthOf(builder, rows.query);
  const seen = lengthOf(builder, past.keys, 2);
  const total = builder.op('Add', [seen, news]);
  const at = (table: Value): Value => builder.op('Slice', [table, seen, total, first]); // [N, d / 2]
  const cos = at(positions.cos);
  const sin = at(positions.sin);
  const rotate = (x: Value): Value => {
    const [low, high] = builder.ops('Split', [x], 2, { axis: -1, num_outputs: 2 }) as [Value, Value];
    const mul = (a: Value, b: Value): Value => builder.op('Mul', [a, b]);
    const turned = [
      builder.op('Sub', [mul(low, cos), mul(high, sin)]),
      builder.op('Add', [mul(high, cos), mul(low, sin)]),
    ];
    return builder.op('Concat', turned, { axis: -1 });
  };
  const grow = (cache: Value, x: Value): Value =>
    builder.op('Concat', [cache, builder.op('Unsqueeze', [x, first])], { axis: 2 });

  const keys = grow(past.keys, rotate(splitHeads(builder, rows.key, kvHeads, headDim)));
  const values = grow(past.values, splitHeads(builder, rows.value, kvHeads, headDim));
  // Query heads of one key head become further rows of it: [kvHeads, rep * N, d].
  const query = builder.op('Reshape', [
    rotate(splitHeads(builder, rows.query, heads, headDim)),
    builder.vector('i64', [kvHeads, -1, headDim]),
  ]);
  const scaled = builder.op('Mul', [query, builder.scalar('f32', 1 / Math.sqrt(headDim))]);
  const flat = builder.vector('i64', [kvHeads, -1, headDim]);
  const keyColumns = builder.op('Transpose', [builder.op('Reshape', [keys, flat])], { perm: [0, 2, 1] });
  const logits = builder.op('Reshape', [
    builder.op('MatMul', [scaled, keyColumns]),
    builder.op('Concat', [builder.vector('i64', [heads]), news, total], { axis: 0 }),
  ]);
  // A prefix comes in one run and sees itself whole; later runs bring one position each, which sees all before it.
  const masked =
    spec.prefixAttention === true
      ? logits
      : builder.op('Where', [future(builder, seen, news, total), builder.scalar('f32', -3e38), logits]);
  const weights = builder.op('Reshape', [
    builder.op('Softmax', [masked], { axis: -1 }),
    builder.op('Concat', [builder.vector('i64', [kvHeads, -1]), total], { axis: 0 }),
  ]);
  const attended = builder.op('Reshape', [
    builder.op('MatMul', [weights, builder.op('Reshape', [values, flat])]),
    builder.op('Concat', [builder.vector('i64', [heads]), news, builder.vector('i64', [headDim])], {
      axis: 0,
    }),
  ]);
  return { out: joinHeads(builder, attended, heads * headDim), cache: { keys, values } };
};

/** bool [N, T]: true where a key stands after the query. int32, because int64 comparisons would leave a GPU. */
function future(builder: GraphContext['builder'], seen: Value, news: Value, total: Value): Value {
  const offset = builder.op('Cast', [seen], { to: elementType.i32 });
  const queries = builder.op('Add', [counting(builder, news), offset]);
  const column = builder.op('Unsqueeze', [queries, builder.vector('i64', [1])]);
  return builder.op('Greater', [counting(builder, total), column]);
}

/**
 * int32 [length]: 0, 1, 2 … By a running sum, because the runtime's shape inference carries the host's int64 length through any cast
 * and then refuses Range for mixed types.
 */
function counting(builder: GraphContext['builder'], length: Value): Value {
  const one = builder.scalar('i32', 1);
  const sums = builder.op('CumSum', [builder.op('Expand', [one, length]), builder.scalar('i64', 0)]);
  return builder.op('Sub', [sums, one]);
}
