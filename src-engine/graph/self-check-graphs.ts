/** Small graphs of exactly the operators that the product's graphs use, fed with numbers whose results are known. No weights. */
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { EngineError } from '../errors.ts';
import { causalAttention } from './decoder-attention.ts';
import type { AttentionForm, GraphContext } from './layers.ts';
import { merge, placeType } from './merge.ts';
import type { MergeSpec } from './merge.ts';
import { ModelBuilder } from './model-builder.ts';
import type { Value } from './model-builder.ts';
import { opsOf } from './ops.ts';
import { rotaryTables } from './rotary.ts';
import { proportionalAttention } from './vision-block.ts';

export interface AttentionSize {
  readonly rows: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
}

/** Inputs: query, keys, value f32 [rows, heads * headDim]; size f32 [rows, 1]. Outputs: out f32 [rows, heads * headDim]. */
export function attentionCheckGraph(
  form: AttentionForm,
  { rows, heads, headDim }: AttentionSize,
): Uint8Array {
  const context = withoutWeights(form);
  const { builder } = context;
  const width = heads * headDim;
  const projections = {
    query: rowsInput(builder, 'query', rows, width),
    keys: rowsInput(builder, 'keys', rows, width),
    value: rowsInput(builder, 'value', rows, width),
  };
  const size = builder.input('size', 'f32', [rows, 1]);
  const out = proportionalAttention(context, { heads, headDim, width, patches: rows }, projections, size);
  builder.output('out', out, 'f32', [rows, width]);
  return builder.build('check-attention');
}

/** Inputs: query f32 [rows, heads * headDim]; key, value f32 [rows, kvHeads * headDim]. Outputs: out, as from position 0. */
export function causalCheckGraph(form: AttentionForm, size: AttentionSize): Uint8Array {
  const { rows, heads, kvHeads, headDim } = size;
  const context = withoutWeights(form);
  const { builder } = context;
  const tables = rotaryTables(rows, headDim, 10_000);
  const tableShape = [rows, headDim / 2];
  const op = opsOf(builder);
  const rowsOf = (name: string, count: number): Value => {
    const given = rowsInput(builder, name, rows, count * headDim);
    return form === 'fused' ? op.unsqueeze(given, 0) : given;
  };
  // The fused form writes into a buffer that is as long as the cache; the plain form appends to what was seen.
  const cacheShape = [1, kvHeads, form === 'fused' ? rows : 0, headDim];
  const { out } = causalAttention(
    context,
    { heads, kvHeads, headDim },
    { query: rowsOf('query', heads), key: rowsOf('key', kvHeads), value: rowsOf('value', kvHeads) },
    {
      keys: builder.input('past_keys', 'f32', cacheShape),
      values: builder.input('past_values', 'f32', cacheShape),
    },
    {
      lastPosition: builder.vector('i32', [rows - 1]),
      totalPositions: builder.scalar('i32', rows),
      cos: builder.floats(tables.cos, tableShape),
      sin: builder.floats(tables.sin, tableShape),
    },
  );
  builder.output('out', form === 'fused' ? op.squeeze(out, 0) : out, 'f32', [rows, heads * headDim]);
  return builder.build('check-causal');
}

/**
 * Inputs: x, keys f32 [rows, width]; size f32 [rows, 1]; threshold f32 [1], or [N0] if it is one a patch; limit int32 [1].
 * Outputs: merged_x, merged_size, owner.
 */
export function mergeCheckGraph(
  encoder: Omit<MergeSpec, 'patches'>,
  rows: number,
  onProcessor: boolean,
  thresholds: 'one' | 'a-patch' = 'one',
): Uint8Array {
  const context = { ...withoutWeights('plain'), onProcessor };
  const { builder } = context;
  const op = opsOf(builder);
  const limit = builder.input('limit', 'i32', [1]);
  const patches = rows - Number(encoder.classToken);
  const spec = { ...encoder, patches };
  const merged = merge(
    context,
    spec,
    {
      x: rowsInput(builder, 'x', rows, spec.width),
      size: builder.input('size', 'f32', [rows, 1]),
      owner: builder.vector(
        placeType(context),
        Array.from({ length: patches }, (_, patch) => patch),
      ),
      count: builder.vector('i64', [rows]),
    },
    rowsInput(builder, 'keys', rows, spec.width),
    {
      threshold:
        thresholds === 'one'
          ? builder.input('threshold', 'f32', [1])
          : { ofPatches: builder.input('threshold', 'f32', [patches]) },
      limit: onProcessor ? op.cast(limit, 'i64') : limit,
    },
  );
  builder.output('merged_x', merged.x, 'f32', ['n', spec.width]);
  builder.output('merged_size', merged.size, 'f32', ['n', 1]);
  builder.output('owner', onProcessor ? op.cast(merged.owner, 'i32') : merged.owner, 'i32', [patches]);
  return builder.build('check-merge');
}

function rowsInput(builder: ModelBuilder, name: string, rows: number, width: number): Value {
  return builder.input(name, 'f32', [rows, width]);
}

function withoutWeights(attention: AttentionForm): GraphContext {
  const none: Checkpoint['weights'] = {
    get(name) {
      throw new EngineError('bad-checkpoint', `A self-check asked for the weight ${name}`);
    },
    has: () => false,
    names: () => [],
  };
  const builder = new ModelBuilder((file) => file);
  return {
    builder,
    weights: none,
    attention,
    onProcessor: false,
    gathersHalf: false,
    joinsProducts: false,
    productForm: () => ({ kind: 'dense' }),
  };
}
