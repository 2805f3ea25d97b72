/** How wide tokens and rows are where features of several layers lie side by side (DeepStack). */
import type { TextSpec, VisionSpec } from '../families/spec.ts';

/** Numbers of a token that the connector is given: the last layer's, then those of the further layers. */
export function featureWidth({ width, deepStack = [] }: Pick<VisionSpec, 'width' | 'deepStack'>): number {
  return width * (1 + deepStack.length);
}

/** Numbers of an image's row as the decoder's graph takes it: the row, then what its first layers add to it. */
export function imageRowWidth({ width, deepStack = 0 }: Pick<TextSpec, 'width' | 'deepStack'>): number {
  return width * (1 + deepStack);
}
