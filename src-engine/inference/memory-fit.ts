/** Whether a model's weights and one question's KV cache fit this machine's memory. Arithmetic on shapes, not a measurement. */
import type { Precision } from '../checkpoint/memory-needs.ts';
import type { MemoryNeeds } from '../engine.ts';
import type { ModelSpec } from '../families/spec.ts';
import type { MemoryRoom } from '../runtime/memory.ts';

/** Sessions hold little beside the weights: at most a tenth more. */
const overWeights = 1.1;
/** Question and answer. */
const textPositions = 512;
const floatBytes = 4;

type Shapes = Pick<ModelSpec, 'vision' | 'text' | 'anyres'>;

/** Views of the most finely cut image; a shrunken grid takes no more than `maxViews` of them. */
function mostViews({ vision, anyres }: Shapes): number {
  if (anyres === undefined) return 1;
  const crops = anyres.pinpoints.map(([height, width]) => (height * width) / vision.imageSize ** 2);
  return 1 + Math.min(Math.max(...crops), anyres.maxViews ?? Infinity);
}

/** Keys and values of all layers, fp32, for one image at its most positions, a question and an answer. */
export function cacheBytes(spec: Shapes): number {
  const { layers, kvHeads, headDim, maxPositions } = spec.text;
  const positions = Math.min(maxPositions, mostViews(spec) * spec.vision.patches + textPositions);
  return 2 * layers * kvHeads * headDim * positions * floatBytes;
}

export function memoryFit(
  spec: Shapes,
  weightBytes: number,
  precision: Precision,
  { available, total }: MemoryRoom,
): MemoryNeeds {
  const needed = Math.ceil(overWeights * weightBytes + cacheBytes(spec));
  const fits = needed <= available ? 'yes' : needed <= total ? 'tight' : 'no';
  return { precision, needed, available, total, fits };
}
