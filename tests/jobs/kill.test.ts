/** A process that counts is killed ten times, at random moments; what comes out is what an undisturbed one counts. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openDatabase } from '../../src-engine/database/database.ts';
import { noisePng } from '../support/noise-png.ts';
import { emptyFolder, goldenModel } from '../support/scratch.ts';
import { bundled, kills, killTenTimes, linesIn, start, tenKillsAndAnEnd } from './killed.ts';

const pictures = 60;
const plans = 6;

/** Every count with what it is of, whatever the numbers of rows are. */
function countsIn(data: string): string[] {
  const database = openDatabase(data);
  const row = z.object({ line: z.string() });
  const rows = database.rows(
    row,
    `select encoders.key || ' ' || content || ' ' || plans.key || ' ' || views || ' ' || tokens as line from counts
     join encoders on encoders.id = encoder join plans on plans.id = plan order by 1`,
  );
  database.close();
  return rows.map(({ line }) => line);
}

describe('a job whose process is killed', () => {
  it(
    'ten times loses nothing, counts nothing twice, and ends as an undisturbed one',
    { timeout: 600_000 },
    async () => {
      const root = await emptyFolder();
      const folder = join(root, 'pictures');
      await mkdir(folder);
      for (let index = 0; index < pictures; index += 1) {
        await writeFile(join(folder, `${index}.png`), noisePng(index, 48, 40));
      }
      const program = await bundled('collecting-process.ts');
      const jobIn = (name: string) => {
        const [data, log] = [join(root, name), join(root, `${name}.log`)];
        return { data, log, program, args: [data, folder, log, goldenModel('llava15-clip')] };
      };
      const calm = jobIn('calm');
      expect(await start(calm).ended).toEqual([0, null]);
      expect(linesIn(calm.log)).toBe(pictures * plans);

      const killed = jobIn('killed');
      expect(await killTenTimes(killed, 10)).toEqual(tenKillsAndAnEnd);

      expect(countsIn(killed.data)).toEqual(countsIn(calm.data));
      expect(countsIn(calm.data)).toHaveLength(pictures * plans);
      // A kill may come between the end of a run and the writing of its count; nothing else is ever done again.
      const again = linesIn(killed.log) - pictures * plans;
      expect(again).toBeGreaterThanOrEqual(0);
      expect(again).toBeLessThanOrEqual(kills);
    },
  );
});
