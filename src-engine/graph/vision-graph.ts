/** The vision tower as one graph: with DToMe in every block, or plain (the unmerged baseline, which pays for no matching). */
import type { VisionSpec } from '../families/spec.ts';
import { layerNorm } from './layers.ts';
import type { GraphContext } from './layers.ts';
import { attentionReceived } from './attention-received.ts';
import { headMeanKeys, merge } from './merge.ts';
import type { Merged, Tokens } from './merge.ts';
import type { Value } from './model-builder.ts';
import { opsOf } from './ops.ts';
import type { Ops } from './ops.ts';
import { attend, feed } from './vision-block.ts';
import { embed } from './vision-embedding.ts';

const PIXELS = 'pixel_values';

/**
 * Inputs: pixel_values f32 [1, 3, H, W]. Outputs: features f32 [N0, D].
 */
export function plainVisionGraph(context: GraphContext, spec: VisionSpec): Uint8Array {
  const { builder } = context;
  let x = embed(context, spec, pixelInput(context, spec));
  for (let layer = 0; layer < spec.executedLayers; layer += 1) {
    x = feed(context, spec, layer, attend(context, spec, layer, x, undefined).x);
  }
  builder.output('features', features(context, spec, x), 'f32', [spec.patches, spec.width]);
  return builder.build('vision-plain');
}

/**
 * The plain tower, and what its last block says about the patches; the features are those of `plainVisionGraph`.
 *
 * Inputs: pixel_values f32 [1, 3, H, W]. Outputs: features f32 [N0, D]; attention f32 [N0], what each patch receives; metric f32 [N0, d],
 * keys averaged over heads, of length 1.
 */
export function scoredVisionGraph(context: GraphContext, spec: VisionSpec): Uint8Array {
  const { builder } = context;
  const op = opsOf(builder);
  const last = spec.executedLayers - 1;
  let x = embed(context, spec, pixelInput(context, spec));
  for (let layer = 0; layer < last; layer += 1) {
    x = feed(context, spec, layer, attend(context, spec, layer, x, undefined).x);
  }
  const block = attend(context, spec, last, x, undefined);
  const attention = op.reshape(attentionReceived(builder, spec, block), [-1, 1]);
  const metric = headMeanKeys(builder, spec, block.keys);
  x = feed(context, spec, last, block.x);
  builder.output('features', features(context, spec, x), 'f32', [spec.patches, spec.width]);
  builder.output('attention', op.reshape(withoutClassToken(op, spec, attention), [-1]), 'f32', [
    spec.patches,
  ]);
  builder.output('metric', withoutClassToken(op, spec, metric), 'f32', [spec.patches, spec.headDim]);
  return builder.build('vision-scored');
}

/**
 * Inputs: pixel_values f32 [1, 3, H, W]; thresholds f32 [L_x]; limits int32 [L_x] (rows that may merge at most; ToMe's r).
 * Outputs: features f32 [n, D]; size f32 [n]; owner int32 [L_x, N0]; counts int64 [L_x] (class token included); best f32 [Σ Na], every
 * layer's best scores of the even tokens in a row, NEVER for the class token.
 */
export function mergedVisionGraph(context: GraphContext, spec: VisionSpec): Uint8Array {
  const { builder } = context;
  const op = opsOf(builder);
  const layers = spec.executedLayers;
  const pixels = pixelInput(context, spec);
  const thresholds = builder.input('thresholds', 'f32', [layers]);
  const limits = builder.input('limits', 'i32', [layers]);

  const tokens = spec.patches + (spec.classToken ? 1 : 0);
  const ones = builder.constant('f32', new Array<number>(tokens).fill(1), [tokens, 1]);
  const identity = Array.from({ length: spec.patches }, (_, patch) => patch);
  let state: Tokens = { x: embed(context, spec, pixels), size: ones, owner: builder.vector('i32', identity) };
  const merged: Merged[] = [];

  for (let layer = 0; layer < layers; layer += 1) {
    const attended = attend(context, spec, layer, state.x, layer === 0 ? undefined : state.size);
    const after = merge(builder, spec, { ...state, x: attended.x }, attended.keys, {
      threshold: op.gather(thresholds, op.ints(layer)),
      limit: op.gather(limits, op.ints(layer)),
    });
    merged.push(after);
    state = { ...after, x: feed(context, spec, layer, after.x) };
  }

  const size = op.reshape(withoutClassToken(op, spec, state.size), [-1]);
  const owners = merged.map(({ owner }) => op.unsqueeze(owner, 0));
  builder.output('features', features(context, spec, state.x), 'f32', ['n', spec.width]);
  builder.output('size', size, 'f32', ['n']);
  builder.output('owner', op.concat(owners), 'i32', [layers, spec.patches]);
  builder.output('best', op.concat(merged.map(({ best }) => best)), 'f32', ['a']);
  builder.output('counts', op.concat(merged.map(({ count }) => count)), 'i64', [layers]);
  return builder.build('vision-merged');
}

function pixelInput({ builder }: GraphContext, spec: VisionSpec): Value {
  return builder.input(PIXELS, 'f32', [1, 3, spec.imageSize, spec.imageSize]);
}

/** What the projector is given: the tower's rows without class token, normalised where the family asks for it. */
function features(context: GraphContext, spec: VisionSpec, x: Value): Value {
  const rows = withoutClassToken(opsOf(context.builder), spec, x);
  return spec.postNorm === true ? layerNorm(context, rows, 'vision.postNorm', spec.normEpsilon) : rows;
}

function withoutClassToken(op: Ops, spec: VisionSpec, rows: Value): Value {
  return spec.classToken ? op.slice(rows, { from: 1 }) : rows;
}
