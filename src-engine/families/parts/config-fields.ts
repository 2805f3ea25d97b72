/** Building blocks of the config schemas: numbers with sane caps, and messages that read "must be …". */
import { z } from 'zod';

/** A whole number from `least` to `most`. */
export function count(most: number, least = 1) {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

/** A real number strictly between two bounds. */
export function between(low: number, high: number) {
  const error = `must be a number between ${low} and ${high}`;
  return z.number({ error }).gt(low, { error }).lt(high, { error });
}

export function flag() {
  return z.boolean({ error: 'must be true or false' });
}

export function words() {
  return z.string({ error: 'must be text' });
}

/** A square side in pixels, as a number or as two equal numbers (transformers 5 allows both). */
export function squareSide(most: number) {
  const error = `must be one whole number from 1 to ${most}, or two equal ones`;
  const side = z.int().min(1).max(most);
  return z
    .union([side, z.tuple([side, side]).refine(([height, width]) => height === width, { error })], { error })
    .transform((value) => (typeof value === 'number' ? value : value[0]));
}

/** AnyRes resolutions: [height, width] in pixels. */
export function pinpoints() {
  const error = 'must be a list of [height, width] in pixels';
  const side = z.int().min(1).max(sizes.imageSide);
  return z
    .array(z.tuple([side, side], { error }), { error })
    .min(1, { error })
    .max(1024, { error });
}

export const sizes = {
  width: 65_536,
  mlpWidth: 1_048_576,
  layers: 512,
  heads: 1024,
  imageSide: 8192, // px
  frames: 10_000, // of a video
  vocabulary: 4_194_304,
  positions: 16_777_216,
} as const;
