/** Small specs for tests that need shapes but no weights. */
import type { ModelSpec } from '../../src-engine/families/spec.ts';

export const tinySpec: ModelSpec = {
  family: 'llava',
  name: 'tiny',
  vision: {
    layers: 6,
    executedLayers: 5,
    width: 64,
    heads: 4,
    headDim: 16,
    mlpWidth: 128,
    imageSize: 84,
    patchSize: 14,
    gridSide: 6,
    patches: 36,
    classToken: true,
    preNorm: true,
    patchBias: false,
    activation: 'quick_gelu',
    normEpsilon: 1e-5,
  },
  projector: { activation: 'gelu', bias: true },
  text: {
    layers: 4,
    width: 96,
    heads: 4,
    kvHeads: 2,
    headDim: 24,
    mlpWidth: 192,
    vocabulary: 406,
    ropeTheta: 10_000,
    normEpsilon: 1e-5,
    qkvBias: false,
    outBias: false,
    mlpBias: false,
    activation: 'silu',
    tiedHead: false,
    maxPositions: 4096,
  },
  preprocess: {
    backend: 'torchvision',
    rule: { kind: 'squash' },
    filter: 'bicubic',
    imageSize: 84,
    rescale: 1 / 255,
    mean: [0.5, 0.5, 0.5],
    std: [0.5, 0.5, 0.5],
  },
  imageTokenId: 400,
  imageToken: '<image>',
};

/** A tower of that grid with `width` numbers a token, and a projector that joins its squares. */
export function joiningSpec(
  { grid: { rows }, square }: { readonly grid: { readonly rows: number }; readonly square: number },
  width: number,
): Pick<ModelSpec, 'vision' | 'projector'> {
  const vision = { ...tinySpec.vision, gridSide: rows, patches: rows ** 2, width };
  return { vision, projector: { layers: 1, bias: false, square } };
}
