/** A process that calibrates is killed ten times, at random moments; it ends with the file that an undisturbed one writes, to the byte. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JobRequest } from '../../src-engine/engine.ts';
import { goldenModel, emptyFolder } from '../support/scratch.ts';
import { noisePng } from '../support/noise-png.ts';
import { bundled, kills, killTenTimes, linesIn, start, tenKillsAndAnEnd } from './killed.ts';

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
      const program = await bundled('job-process.ts');
      const jobIn = (name: string) => {
        const folder = join(root, name);
        const request: JobRequest = {
          kind: 'calibrate',
          model: { directory: goldenModel('llava15-clip') },
          calibrate: { images, out: join(folder, 'found.json'), points },
        };
        const log = join(root, `${name}.log`);
        return { folder, log, killable: { program, args: [folder, JSON.stringify(request), log], log } };
      };
      const calm = jobIn('calm');
      expect(await start(calm.killable).ended).toEqual([0, null]);
      const runs = linesIn(calm.log);

      const killed = jobIn('killed');
      expect(await killTenTimes(killed.killable, Math.ceil(runs / (kills + 2)))).toEqual(tenKillsAndAnEnd);
      expect(await calibrationIn(killed.folder)).toBe(await calibrationIn(calm.folder));
      expect((await readdir(killed.folder)).sort()).toEqual((await readdir(calm.folder)).sort()); // no half-results are left
      // A kill costs the reading of the images, and the point that was searched.
      const perKill = pictures + 1 + Math.ceil(runs / points);
      expect(linesIn(killed.log)).toBeLessThanOrEqual(runs + kills * perKill);
    },
  );
});
