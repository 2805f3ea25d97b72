/** A process that counts is killed ten times, at random moments; what comes out is what an undisturbed one counts. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openDatabase } from '../../src-engine/database/database.ts';
import { noisePng } from '../support/noise-png.ts';
import { emptyFolder } from '../support/scratch.ts';

const program = join(import.meta.dirname, 'collecting-process.ts');
const loader = fileURLToPath(import.meta.resolve('tsx'));
const kills = 10;
const pictures = 60;
const plans = 6;

const encodesIn = (log: string) => (existsSync(log) ? readFileSync(log, 'utf8').split('\n').length - 1 : 0);

function start(data: string, folder: string, log: string) {
  const child = spawn(process.execPath, ['--import', loader, program, data, folder, log], {
    stdio: 'inherit',
  });
  return { child, ended: once(child, 'exit') };
}

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
      const [folder, calm, killed] = ['pictures', 'calm', 'killed'].map((name) => join(root, name));
      await mkdir(folder!);
      for (let index = 0; index < pictures; index += 1) {
        await writeFile(join(folder!, `${index}.png`), noisePng(index, 48, 40));
      }
      const calmLog = join(root, 'calm.log');
      const calmRun = await start(calm!, folder!, calmLog).ended;
      expect(calmRun).toEqual([0, null]);
      expect(encodesIn(calmLog)).toBe(pictures * plans);

      const log = join(root, 'killed.log');
      for (let kill = 0; kill < kills; kill += 1) {
        const before = encodesIn(log);
        const { child, ended } = start(killed!, folder!, log);
        // In the midst of the counting, some encodes after the last kill; the first two times at any moment of the start.
        const after = before + 1 + Math.floor(Math.random() * 10);
        const late = Math.random() * 2000;
        const begun = performance.now();
        while (kill < 2 ? performance.now() - begun < late : encodesIn(log) < after) await wait(1);
        await wait(Math.random() * 10);
        child.kill('SIGKILL');
        expect(await ended).toEqual([null, 'SIGKILL']);
      }
      expect(encodesIn(log)).toBeLessThan(pictures * plans); // else the last kills met no work
      expect(await start(killed!, folder!, log).ended).toEqual([0, null]);

      expect(countsIn(killed!)).toEqual(countsIn(calm!));
      expect(countsIn(calm!)).toHaveLength(pictures * plans);
      // A kill may come between the end of a run and the writing of its count; nothing else is ever done again.
      expect(encodesIn(log) - pictures * plans).toBeGreaterThanOrEqual(0);
      expect(encodesIn(log) - pictures * plans).toBeLessThanOrEqual(kills);
    },
  );
});
