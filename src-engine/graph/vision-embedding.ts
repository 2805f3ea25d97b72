/** Pixels to the encoder's first hidden state: patches, positions, class token, and CLIP's norm. */
import type { VisionSpec } from '../families/spec.ts';
import { layerNorm } from './layers.ts';
import type { GraphContext } from './layers.ts';
import type { Value } from './model-builder.ts';

/**
 * Patch embedding as one matrix product on the flattened convolution weight (faster than Conv on a CPU).
 * @param pixels [1, 3, imageSize, imageSize], normalised
 * @returns [N0 + P, D]
 */
export function embed(context: GraphContext, spec: VisionSpec, pixels: Value): Value {
  const { builder, weights } = context;
  const { gridSide: side, patchSize: patch, width, patches } = spec;
  const used = side * patch; // the convolution ignores a rest smaller than one patch
  const cropped =
    used === spec.imageSize
      ? pixels
      : builder.op('Slice', [
          pixels,
          builder.vector('i64', [0, 0]),
          builder.vector('i64', [used, used]),
          builder.vector('i64', [2, 3]),
        ]);
  const cut = builder.op('Reshape', [cropped, builder.vector('i64', [3, side, patch, side, patch])]);
  const ordered = builder.op('Transpose', [cut], { perm: [1, 3, 0, 2, 4] });
  const flat = builder.op('Reshape', [ordered, builder.vector('i64', [patches, 3 * patch * patch])]);
  const inputs = [flat, builder.weight(weights.get('vision.patch.weight'), [width, 3 * patch * patch])];
  if (spec.patchBias) inputs.push(builder.weight(weights.get('vision.patch.bias')));
  let tokens = builder.op('Gemm', inputs, { transB: 1 });
  if (spec.classToken) {
    const classToken = builder.weight(weights.get('vision.class'), [1, width]);
    tokens = builder.op('Concat', [classToken, tokens], { axis: 0 });
  }
  const positioned = builder.op('Add', [tokens, builder.weight(weights.get('vision.position'))]);
  return spec.preNorm ? layerNorm(context, positioned, 'vision.preNorm', spec.normEpsilon) : positioned;
}
