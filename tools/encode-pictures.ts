/**
 * Encodes many pictures with one model and one list of thresholds, a safetensors file each: what golden/owner_maps.py compares.
 *
 *     tsx tools/encode-pictures.ts MODEL THRESHOLDS.json BACKEND LIST OUT
 *
 * LIST names one picture a line; the n-th becomes OUT/n.safetensors.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { createEngine } from '../src-engine/create-engine.ts';

const argumentsSchema = z.tuple([
  z.string(),
  z.string(),
  z.enum(['torchvision', 'pil', 'pil-12']),
  z.string(),
  z.string(),
]);
const thresholdsSchema = z.object({ thresholds: z.array(z.number()) });

const [model, thresholdsFile, imageBackend, list, out] = argumentsSchema.parse(process.argv.slice(2));
const { thresholds } = thresholdsSchema.parse(JSON.parse(await readFile(thresholdsFile, 'utf8')));
const pictures = (await readFile(list, 'utf8')).split('\n').filter((line) => line !== '');
const engine = await createEngine({ device: 'cpu', imageBackend });
await engine.load({ directory: path.resolve(model) });
for (const [index, picture] of pictures.entries()) {
  const image = { kind: 'file', path: picture } as const;
  const reduction = { method: 'dymu', budget: { kind: 'thresholds', thresholds } } as const;
  await engine.encode({ image, reduction }, { saveFeatures: path.join(out, `${index}.safetensors`) });
}
await engine.close();
