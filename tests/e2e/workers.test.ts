/** A collection goes from the window to a worker on a real server: refusals, waiting, an end, and the counts in the table. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeCollection } from '../../tools/make-collection.ts';
import { freePort, startRedis, type TestServer } from '../support/redis-server.ts';
import { violations } from './support/axe.ts';
import { collection } from './support/collection.ts';
import { describeWindow, launch, newUserData, root, type Launched } from './support/launch.ts';

/** So many that this computer alone does not have them counted meanwhile. */
const images = 40;

describeWindow('a collection for workers', () => {
  let launched: Launched;
  let pictures: string;
  let userData: string;
  let redis: TestServer;
  const ends: (() => unknown)[] = [];

  beforeAll(async () => {
    [pictures, userData, redis] = await Promise.all([
      mkdtemp(join(tmpdir(), 'dymu-pictures-')),
      newUserData(),
      startRedis('--requirepass', 'right'),
    ]);
    await makeCollection(pictures, images, 64);
    const settings = { version: 1, values: { autoMeasure: false } };
    await writeFile(join(userData, 'settings.json'), JSON.stringify(settings));
    launched = await launch({ userData });
  });

  afterAll(async () => {
    await launched.close();
    for (const end of ends) end();
    await redis.stop();
    await Promise.all([pictures, userData].map((folder) => rm(folder, { recursive: true, force: true })));
  });

  it('is sent from the window, and its counts land in the table', async () => {
    const { page } = launched;
    const view = collection(launched);
    await view.open(pictures);
    await page.getByRole('button', { name: 'Send to workers…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Send to workers' });
    const address = dialog.getByRole('textbox', { name: 'Address of the queue' });
    const send = dialog.getByRole('button', { name: /^Send \d+ images$/ });
    const refusals = [
      [`redis://127.0.0.1:${await freePort()}`, 'answers nobody'],
      [redis.url.replace('//', '//:wrong@'), 'does not accept this user and password'],
    ] as const;
    for (const [given, words] of refusals) {
      await address.fill(given);
      await send.click();
      await dialog.getByRole('alert').filter({ hasText: words }).waitFor();
    }
    expect(await violations(page)).toEqual([]);

    const url = redis.url.replace('//', '//:right@');
    await address.fill(url);
    await send.click();
    const counting = page.getByRole('status', { name: 'Counting' });
    await counting.filter({ hasText: 'waiting for a worker' }).waitFor();
    // Jobs shows the same run, and ends it.
    await page.getByRole('button', { name: /^\d+ jobs?$/ }).click();
    const jobs = page.getByRole('dialog', { name: 'Jobs' });
    await jobs.getByText('no worker takes its tasks now').waitFor();
    await jobs
      .getByRole('button', { name: /^Cancel: Counting the tokens of / })
      .last()
      .click();
    await page.getByText(/^The run [0-9a-f]+ was cancelled\.$/).waitFor();
    await page.keyboard.press('Escape');
    await counting.filter({ hasText: 'paused' }).waitFor();

    const worker = spawn(
      process.execPath,
      ['tools/launch/dymu.js', 'worker', '--queue', url, '--root', tmpdir(), '--device', 'cpu'],
      { cwd: root, stdio: 'ignore', env: { ...process.env, DYMU_DATA: userData } },
    );
    ends.push(() => worker.kill('SIGKILL'));
    await page.getByRole('button', { name: 'Send to workers…' }).click();
    await send.click(); // the address is remembered
    await view.counted(images);
    await page.getByText(`${images} images of `).waitFor();
    await expect.poll(() => readFile(join(userData, 'settings.json'), 'utf8')).toContain(pictures);
    expect(await readFile(join(userData, 'settings.json'), 'utf8')).not.toContain('right@');
    expect(launched.pageErrors).toEqual([]);
  });
});
