/**
 * The language model as one graph for prefill and decode, with virtual token unmerging in every layer (paper, section 3.2).
 *
 * Projections and MLP run on the n unique rows; Q, K and V are gathered by `u` to the N full positions, attention runs there, and its
 * output is averaged back. Without merging `u` is the identity and the same graph computes the ordinary model.
 */
import type { TextSpec } from '../families/spec.ts';
import { causalAttention, decoderAttentionForm, packedAttention } from './decoder-attention.ts';
import type { LayerCache, PositionInputs } from './decoder-attention.ts';
import { joinedLinear } from './joined.ts';
import { activate, linear, product, rmsNorm } from './layers.ts';
import type { GraphContext } from './layers.ts';
import type { Value } from './model-builder.ts';
import { opsOf } from './ops.ts';
import { columnsAtRun, columnsFor, summedRows, type RowsToSum } from './summed-rows.ts';

export const cacheNames = (layer: number): { readonly keys: string; readonly values: string } => ({
  keys: `keys.${layer}`,
  values: `values.${layer}`,
});

/** Name of an input's counterpart among the outputs. */
export const present = (name: string): string => `present.${name}`;

/**
 * Inputs: token_ids int64 [t]; image_rows f32 [m, D] (m >= 1, a spare row where there is no image: WebGPU crashes on empty tensors);
 * order int64 [n], the source of every unique row in the concatenation of both; u int64 [N]; inverse_count f32 [n, 1], 1 / positions
 * that a row serves; last_position int32 [1], rows of the cache after this run, minus one; total_positions int32 scalar, those rows; cos and sin
 * f32 [R, d / 2], the rotary angles of every row of the cache, R of them at least that many: the host knows which positions rows stand at, and
 * a table in the graph would have to be gathered from at every run; keys.l, values.l f32 [1, kvHeads, M, d].
 * Outputs: logits f32 [1, V] at the last unique row; present.keys.l, present.values.l.
 * The last unique row must stand at the last position and nowhere else: it is a text token.
 */
export function decoderGraph(context: GraphContext, spec: TextSpec): Uint8Array {
  const { builder } = context;
  const op = opsOf(builder);
  const ids = builder.input('token_ids', 'i64', ['t']);
  const imageRows = builder.input('image_rows', 'f32', ['m', spec.width]);
  const order = builder.input('order', 'i64', ['n']);
  const u = builder.input('u', 'i64', ['N']);
  const inverseCount = builder.input('inverse_count', 'f32', ['n', 1]);
  const angles = ['R', spec.headDim / 2] as const;
  const at: PositionInputs = {
    lastPosition: builder.input('last_position', 'i32', [1]),
    totalPositions: builder.input('total_positions', 'i32', []),
    cos: builder.input('cos', 'f32', angles),
    sin: builder.input('sin', 'f32', angles),
  };

  const text = embeddedRows(context, spec, ids);
  let x = op.gather(op.concat([text, imageRows]), order);

  // With a leading 1 where attention wants it, so that gathering gives the shape that it takes.
  const fused = decoderAttentionForm(context.attention, spec) === 'fused';
  const places = fused ? op.unsqueeze(u, 0) : u;
  // As many positions as rows: each row serves one, as all do that are decoded.
  const unmerged = op.equal(op.length(inverseCount), op.length(u));
  const sums = { columns: columnsOfSums(context, spec, u), distinct: unmerged };
  const caches: LayerCache[] = [];
  for (let layer = 0; layer < spec.layers; layer += 1) {
    const last = layer === spec.layers - 1;
    const attention = attendUnmerged(context, spec, layer, x, places, at, cacheInputs(context, spec, layer));
    caches.push(attention.cache);
    // Only the last row's logits are read, so after the last attention nothing else is computed.
    const merged = last
      ? lastPosition(context, attention.out, fused)
      : remerge(context, attention.out, places, inverseCount, sums, spec);
    const name = `text.layers.${layer}`;
    const residual = op.add(last ? lastRow(context, x) : x, linear(context, merged, `${name}.attention.out`));
    x = op.add(residual, gatedMlp(context, spec, name, residual));
  }

  const normed = rmsNorm(context, x, 'text.norm', spec);
  builder.output('logits', product(context, normed, 'text.head'), 'f32', [1, spec.vocabulary]);
  caches.forEach((cache, layer) => {
    const names = cacheNames(layer);
    const cacheShape = [1, spec.kvHeads, 'M_out', spec.headDim];
    builder.output(present(names.keys), cache.keys, 'f32', cacheShape);
    builder.output(present(names.values), cache.values, 'f32', cacheShape);
  });
  return builder.build('decoder');
}

