/** What the engine computed for one picture, and how far other features are from it. */
import path from 'node:path';
import { readSafetensors } from '../../../../src-engine/files/safetensors-read.ts';

export interface Reference {
  readonly pixels: Float32Array; // [1, 3, side, side]
  readonly side: number;
  readonly features: Float32Array; // [n, D], the class token dropped
}

/** @param folder as tower-reference.ts writes it. */
export function readReference(folder: string, which = 'plain'): Promise<Reference> {
  return readFeatures(path.join(folder, `${which}.safetensors`));
}

/** Of any file that the engine saved. */
export async function readFeatures(file: string): Promise<Reference> {
  const names = ['pixel_values', 'features'];
  const tensors = await readSafetensors(file, { maxBytes: 2 ** 28, names });
  const [pixels, features] = names.map((name) => tensors.get(name)?.data);
  if (!(pixels instanceof Float32Array) || !(features instanceof Float32Array))
    throw new Error(`${file} holds no floats.`);
  return { pixels, features, side: tensors.get('pixel_values')?.shape.at(-1) ?? 0 };
}

/** The largest difference, relative to the largest feature. A row before the others, the class token's, is passed over. */
export function relativeError(found: Float32Array, { features }: Reference): number {
  const first = found.length - features.length;
  let [difference, largest] = [0, 0];
  for (const [index, value] of features.entries()) {
    difference = Math.max(difference, Math.abs((found[first + index] ?? Number.NaN) - value));
    largest = Math.max(largest, Math.abs(value));
  }
  return difference / largest;
}
