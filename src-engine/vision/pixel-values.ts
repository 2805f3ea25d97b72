/** Reads ready-made `pixel_values` from a safetensors file, so that preprocessing is skipped. Does not check where they came from. */
import { basename } from 'node:path';
import type { WholeCells } from '../families/spec.ts';
import { refusal, type Subject } from '../files/refusal.ts';
import { readSafetensorsHeader, type StoredTensor } from '../files/safetensors.ts';
import { readTensor } from '../files/safetensors-read.ts';
import { show } from '../files/words.ts';
import type { ImageLimits } from './limits.ts';
import { imageLimits } from './limits.ts';

export interface PixelValues {
  readonly width: number; // px
  readonly height: number; // px
  /** One [3, height, width] array a view, base view first. */
  readonly views: readonly Float32Array[];
}

const tensorName = 'pixel_values';

/** Of a square, px; or of pictures that keep their shape. */
type EncoderSide = number | Pick<WholeCells, 'side' | 'mostPixels'>;

/** Number of views, the tensor's type and shape having been checked. */
function viewCount(
  { dtype, shape }: StoredTensor,
  side: EncoderSide,
  subject: Subject,
  limits: ImageLimits,
): number {
  if (dtype !== 'F32') {
    throw refusal(subject, `holds '${tensorName}' as ${dtype}`, { cure: 'save it as F32 (float32)' });
  }
  const [batch, views] = shape.length === 4 ? [shape[0], 1] : [shape[0], shape[1]];
  const image = shape.slice(-3);
  const fits = batch === 1 && image[0] === 3 && takes(side, image[1] ?? 0, image[2] ?? 0);
  if ((shape.length !== 4 && shape.length !== 5) || !fits || views === undefined || views < 1) {
    const cure =
      typeof side === 'number'
        ? `this model takes [1, 3, ${side}, ${side}] or [1, views, 3, ${side}, ${side}]`
        : `this model takes [1, 3, H, W], both multiples of ${side.side} and of at most ${side.mostPixels} pixels together`;
    throw refusal(subject, `holds '${tensorName}' with shape ${show(shape)}`, { cure });
  }
  if (typeof side !== 'number' && views > 1)
    throw refusal(subject, `holds ${views} views`, { cure: 'this model takes one view of a picture' });
  if (views > limits.views) {
    throw refusal(subject, `holds ${views} views`, { cure: `at most ${limits.views} are read at once` });
  }
  return views;
}

function takes(side: EncoderSide, height: number, width: number): boolean {
  if (typeof side === 'number') return height === side && width === side;
  const whole = (length: number): boolean => length > 0 && length % side.side === 0;
  return whole(height) && whole(width) && height * width <= side.mostPixels;
}

/**
 * The views of one image for an encoder of `side` x `side` pixels, or of any whole cells: key `pixel_values`, float32, [1, 3, side, side] or
 * [1, views, 3, side, side]. Throws `bad-input`.
 */
export async function readPixelValues(
  path: string,
  side: EncoderSide,
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
  const [height = 0, width = 0] = tensor.shape.slice(-2);
  const length = 3 * height * width;
  return {
    width,
    height,
    views: Array.from({ length: count }, (_, view) => values.subarray(view * length, (view + 1) * length)),
  };
}
