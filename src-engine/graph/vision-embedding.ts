/** Pixels to the encoder's first hidden state: patches, positions, class token, and CLIP's norm. */
import type { VisionSpec } from '../families/spec.ts';
import { layerNorm } from './layers.ts';
import type { GraphContext } from './layers.ts';
import type { ModelBuilder, Value } from './model-builder.ts';
import { opsOf } from './ops.ts';

/**
 * Patch embedding as one matrix product on the flattened convolution weight (faster than Conv on a CPU).
 * @param pixels [1, 3, imageSize, imageSize], normalised
 * @returns [N0 + P, D]
 */
export function embed(context: GraphContext, spec: VisionSpec, pixels: Value): Value {
  const { builder, weights } = context;
  const op = opsOf(builder);
  const { gridSide: side, patchSize: patch, width, patches } = spec;
  const used = side * patch; // the convolution ignores a rest smaller than one patch
  const cropped = used === spec.imageSize ? pixels : cropTo(builder, pixels, used);
  const cut = op.reshape(cropped, [3, side, patch, side, patch]);
  const flat = op.reshape(op.transpose(cut, [1, 3, 0, 2, 4]), [patches, 3 * patch * patch]);
  const kernel = builder.weight(weights.get('vision.patch.weight'), [width, 3 * patch * patch]);
  const bias = spec.patchBias ? builder.weight(weights.get('vision.patch.bias')) : undefined;
  const embedded = op.timesTransposed(flat, kernel, bias);
  const tokens = spec.classToken
    ? op.concat([builder.weight(weights.get('vision.class'), [1, width]), embedded])
    : embedded;
  const positioned = op.add(tokens, builder.weight(weights.get('vision.position')));
  return spec.preNorm ? layerNorm(context, positioned, 'vision.preNorm', spec.normEpsilon) : positioned;
}

/** The upper left square of `side` pixels. */
function cropTo(builder: ModelBuilder, pixels: Value, side: number): Value {
  const { ints } = opsOf(builder);
  return builder.op('Slice', [pixels, ints([0, 0]), ints([side, side]), ints([2, 3])]);
}
