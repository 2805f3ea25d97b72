/** The tower for grids of any shape as one graph: queries and keys turned by row and column, attention over all or in windows, no merging. */
import type { FreeGrid, VisionSpec } from '../families/spec.ts';
import { corners } from './grid-positions.ts';
import { linear } from './layers.ts';
import type { GraphContext } from './layers.ts';
import type { Value } from './model-builder.ts';
import { opsOf } from './ops.ts';
import { blockNorm, feed, proportionalAttention } from './vision-block.ts';
import { featureWidth } from './widths.ts';

/** Angles of every patch, f32 [N0, 1, d / 2]. */
interface Angles {
  readonly cos: Value;
  readonly sin: Value;
}

/**
 * Inputs: pixel_values f32 [1 or the frames of a patch, 3, H, W], both sides whole patches; cos and sin f32 [N0, d / 2]; with learned positions taps int32 [4, N0] and shares f32
 * [4, N0], where the patches stand in their table; with windows window_patches int32 [places], window_shut f32 [places] and window_places int32
 * [N0] (grid-windows.ts). Outputs: features f32 [N0, numbers of a token], patches row by row: the last layer's after
 * the tower's norm, then those of `deepStack` as they are.
 */
export function freeVisionGraph(context: GraphContext, spec: VisionSpec, free: FreeGrid): Uint8Array {
  const { builder } = context;
  const op = opsOf(builder);
  const angles = (name: 'cos' | 'sin'): Value =>
    op.unsqueeze(builder.input(name, 'f32', ['patches', spec.headDim / 2]), 1);
  const turn: Angles = { cos: angles('cos'), sin: angles('sin') };
  const patches = embedded(context, spec, free);
  let x = free.learnedPositions ? op.add(patches, positions(context)) : patches;
  const windows = free.windows && { side: free.windows.side, ...windowInputs(context) };
  const outputs: Value[] = [];
  for (let layer = 0; layer < spec.executedLayers; layer += 1) {
    const within = free.windows?.wholeLayers.includes(layer) === true ? undefined : windows;
    x = feed(context, spec, layer, attended(context, spec, layer, x, turn, within));
    outputs.push(x);
  }
  const last = spec.postNorm === true ? blockNorm(context, spec, x, 'vision.postNorm') : x;
  const further = (spec.deepStack ?? []).map((layer) => {
    const of = outputs[layer];
    if (of === undefined) throw new RangeError(`The encoder has no layer ${layer}.`);
    return of;
  });
  const features = further.length === 0 ? last : op.concat([last, ...further], -1);
  builder.output('features', features, 'f32', ['patches', featureWidth(spec)]);
  return builder.build('vision-free');
}

/** A patch spans several frames, each with kernels of its own; a still picture is every one of them. [N0, D] */
function embedded({ builder, weights }: GraphContext, spec: VisionSpec, { frames }: FreeGrid): Value {
  const op = opsOf(builder);
  const { patchSize: patch, width, patchBias } = spec;
  const given = builder.input('pixel_values', 'f32', ['frames', 3, 'H', 'W']);
  const pixels = op.expand(given, op.ints([frames, 1, 1, 1]));
  const side = op.ints(patch);
  const rows = op.div(op.length(pixels, 2), side);
  const columns = op.div(op.length(pixels, 3), side);
  const cut = op.reshape(pixels, op.shape(frames, 3, rows, patch, columns, patch));
  const flat = op.reshape(op.transpose(cut, [2, 4, 1, 0, 3, 5]), [-1, 3 * frames * patch * patch]);
  return op.timesTransposed(
    flat,
    builder.weight(weights.get('vision.patch.weight'), [width, 3 * frames * patch * patch]),
    patchBias ? builder.weight(weights.get('vision.patch.bias')) : undefined,
  );
}

/** The four nearest learned positions, by their shares. [N0, D] */
function positions({ builder, weights }: GraphContext): Value {
  const op = opsOf(builder);
  const taps = builder.input('taps', 'i32', [corners, 'patches']);
  const shares = builder.input('shares', 'f32', [corners, 'patches']);
  const table = builder.weight(weights.get('vision.position'));
  const parts = Array.from({ length: corners }, (_, corner) => {
    const own = { from: corner, to: corner + 1 };
    const share = op.reshape(op.slice(shares, own), [-1, 1]);
    return op.mul(op.gather(table, op.reshape(op.slice(taps, own), [-1])), share);
  });
  return op.total(parts);
}

interface Windows {
  readonly side: number;
  readonly patches: Value; // int32 [places]
  readonly shut: Value; // f32 [places]
  readonly places: Value; // int32 [N0]
}

function windowInputs({ builder }: GraphContext): Omit<Windows, 'side'> {
  return {
    patches: builder.input('window_patches', 'i32', ['places']),
    shut: builder.input('window_shut', 'f32', ['places']),
    places: builder.input('window_places', 'i32', ['patches']),
  };
}

/** Norm, attention of all patches or within windows, residual. */
function attended(
  context: GraphContext,
  spec: VisionSpec,
  layer: number,
  x: Value,
  turn: Angles,
  windows: Windows | undefined,
): Value {
  const op = opsOf(context.builder);
  const name = `vision.layers.${layer}`;
  const normed = blockNorm(context, spec, x, `${name}.norm1`);
  const [query, keys, value] = op.parts(linear(context, normed, `${name}.attention.qkv`), 3) as [
    Value,
    Value,
    Value,
  ];
  const turned = {
    query: rotated(context, spec, query, turn),
    keys: rotated(context, spec, keys, turn),
    value,
  };
  const out =
    windows === undefined
      ? proportionalAttention(context, spec, turned, undefined)
      : windowAttention(context, spec, turned, windows);
  return op.add(x, linear(context, out, `${name}.attention.out`));
}

/** Products of small squares, on every device as they are written. [N0, D] -> [N0, D] */
function windowAttention(
  { builder }: GraphContext,
  { heads, headDim, width }: VisionSpec,
  { query, keys, value }: Record<'query' | 'keys' | 'value', Value>,
  { side, patches, shut, places }: Windows,
): Value {
  const op = opsOf(builder);
  const inside = side * side;
  const split = (rows: Value): Value => op.reshape(op.gather(rows, patches), [-1, inside, heads, headDim]);
  const scaled = op.mul(query, op.number(1 / Math.sqrt(headDim)));
  const products = op.matmul(
    op.transpose(split(scaled), [0, 2, 1, 3]),
    op.transpose(split(keys), [0, 2, 3, 1]),
  );
  const shares = op.softmax(op.add(products, op.reshape(shut, [-1, 1, 1, inside]))); // [windows, H, side², side²]
  const mixed = op.matmul(shares, op.transpose(split(value), [0, 2, 1, 3]));
  return op.gather(op.reshape(op.transpose(mixed, [0, 2, 1, 3]), [-1, width]), places);
}

/** The halves of every head turn against each other. [N0, D] -> [N0, D] */
function rotated({ builder }: GraphContext, spec: VisionSpec, x: Value, { cos, sin }: Angles): Value {
  const op = opsOf(builder);
  const [low, high] = op.halves(op.reshape(x, [-1, spec.heads, spec.headDim]));
  const turned = [op.sub(op.mul(low, cos), op.mul(high, sin)), op.add(op.mul(high, cos), op.mul(low, sin))];
  return op.reshape(op.concat(turned, -1), [-1, spec.width]);
}
