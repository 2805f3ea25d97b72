/** The vision tower as one graph: with DToMe in every block, plain (the unmerged baseline, which pays for no matching), or all kinds of run in one. */
import type { VisionSpec } from '../families/spec.ts';
import { layerNorm } from './layers.ts';
import type { GraphContext } from './layers.ts';
import { attentionReceived } from './attention-received.ts';
import { headMeanKeys, merge, NEVER, placeType } from './merge.ts';
import type { Merged, Tokens } from './merge.ts';
import type { Value } from './model-builder.ts';
import { opsOf } from './ops.ts';
import type { Ops } from './ops.ts';
import { thresholdInputs } from './threshold-inputs.ts';
import type { Steered } from './threshold-inputs.ts';
import { attend, attentionOf, feed } from './vision-block.ts';
import type { Attention } from './vision-block.ts';
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
  mergingLayers(context, spec, 'never');
  return context.builder.build('vision-merged');
}

/**
 * The same with a threshold for every patch: patch_thresholds f32 [L_x, N0] in the place of thresholds. Steering by region alone needs it,
 * so that nobody else pays for it.
 */
export function steeredVisionGraph(context: GraphContext, spec: VisionSpec): Uint8Array {
  mergingLayers(context, spec, 'always');
  return context.builder.build('vision-steered');
}

/** What one run of `sharedVisionGraph` is for. */
export const towerKind = { merge: 0, plain: 1, scored: 2, steer: 3 } as const;

/**
 * The four graphs above as one, so that weights are in memory once. Nodes with weights stand outside of every branch: a run that
 * merges nothing only takes other ways between them, and pays for no matching.
 *
 * Inputs: those of `mergedVisionGraph`, with `steers` patch_thresholds as above or [L_x, 1] in a run that does not steer, and kind int32
 * scalar (`towerKind`; `steer` only with `steers`, which is a further way in each layer). Outputs: those of `mergedVisionGraph`, which say nothing
 * but `features` unless it merges; attention and metric as in `scoredVisionGraph`, which say nothing unless it is asked for scores.
 */
export function sharedVisionGraph(
  context: GraphContext,
  spec: VisionSpec,
  steers: 'steers' | 'steers-not',
): Uint8Array {
  const { builder } = context;
  const op = opsOf(builder);
  const kind = builder.input('kind', 'i32', []);
  const is = (name: keyof typeof towerKind): Value => op.equal(kind, builder.scalar('i32', towerKind[name]));
  const none = op.or(is('plain'), is('scored'));
  const last = mergingLayers(context, spec, steers === 'steers' ? { when: is('steer') } : 'never', none);
  const { attention, metric } = builder.either(
    is('scored'),
    () => {
      const received = op.reshape(attentionReceived(builder, spec, last), [-1, 1]);
      const keys = headMeanKeys(builder, spec, last.keys);
      return {
        attention: op.reshape(withoutClassToken(op, spec, received), [-1]),
        metric: withoutClassToken(op, spec, keys),
      };
    },
    () => ({ attention: builder.vector('f32', [0]), metric: builder.constant('f32', [0], [1, 1]) }),
  );
  builder.output('attention', attention, 'f32', ['patches']);
  builder.output('metric', metric, 'f32', ['patches', 'head']);
  return builder.build('vision-shared');
}

/** All of `mergedVisionGraph` but its end. `unless`: a boolean scalar, true for a run that merges nothing. @returns the last block's attention */
function mergingLayers(context: GraphContext, spec: VisionSpec, steered: Steered, unless?: Value): Attention {
  const { builder } = context;
  const op = opsOf(builder);
  const layers = spec.executedLayers;
  const pixels = pixelInput(context, spec);
  const byThreshold = thresholdInputs(context, spec, steered);
  const limits = builder.input('limits', 'i32', [layers]);
  const mostRows = context.onProcessor ? op.cast(limits, 'i64') : limits;

  const tokens = spec.patches + (spec.classToken ? 1 : 0);
  const ones = builder.constant('f32', new Array<number>(tokens).fill(1), [tokens, 1]);
  const identity = Array.from({ length: spec.patches }, (_, patch) => patch);
  let state: Tokens = {
    x: embed(context, spec, pixels),
    size: ones,
    owner: builder.vector(placeType(context), identity),
    count: builder.vector('i64', [tokens]),
  };
  const merged: Merged[] = [];
  let attention: Attention | undefined;

  for (let layer = 0; layer < layers; layer += 1) {
    const { x } = state;
    const sizes = unless === undefined ? state.size : { of: state.size, unless };
    const block = attentionOf(context, spec, layer, x, layer === 0 ? undefined : sizes);
    const rows = (): Tokens => ({ ...state, x: op.add(x, block.out) });
    const merging = (): Merged =>
      byThreshold(layer, (threshold) =>
        merge(context, spec, rows(), block.keys, { threshold, limit: op.gather(mostRows, op.ints(layer)) }),
      );
    const left = (): Merged => ({ ...rows(), best: builder.constant('f32', [NEVER], [1, 1]) });
    const after = unless === undefined ? merging() : builder.either<keyof Merged>(unless, left, merging);
    merged.push(after);
    state = { ...after, x: feed(context, spec, layer, after.x) };
    attention = block;
  }
  if (attention === undefined) throw new RangeError('An encoder without executed layers.');

  const size = op.reshape(withoutClassToken(op, spec, state.size), [-1]);
  const owners = op.reshape(op.concat(merged.map(({ owner }) => owner)), [layers, spec.patches]);
  builder.output('features', features(context, spec, state.x), 'f32', ['n', spec.width]);
  builder.output('size', size, 'f32', ['n']);
  builder.output('owner', context.onProcessor ? op.cast(owners, 'i32') : owners, 'i32', [
    layers,
    spec.patches,
  ]);
  builder.output('best', op.reshape(op.concat(merged.map(({ best }) => best)), [-1]), 'f32', ['a']);
  builder.output('counts', op.concat(merged.map(({ count }) => count)), 'i64', [layers]);
  return attention;
}

export function pixelInput({ builder }: GraphContext, spec: VisionSpec): Value {
  return builder.input(PIXELS, 'f32', [1, 3, spec.imageSize, spec.imageSize]);
}

/** What the projector is given: the tower's rows without class token, normalised where the family asks for it. */
export function features(context: GraphContext, spec: VisionSpec, x: Value): Value {
  const rows = withoutClassToken(opsOf(context.builder), spec, x);
  return spec.postNorm === true ? layerNorm(context, rows, 'vision.postNorm', spec.normEpsilon) : rows;
}

export function withoutClassToken(op: Ops, spec: VisionSpec, rows: Value): Value {
  return spec.classToken ? op.slice(rows, { from: 1 }) : rows;
}
