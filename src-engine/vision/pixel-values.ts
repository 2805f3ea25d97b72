/** Reads ready-made `pixel_values` from a safetensors file, so that preprocessing is skipped. Does not check where they came from. */
import { basename } from 'node:path';
import { refusal, type Subject } from '../files/refusal.ts';
import { readSafetensorsHeader, type StoredTensor } from '../files/safetensors.ts';
import { readTensor } from '../files/safetensors-read.ts';
import { show } from '../files/words.ts';
import type { ImageLimits } from './limits.ts';
import { imageLimits } from './limits.ts';

export interface PixelValues {
  readonly side: number; // px, square
  /** One [3, side, side] array a view, base view first. */
  readonly views: readonly Float32Array[];
}

const tensorName = 'pixel_values';

/** Number of views, the tensor's type and shape having been checked. */
function viewCount(
  { dtype, shape }: StoredTensor,
  side: number,
  subject: Subject,
  limits: ImageLimits,
): number {
  if (dtype !== 'F32') {
    throw refusal(subject, `holds '${tensorName}' as ${dtype}`, { cure: 'save it as F32 (float32)' });
  }
  const [batch, views] = shape.length === 4 ? [shape[0], 1] : [shape[0], shape[1]];
  const image = shape.slice(-3);
  const fits = batch === 1 && image[0] === 3 && image[1] === side && image[2] === side;
  if ((shape.length !== 4 && shape.length !== 5) || !fits || views === undefined || views < 1) {
    const cure = `this model takes [1, 3, ${side}, ${side}] or [1, views, 3, ${side}, ${side}]`;
    throw refusal(subject, `holds '${tensorName}' with shape ${show(shape)}`, { cure });
  }
  if (views > limits.views) {
    throw refusal(subject, `holds ${views} views`, { cure: `at most ${limits.views} are read at once` });
  }
  return views;
}

/**
 * The views of one image for an encoder of `side` x `side` pixels: key `pixel_values`, float32, [1, 3, side, side] or
 * [1, views, 3, side, side]. Throws `bad-input`.
 */
export async function readPixelValues(
  path: string,
  side: number,
  limits: ImageLimits = imageLimits,
): Promise<PixelValues> {
  const subject: Subject = { file: basename(path), code: 'bad-input', remedy: 'save it again' };
  const { tensors } = await readSafetensorsHeader(path, subject);
  const tensor = tensors.get(tensorName);
  if (!tensor) {
    const cure = "save the processor's output under that name";
    throw refusal(subject, `has no tensor '${tensorName}'`, { cure });
  }
  const count = viewCount(tensor, side, subject, limits);
  const { data } = await readTensor(tensorName, tensor, subject);
  const values = new Float32Array(data);
  if (!values.every(Number.isFinite)) {
    const fact = `holds '${tensorName}' with values that are not finite`;
    throw refusal(subject, fact, { cure: 'run the processor again' });
  }
  const length = 3 * side * side;
  return {
    side,
    views: Array.from({ length: count }, (_, view) => values.subarray(view * length, (view + 1) * length)),
  };
}
