/**
 * Holds the engine's reading of pictures against what `python -m golden.pictures FOLDER` wrote: pixels as they are seen, and pixel values
 * of both backends, by both routes. `npx tsx tools/compare-pictures.ts FOLDER [NAME...] [--levels-only]`
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { z } from 'zod';
import type { ImageBackend, ImageRoute } from '../src-engine/engine.ts';
import type { PreprocessSpec } from '../src-engine/families/spec.ts';
import { decodeImage } from '../src-engine/vision/decode.ts';
import { rgbOf } from '../src-engine/vision/picture.ts';
import { prepareDecoded } from '../src-engine/vision/prepare.ts';

const seenSchema = z.object({
  width: z.int(),
  height: z.int(),
  rgb: z.string(),
  png: z.base64().optional(),
  torchvision: z.string(),
  pil: z.string(),
});
const expectedSchema = z.object({
  from: z.string(),
  side: z.int(),
  files: z.record(
    z.string(),
    z.partialRecord(z.enum(['path', 'object']), z.union([seenSchema, z.object({ refused: z.string() })])),
  ),
});
type Seen = z.infer<typeof seenSchema>;

const clip = (side: number, backend: ImageBackend): PreprocessSpec => ({
  rule: { kind: 'centre-crop', shortestEdge: side },
  filter: 'bicubic',
  imageSize: side,
  rescale: 0.00392156862745098,
  mean: [0.48145466, 0.4578275, 0.40821073],
  std: [0.26862954, 0.26130258, 0.27577711],
  backend,
});

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Share of values that differ and the largest difference, where the file holds the pixels. */
async function distance(rgb: Uint8Array, png: string): Promise<string> {
  const wanted = await sharp(Buffer.from(png, 'base64')).removeAlpha().toColourspace('srgb').raw().toBuffer();
  let differing = 0;
  let largest = 0;
  for (const [index, value] of rgb.entries()) {
    const gap = Math.abs(value - (wanted[index] ?? 0));
    if (gap > 0) differing += 1;
    largest = Math.max(largest, gap);
  }
  return `${((100 * differing) / rgb.length).toFixed(1)} % of levels differ, by up to ${String(largest)}`;
}

/** What is wrong with a picture's reading; nothing where all is equal. */
async function faults(path: string, route: ImageRoute, side: number, wanted: Seen): Promise<string[]> {
  const image = await decodeImage({ kind: 'file', path }, { route });
  if (image.width !== wanted.width || image.height !== wanted.height) {
    return [`${image.width} x ${image.height} instead of ${wanted.width} x ${wanted.height}`];
  }
  if (sha256(rgbOf(image)) !== wanted.rgb) {
    return [wanted.png === undefined ? 'other levels' : await distance(rgbOf(image), wanted.png)];
  }
  if (levelsOnly) return [];
  const backends = (['torchvision', 'pil'] as const).filter((backend) => {
    const [view] = prepareDecoded(image, clip(side, backend)).views;
    return view === undefined || sha256(new Uint8Array(view.pixels.buffer)) !== wanted[backend];
  });
  return backends.map((backend) => `other pixel values with ${backend}`);
}

const levelsOnly = process.argv.includes('--levels-only');
const [folder = '.', ...names] = process.argv.slice(2).filter((word) => word !== '--levels-only');
const { from, side, files } = expectedSchema.parse(
  JSON.parse(await readFile(join(folder, 'expected.json'), 'utf8')),
);
let equal = 0;
let wrong = 0;
for (const [name, routes] of Object.entries(files)) {
  if (names.length > 0 && !names.includes(name)) continue;
  for (const route of ['path', 'object'] as const) {
    const wanted = routes[route];
    if (wanted === undefined) continue;
    if ('refused' in wanted) {
      console.log(`${name} (${route}): the reference refuses it: ${wanted.refused}`);
      continue;
    }
    const found = await faults(join(folder, name), route, side, wanted).catch((cause: unknown) => [
      cause instanceof Error ? cause.message : String(cause),
    ]);
    for (const fault of found) console.log(`${name} (${route}): ${fault}`);
    if (found.length === 0) equal += 1;
    else wrong += 1;
  }
}
console.log(`${String(equal)} readings equal those of ${from}, ${String(wrong)} do not.`);
if (wrong > 0) process.exitCode = 1;