/** The table stays mapped in its own type where the device can gather from it; only the gathered rows become fp32. */
function embeddedRows({ builder, weights, gathersHalf }: GraphContext, spec: TextSpec, ids: Value): Value {
  const op = opsOf(builder);
  const table = weights.get('text.embedding');
  const rows =
    table.dtype === 'F16' && !gathersHalf
      ? op.gather(builder.weight(table), ids)
      : op.cast(op.gather(builder.rawWeight(table), ids), 'f32');
  const { embeddingScale } = spec;
  return embeddingScale === undefined ? rows : op.mul(rows, builder.scalar('f32', embeddingScale));
}

function cacheInputs({ builder }: GraphContext, spec: TextSpec, layer: number): LayerCache {
  const names = cacheNames(layer);
  const shape = [1, spec.kvHeads, 'M', spec.headDim];
  return { keys: builder.input(names.keys, 'f32', shape), values: builder.input(names.values, 'f32', shape) };
}

function attendUnmerged(
  context: GraphContext,
  spec: TextSpec,
  layer: number,
  x: Value,
  u: Value,
  at: PositionInputs,
  past: LayerCache,
): ReturnType<typeof causalAttention> {
  const name = `text.layers.${layer}`;
  const normed = rmsNorm(context, x, `${name}.norm1`, spec);
  const op = opsOf(context.builder);
  if (context.joinsProducts && decoderAttentionForm(context.attention, spec) === 'fused') {
    const parts = ['query', 'key', 'value'].map((part) => `${name}.attention.${part}`);
    return packedAttention(context, spec, op.gather(joinedLinear(context, normed, parts), u), past, at);
  }
  const unmerged = (part: string): Value =>
    op.gather(linear(context, normed, `${name}.attention.${part}`), u);
  const rows = { query: unmerged('query'), key: unmerged('key'), value: unmerged('value') };
  return causalAttention(context, spec, rows, past, at);
}

/** Where even the longest prompt needs no blocks, runs are spared the question. */
function columnsOfSums(context: GraphContext, spec: TextSpec, u: Value): RowsToSum['columns'] {
  const width = spec.heads * spec.headDim;
  if (!context.onProcessor || columnsFor(width, spec.maxPositions) === width) return width;
  return columnsAtRun(context, width, opsOf(context.builder).length(u));
}

/** Mean over all positions with the same unique row: [N, heads * d], with the leading 1 of `u`, -> [n, heads * d]. */
function remerge(
  context: GraphContext,
  attended: Value,
  u: Value,
  inverseCount: Value,
  sums: Pick<RowsToSum, 'columns' | 'distinct'>,
  spec: TextSpec,
): Value {
  const op = opsOf(context.builder);
  const sum = summedRows(context, {
    values: attended,
    places: op.unsqueeze(u, -1),
    count: op.length(inverseCount),
    width: spec.heads * spec.headDim,
    ...sums,
  });
  return op.mul(sum, inverseCount);
}

function gatedMlp(context: GraphContext, spec: TextSpec, name: string, x: Value): Value {
  const normed = rmsNorm(context, x, `${name}.norm2`, spec);
  const gate = activate(context.builder, linear(context, normed, `${name}.mlp.gate`), spec.activation);
  const up = linear(context, normed, `${name}.mlp.up`);
  return linear(context, opsOf(context.builder).mul(gate, up), `${name}.mlp.down`);
}

function lastRow({ builder }: GraphContext, x: Value): Value {
  return opsOf(builder).slice(x, { from: -1 });
}

/** [N, width], or [1, N, width], -> [1, width]. */
function lastPosition({ builder }: GraphContext, x: Value, batched: boolean): Value {
  const op = opsOf(builder);
  return batched ? op.squeeze(op.slice(x, { from: -1, axis: 1 }), 0) : op.slice(x, { from: -1 });
}
