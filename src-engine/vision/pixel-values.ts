/** Reads ready-made `pixel_values` from a safetensors file, so that preprocessing is skipped. Does not check where they came from. */
import { basename } from 'node:path';
import { readAt, withFile } from '../files/bounded-file.ts';
import type { StoredTensor } from '../files/safetensors.ts';
import { readSafetensorsHeader } from '../files/safetensors.ts';
import { quote, show } from '../files/words.ts';
import { EngineError } from '../errors.ts';
import type { ImageLimits } from './limits.ts';
import { imageLimits } from './limits.ts';

export interface PixelValues {
  readonly side: number; // px, square
  /** One [3, side, side] array a view, base view first. */
  readonly views: readonly Float32Array[];
}

const tensorName = 'pixel_values';

/** The header's reader speaks of checkpoints; here the file is the user's input. */
function asBadInput(cause: unknown): never {
  if (cause instanceof EngineError && cause.code === 'bad-checkpoint') {
    throw new EngineError('bad-input', cause.message, { cause });
  }
  throw cause;
}

/** Number of views, the tensor's type and shape having been checked. */
function viewCount(tensor: StoredTensor, side: number, limits: ImageLimits): number {
  const file = quote(basename(tensor.file));
  const refuse = (fact: string, remedy: string) =>
    new EngineError('bad-input', `${file} ${fact}; ${remedy}.`);
  if (tensor.dtype !== 'F32') {
    throw refuse(`holds '${tensorName}' as ${tensor.dtype}`, 'save it as F32 (float32)');
  }
  const { shape } = tensor;
  const [batch, views] = shape.length === 4 ? [shape[0], 1] : [shape[0], shape[1]];
  const image = shape.slice(-3);
  const fits = batch === 1 && image[0] === 3 && image[1] === side && image[2] === side;
  if ((shape.length !== 4 && shape.length !== 5) || !fits || views === undefined || views < 1) {
    throw refuse(
      `holds '${tensorName}' with shape ${show(shape)}`,
      `this model takes [1, 3, ${side}, ${side}] or [1, views, 3, ${side}, ${side}]`,
    );
  }
  if (views > limits.views) throw refuse(`holds ${views} views`, `at most ${limits.views} are read at once`);
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
  const { tensors } = await readSafetensorsHeader(path).catch(asBadInput);
  const tensor = tensors.get(tensorName);
  if (!tensor) {
    throw new EngineError(
      'bad-input',
      `${quote(basename(path))} has no tensor '${tensorName}'; save the processor's output under that name.`,
    );
  }
  const count = viewCount(tensor, side, limits);
  const bytes = await withFile(path, 'save it again', (handle) =>
    readAt(handle, tensor.offset, tensor.bytes),
  ).catch(asBadInput);
  if (bytes.length < tensor.bytes) {
    throw new EngineError(
      'bad-input',
      `${quote(basename(path))} became shorter while it was read; save it again.`,
    );
  }
  const values = new Float32Array(tensor.bytes / 4); // copied: the tensor need not lie on a multiple of 4
  for (let i = 0; i < values.length; i++) values[i] = bytes.readFloatLE(i * 4);
  if (!values.every(Number.isFinite)) {
    throw new EngineError(
      'bad-input',
      `${quote(basename(path))} holds '${tensorName}' with values that are not finite; run the processor again.`,
    );
  }
  const length = 3 * side * side;
  return {
    side,
    views: Array.from({ length: count }, (_, view) => values.subarray(view * length, (view + 1) * length)),
  };
}
