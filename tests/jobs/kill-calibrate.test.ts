/** A process that calibrates is killed ten times, at random moments; it ends with the file that an undisturbed one writes, to the byte. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JobRequest } from '../../src-engine/engine.ts';
import { goldenModel, emptyFolder } from '../support/scratch.ts';
import { noisePng } from '../support/noise-png.ts';
import { calmAndKilled, kills } from './killed.ts';

const pictures = 6;
const points = 9;

/** To the byte, but for the moment at which it was made. */
async function calibrationIn(folder: string): Promise<string> {
  const text = await readFile(join(folder, 'found.json'), 'utf8');
  expect(text).toMatch(created);
  return text.replace(created, '');
}

const created = /"created": "[-:.\dTZ]+"/u;

describe('a calibration whose process is killed', () => {
  it(
    'ten times finds the thresholds of an undisturbed one, and begins none of them anew that it had',
    { timeout: 600_000 },
    async () => {
      const root = await emptyFolder();
      await mkdir(join(root, 'pictures'));
      const images: string[] = [];
      for (let index = 0; index < pictures; index += 1) {
        images.push(join(root, 'pictures', `${index}.png`));
        await writeFile(images[index]!, noisePng(index, 48, 40));
      }
      const { calm, killed } = await calmAndKilled(root, (folder): JobRequest => ({
        kind: 'calibrate',
        model: { directory: goldenModel('llava15-clip') },
        calibrate: { images, out: join(folder, 'found.json'), points },
      }));
      expect(await calibrationIn(killed.folder)).toBe(await calibrationIn(calm.folder));
      expect((await readdir(killed.folder)).sort()).toEqual((await readdir(calm.folder)).sort()); // no half-results are left
      // A kill costs the reading of the images, and the point that was searched.
      const perKill = pictures + 1 + Math.ceil(calm.steps / points);
      expect(killed.steps).toBeLessThanOrEqual(calm.steps + kills * perKill);
    },
  );
});
