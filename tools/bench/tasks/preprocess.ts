/** From a file to pixel values: reading, decoding, resizing and normalising, as the engine times them. */
import { utimes, copyFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkpoint } from '../checkpoints.ts';
import { engineOf } from '../engine-of.ts';
import { photograph, samplePicture } from '../pictures.ts';
import type { Task } from '../task.ts';

const cases = [
  ['896x896 WebP to 224', 'embedded', () => Promise.resolve(samplePicture)],
  ['12-megapixel JPEG to 336', 'narrowClip', () => photograph(12, 'jpg')],
  ['4-megapixel JPEG, AnyRes of 336', 'narrowNext', () => photograph(4, 'jpg')],
] as const;

export const preprocess: Task = {
  title: 'Preprocessing',
  unit: 'ms',
  prepare: () => Promise.all(cases.flatMap(([, model, picture]) => [checkpoint(model), picture()])),
  async open(build) {
    const folder = await mkdtemp(path.join(tmpdir(), 'dymu-bench-'));
    const opened = cases.map(async ([name, model, picture]) => {
      const engine = await engineOf(build, { directory: await checkpoint(model) });
      const original = await picture();
      const file = path.join(folder, path.basename(original));
      await copyFile(original, file);
      let second = 0;
      const run = async (): Promise<number> => {
        second += 1;
        await utimes(file, second, second); // another file to the engine, which keeps views of those that it has seen
        return (await engine.encode(file, { kind: 'all' })).preprocessMs;
      };
      return [name, run] as const;
    });
    return new Map(await Promise.all(opened));
  },
};
