/** Where the decoder's rows stand and which of them every position sees: the graph's inputs for it, layer by layer. Reads no weight. */
import type { TextSpec } from '../families/spec.ts';
import { needsSight } from './decoder-attention.ts';
import type { PositionInputs } from './decoder-attention.ts';
import type { GraphContext } from './layers.ts';
import type { Value } from './model-builder.ts';
import { opsOf } from './ops.ts';

/**
 * Inputs: those of `decoderGraph` for every model. Where `needsSight` says so: places int32 [R], the position of every row of the cache;
 * sees_to int32 [N], the last position that each of the run's positions sees; with sliding layers sees_from int32 [N], the first one that it
 * sees there. With a rotary base of their own: local_cos and local_sin f32 [R, d / 2], their angles.
 * @param u int64 [N] @param pastKeys f32 [1, kvHeads, M, d] of any layer
 * @returns what a layer is given
 */
export function positionsOfLayers(
  { builder }: GraphContext,
  spec: TextSpec,
  u: Value,
  pastKeys: Value,
): (layer: number) => PositionInputs {
  const angles = ['R', spec.headDim / 2] as const;
  const full: PositionInputs = {
    lastPosition: builder.input('last_position', 'i32', [1]),
    totalPositions: builder.input('total_positions', 'i32', []),
    cos: builder.input('cos', 'f32', angles),
    sin: builder.input('sin', 'f32', angles),
  };
  if (!needsSight(spec)) return () => full;
  const op = opsOf(builder);
  const { sliding } = spec;
  const all = builder.input('places', 'i32', ['R']);
  const places = op.slice(all, { to: op.add(op.length(pastKeys, 2), op.length(u)) });
  const behind = op.greater(places, op.unsqueeze(builder.input('sees_to', 'i32', ['N']), 1)); // [N, T]
  const everywhere = { ...full, hidden: behind };
  if (sliding === undefined) return () => everywhere;
  const before = op.less(places, op.unsqueeze(builder.input('sees_from', 'i32', ['N']), 1));
  const own =
    sliding.ropeTheta === undefined
      ? {}
      : { cos: builder.input('local_cos', 'f32', angles), sin: builder.input('local_sin', 'f32', angles) };
  const inWindow = { ...full, ...own, hidden: op.or(behind, before) };
  return (layer) => (sliding.layers[layer] === true ? inWindow : everywhere);
}
