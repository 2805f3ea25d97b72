/** Reads what the vision tests compare with. Made by tests/fixtures/vision/make_fixtures.py. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { PreprocessSpec } from '../../src-engine/families/spec.ts';
import type { DecodedImage } from '../../src-engine/vision/decode.ts';
import { upright } from '../../src-engine/vision/picture.ts';
import type { RgbImage } from '../../src-engine/vision/rgb-image.ts';
import { EngineError } from '../../src-engine/errors.ts';

const path = (relative: string) => fileURLToPath(new URL(`../fixtures/${relative}`, import.meta.url));

export const visionFixture = (name: string) => path(`vision/${name}`);
export const picturesFixture = (name: string) => path(`pictures/${name}`);
export const goldenFixture = (name: string) => path(`golden/${name}`);

const rgbSchema = z.object({ width: z.int(), height: z.int(), rgb: z.base64() });
const json = (name: string): unknown => JSON.parse(readFileSync(visionFixture(name), 'utf8'));

export const decodeExpected = z.record(z.string(), rgbSchema).parse(json('decode.json'));
export const avifExpected = rgbSchema.parse(json('subsampled.avif.json'));

/** A pair as JSON has it. */
export const sizesOf = (pair: readonly number[]): [number, number] => pairSchema.parse(pair);

const pairSchema = z.tuple([z.int(), z.int()]);
export const resizeExpected = z
  .array(
    z.object({
      from: pairSchema,
      to: pairSchema,
      filter: z.enum(['bilinear', 'bicubic', 'lanczos']),
      sha256: z.string(),
      rgb: z.array(z.int()).optional(),
    }),
  )
  .parse(json('resize.json'));

/** The pixels that make_fixtures.py resizes. */
export function pattern(width: number, height: number) {
  const rgb = Uint8Array.from(
    { length: width * height * 3 },
    (_, i) => (Math.imul(i, 2654435761) >>> 13) & 255,
  );
  return { width, height, rgb };
}

/** Pixels as the decoder hands them on. @param stored their size before `shrink` */
export function decoded(
  image: RgbImage,
  stored = { width: image.width, height: image.height },
  shrink: DecodedImage['shrink'] = 1,
): DecodedImage {
  const reading = {
    route: 'path',
    orientation: 1,
    storedOrientation: 1,
    transparent: false,
    transparency: 'drop',
  } as const;
  return { ...upright(image), stored, shrink, reading, notes: [] };
}

export const clipSpec: PreprocessSpec = {
  backend: 'pil-12',
  rule: { kind: 'centre-crop', shortestEdge: 84 },
  filter: 'bicubic',
  imageSize: 84,
  rescale: 0.00392156862745098,
  mean: [0.48145466, 0.4578275, 0.40821073],
  std: [0.26862954, 0.26130258, 0.27577711],
};

export const siglipSpec: PreprocessSpec = {
  backend: 'pil-12',
  rule: { kind: 'squash' },
  filter: 'bicubic',
  imageSize: 98,
  rescale: 0.00392156862745098,
  mean: [0.5, 0.5, 0.5],
  std: [0.5, 0.5, 0.5],
};

/** The EngineError that a promise rejects with; anything else fails the test. */
export async function engineError(promise: Promise<unknown>): Promise<EngineError> {
  const outcome: unknown = await promise.then(
    () => 'it resolved',
    (cause: unknown) => cause,
  );
  if (outcome instanceof EngineError) return outcome;
  throw new Error(`expected an EngineError, got ${String(outcome)}`);
}

const sizesSchema = pairSchema.readonly();
const rgbTriple = z.tuple([z.number(), z.number(), z.number()]);

/** AnyRes cases of the reference: pixel values as SHA-256 of their float32 bytes, final owner maps, and `u` of the faithful layout. */
export const anyResExpected = z
  .record(
    z.string(),
    z.object({
      side: z.int(),
      gridSide: z.int(),
      pinpoints: z.array(pairSchema),
      filter: z.enum(['bilinear', 'bicubic']),
      rescale: z.number(),
      mean: rgbTriple,
      std: rgbTriple,
      maxViews: z.int().optional(),
      layout: z.object({
        grid: sizesSchema,
        stitched: sizesSchema,
        unpadded: sizesSchema,
        out: sizesSchema,
        shrunk: z.boolean(),
      }),
      views: z.array(z.string()),
      owner: z.array(z.array(z.int())),
      u: z.array(z.int()),
    }),
  )
  .parse(json('anyres.json'));
