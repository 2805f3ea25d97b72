/**
 * The language model as one graph for prefill and decode, with virtual token unmerging in every layer (paper, section 3.2).
 *
 * Projections and MLP run on the n unique rows; Q, K and V are gathered by `u` to the N full positions, attention runs there, and its
 * output is averaged back. Without merging `u` is the identity and the same graph computes the ordinary model.
 */
import type { TextSpec } from '../families/spec.ts';
import { causalAttention, decoderAttentionForm, packedAttention } from './decoder-attention.ts';
import type { LayerCache, PositionInputs } from './decoder-attention.ts';
import { positionsOfLayers } from './decoder-positions.ts';
import { joinedLinear } from './joined.ts';
import { activate, capped, linear, product, rmsNorm } from './layers.ts';
import type { GraphContext } from './layers.ts';
import type { Value } from './model-builder.ts';
import { opsOf } from './ops.ts';
import { imageRowWidth } from './widths.ts';
import { columnsAtRun, columnsFor, summedRows, type RowsToSum } from './summed-rows.ts';

export const cacheNames = (layer: number): { readonly keys: string; readonly values: string } => ({
  keys: `keys.${layer}`,
  values: `values.${layer}`,
});

/** Name of an input's counterpart among the outputs. */
export const present = (name: string): string => `present.${name}`;

/**
 * Inputs: token_ids int64 [t]; image_rows f32 [m, D], with DeepStack's rows behind each where the model has them (m >= 1, a spare row where there is no image: WebGPU crashes on empty tensors);
 * order int64 [n], the source of every unique row in the concatenation of both; u int64 [N]; inverse_count f32 [n, 1], 1 / positions
 * that a row serves; last_position int32 [1], rows of the cache after this run, minus one; total_positions int32 scalar, those rows; cos and sin
 * f32 [R, d / 2], the rotary angles of every row of the cache, R of them at least that many: the host knows which positions rows stand at, and
 * a table in the graph would have to be gathered from at every run; keys.l, values.l f32 [1, kvHeads, M, d]. What sliding layers and images that see
 * themselves whole need beside these: decoder-positions.ts.
 * Outputs: logits f32 [1, V] at the last unique row; present.keys.l, present.values.l.
 * The last unique row must stand at the last position and nowhere else: it is a text token.
 */
export function decoderGraph(context: GraphContext, spec: TextSpec): Uint8Array {
  const { builder } = context;
  const op = opsOf(builder);
  const ids = builder.input('token_ids', 'i64', ['t']);
  const imageRows = builder.input('image_rows', 'f32', ['m', imageRowWidth(spec)]);
  const order = builder.input('order', 'i64', ['n']);
  const u = builder.input('u', 'i64', ['N']);
  const inverseCount = builder.input('inverse_count', 'f32', ['n', 1]);
  const text = embeddedRows(context, spec, ids);
  const [own, ...further] =
    spec.deepStack === undefined ? [imageRows] : op.parts(imageRows, 1 + spec.deepStack);
  let x = op.gather(op.concat([text, own ?? imageRows]), order);

  // With a leading 1 where attention wants it, so that gathering gives the shape that it takes.
  const fused = decoderAttentionForm(context.attention, spec) === 'fused';
  const places = fused ? op.unsqueeze(u, 0) : u;
  // As many positions as rows: each row serves one, as all do that are decoded.
  const unmerged = op.equal(op.length(inverseCount), op.length(u));
  const sums = { columns: columnsOfSums(context, spec, u), distinct: unmerged };
  const pasts = Array.from({ length: spec.layers }, (_, layer) => cacheInputs(context, spec, layer));
  const at = positionsOfLayers(context, spec, u, pasts[0]?.keys ?? u);
  const caches: LayerCache[] = [];
  for (let layer = 0; layer < spec.layers; layer += 1) {
    const last = layer === spec.layers - 1;
    const past = pasts[layer] ?? cacheInputs(context, spec, layer);
    const attention = attendUnmerged(context, spec, layer, x, places, at(layer), past);
    caches.push(attention.cache);
    // Only the last row's logits are read, so after the last attention nothing else is computed.
    const merged = last
      ? lastPosition(context, attention.out, fused)
      : remerge(context, attention.out, places, inverseCount, sums, spec);
    const name = `text.layers.${layer}`;
    const attended = linear(context, merged, `${name}.attention.out`);
    const residual = op.add(
      last ? lastRow(context, x) : x,
      normedAfter(context, spec, attended, `${name}.postNorm1`),
    );
    const more = gatedMlp(context, spec, name, residual);
    x = op.add(residual, normedAfter(context, spec, more, `${name}.postNorm2`));
    const added = further[layer];
    // The last row, which alone is left behind the last layer, is text.
    if (added !== undefined && !last)
      x = op.add(x, op.gather(op.concat([nothing(context, text), added]), order));
  }

  const normed = rmsNorm(context, x, 'text.norm', spec);
  const logits = capped(context, product(context, normed, 'text.head'), spec.logitCap);
  builder.output('logits', logits, 'f32', [1, spec.vocabulary]);
  caches.forEach((cache, layer) => {
    const names = cacheNames(layer);
    const cacheShape = [1, spec.kvHeads, 'M_out', spec.headDim];
    builder.output(present(names.keys), cache.keys, 'f32', cacheShape);
    builder.output(present(names.values), cache.values, 'f32', cacheShape);
  });
  return builder.build('decoder');
}

/** Zeros in the shape of `rows`: DeepStack adds nothing to text. */
function nothing({ builder }: GraphContext, rows: Value): Value {
  const op = opsOf(builder);
  return op.expand(op.number(0), op.shape(op.length(rows), op.length(rows, 1)));
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
  const fused = decoderAttentionForm(context.attention, spec) === 'fused';
  if (context.joinsProducts && fused && spec.qkNorm !== true) {
    const parts = ['query', 'key', 'value'].map((part) => `${name}.attention.${part}`);
    return packedAttention(context, spec, op.gather(joinedLinear(context, normed, parts), u), past, at);
  }
  const unmerged = (part: 'query' | 'key' | 'value'): Value => {
    const own = `${name}.attention.${part}`;
    const projected = linear(context, normed, own);
    const headed =
      spec.qkNorm === true && part !== 'value' ? normedHeads(context, spec, projected, own) : projected;
    return op.gather(headed, u);
  };
  const rows = { query: unmerged('query'), key: unmerged('key'), value: unmerged('value') };
  return causalAttention(context, spec, rows, past, at);
}

/** Every head by itself divided by its root mean square: [n, heads * d] -> [n, heads * d]. */
function normedHeads(context: GraphContext, spec: TextSpec, x: Value, name: string): Value {
  const op = opsOf(context.builder);
  const heads = op.reshape(x, op.shape(op.length(x), -1, spec.headDim));
  const normed = rmsNorm(context, heads, `${name}Norm`, spec);
  return op.reshape(normed, op.shape(op.length(x), -1));
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

/** What a half of a layer adds, divided by its root mean square where the model does so. */
function normedAfter(context: GraphContext, spec: TextSpec, x: Value, name: string): Value {
  return spec.postNorms === true ? rmsNorm(context, x, name, spec) : x;
}

function lastRow({ builder }: GraphContext, x: Value): Value {
  return opsOf(builder).slice(x, { from: -1 });
}

/** [N, width], or [1, N, width], -> [1, width]. */
function lastPosition({ builder }: GraphContext, x: Value, batched: boolean): Value {
  const op = opsOf(builder);
  return batched ? op.squeeze(op.slice(x, { from: -1, axis: 1 }), 0) : op.slice(x, { from: -1 });
}
