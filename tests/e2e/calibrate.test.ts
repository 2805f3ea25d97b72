/** Calibrating from the window to its end: begun, paused, over a restart, in use, told what it is worth, kept, cancelled; also with pictures that cannot be read. */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeCollection } from '../../tools/make-collection.ts';
import { goldenModel } from '../support/golden-model.ts';
import { violations } from './support/axe.ts';
import { collection } from './support/collection.ts';
import { explore } from './support/explore.ts';
import { describeWindow, launch, newUserData, removeUserData, type Launched } from './support/launch.ts';

describeWindow('calibrating from Models', () => {
  let launched: Launched;
  let userData: string;
  let scratch: string;
  let model: string; // small, with weights by chance

  const page = (): Page => launched.page;
  const button = (name: string) => page().getByRole('button', { name, exact: true });
  const part = () => page().getByRole('region', { name: 'Calibrating' });
  const progress = () => part().getByRole('status', { name: 'Calibrating' });
  const card = () => page().getByRole('article');
  const messages = () => page().getByRole('log', { name: 'Messages' });
  const kept = () => readdir(join(userData, 'calibrations')).catch(() => []);
  const show = (view: string) => page().getByRole('link', { name: view }).click();

  async function open(): Promise<void> {
    launched = await launch({ userData });
    await show('Explore'); // the view of the last time comes back
    await explore(page()).ready();
    await show('Models');
  }

  async function pictures(name: string, count: number): Promise<string> {
    const folder = join(scratch, name);
    await makeCollection(folder, count, 64);
    return folder;
  }

  async function openModel(folder: string): Promise<void> {
    await launched.app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    }, folder);
    await button('Open model folder…').click();
  }

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'dymu-calibrate-'));
    model = join(scratch, 'small-llava');
    await cp(goldenModel('llava15-clip'), model, { recursive: true });
    userData = await newUserData();
    await writeFile(
      join(userData, 'settings.json'),
      JSON.stringify({ version: 1, values: { autoMeasure: false } }),
    );
    await open();
  });

  afterAll(async () => {
    await launched.close();
    await removeUserData(userData);
    await rm(scratch, { recursive: true, force: true });
  });

  it('on the pictures of Explore is cancelled without a trace in the model', async () => {
    await card()
      .getByText(/^Memory on the CPU/u)
      .waitFor();
    const before = await card().innerText();
    await button('Calibrate on Explore’s pictures').click();
    await progress().waitFor();
    expect(await violations(page())).toEqual([]);
    await part().getByRole('button', { name: 'Cancel' }).click();
    await button('Calibrate on Explore’s pictures').waitFor();
    expect(await card().innerText()).toBe(before);
    expect((await kept()).filter((name) => name.endsWith('.json'))).toEqual([]);
  });

  it('is paused, rests over a restart, goes on, and is in use as soon as it is done', async () => {
    await openModel(model);
    await card()
      .getByText(/^none: merging is exact/u)
      .waitFor();
    const folder = await pictures('many', 31);
    const whole = await readFile(join(folder, 'part-00/picture-00000.jpg'));
    await writeFile(join(folder, 'part-00/torn.jpg'), whole.subarray(0, whole.length / 2));
    await collection(launched).open(folder);
    await show('Explore');
    await explore(page()).ready();
    const before = await explore(page()).tokenCount();
    await show('Models');
    await button('Calibrate on many').click();
    await part().getByRole('button', { name: 'Pause' }).click();
    await progress().filter({ hasText: 'paused' }).waitFor();
    await launched.close();

    await open();
    await progress().filter({ hasText: 'paused' }).waitFor();
    await part().getByRole('button', { name: 'Resume' }).click();
    await messages().getByText('The calibration on 28 images is in use.').waitFor();
    await card()
      .getByText(/ points? on 28 images/u)
      .waitFor();
    await show('Explore');
    expect(await page().getByRole('radio', { name: 'Adaptive' }).isChecked()).toBe(true);
    await expect.poll(() => explore(page()).tokenCount(), { timeout: 60_000 }).not.toEqual(before);
  });

  it('names the pictures that could not be read, and says what the others are worth', async () => {
    await show('Models');
    await part()
      .getByText(/^Calibrated with 28 images; 1 file could not be read \(torn\.jpg\)\.$/u)
      .waitFor();
    await part()
      .getByText(/^28 pictures are (?:few|enough): the average may be off by (?:\d+|<1) %\.$/u)
      .waitFor();
    await part()
      .getByText(/^On 3 images held back /u)
      .waitFor();
    expect(await violations(page())).toEqual([]);
  });

  it('is kept over a restart, and gives way to a newer one', async () => {
    await launched.close();
    await open();
    await card()
      .getByText(/ on 28 images/u)
      .waitFor();
    const known = page().getByRole('list', { name: 'Known models' });
    await known.getByText('calibrated on 28 images', { exact: false }).waitFor();
    await collection(launched).open(await pictures('a-few', 3)); // before the other one by its name
    await show('Models');
    await button('Calibrate on a-few').click();
    await messages().getByText('The calibration on 3 images is in use.').waitFor();
    await known.getByText('calibrated on 3 images', { exact: false }).waitFor();
  });

  it('has one calibration for each form of the encoder; a processor without the fast form says so and keeps what it has', async () => {
    await page().getByRole('radio', { name: 'fast (int8)' }).click();
    const none = card().getByText(/^none: merging is exact/u);
    const refused = messages().getByText(/^The vision encoder in int8 gains nothing on /u);
    await none.or(refused).first().waitFor();
    if (await none.isVisible()) await page().getByRole('radio', { name: 'exact (fp32)' }).click();
    await card()
      .getByText(/ on 3 images/u)
      .waitFor();
    expect(await page().getByRole('radio', { name: 'exact (fp32)' }).isChecked()).toBe(true);
  });

  it('refuses a folder of which most cannot be read, and the model keeps what it has', async () => {
    const folder = await pictures('torn', 3);
    for (const name of await readdir(join(folder, 'part-00'))) {
      const file = join(folder, 'part-00', name);
      const whole = await readFile(file);
      if (!name.includes('00000')) await writeFile(file, whole.subarray(0, whole.length / 2));
    }
    await collection(launched).open(folder);
    await show('Models');
    await button('Calibrate on torn').click();
    await part()
      .getByText(/^Only 1 of 3 images can be read, and not /u)
      .waitFor();
    await card()
      .getByText(/ on 3 images/u)
      .waitFor();
    expect(launched.pageErrors).toEqual([]);
  });
});
