/** A calibration from a browser to its end: on a folder of the server, in use when it is done, and back to the one that ships. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeCollection } from '../../tools/make-collection.ts';
import { violations } from './support/axe.ts';
import { collectionOn } from './support/collection.ts';
import { explore } from './support/explore.ts';
import { describeBrowser, launchChromium, startServer, type Served } from './support/served.ts';

describeBrowser('dymu serve', () => {
  let served: Served;
  let browser: Browser;
  let page: Page;
  let scratch: string;
  const errors: string[] = [];

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'dymu-few-'));
    const few = join(scratch, 'few');
    await makeCollection(few, 2, 64);
    served = await startServer('--folder', few);
    browser = await launchChromium();
    page = await browser.newPage();
    page.setDefaultTimeout(120_000); // against hangs alone
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto(served.address.href);
    await explore(page).ready();
  });

  afterAll(async () => {
    await browser.close();
    await served.stop();
    await rm(scratch, { recursive: true, force: true });
  });

  it('calibrates on a folder of the server to the end, takes the result up, and goes back to the shipped one', async () => {
    await collectionOn(page).choose();
    const dialog = page.getByRole('dialog', { name: 'Open a folder as a collection' });
    await dialog.getByRole('button', { name: /few$/u }).click();
    await dialog.getByRole('button', { name: 'Choose few' }).click();
    await page.getByRole('link', { name: 'Models' }).click();
    await page.getByRole('button', { name: 'Calibrate on few', exact: true }).click();
    await page
      .getByRole('log', { name: 'Messages' })
      .getByText('The calibration on 2 images is in use.')
      .waitFor();
    const part = page.getByRole('region', { name: 'Calibration in use' });
    await part.getByText(/^Your own calibration few-.*\.json is in use\.$/u).waitFor();
    expect(await violations(page)).toEqual([]);
    await part.getByRole('button', { name: 'Use the shipped calibration' }).click();
    await part.getByText('The calibration that came with DyMU Explorer is in use.').waitFor();
    await part.getByRole('button', { name: /^Use few-.*\.json$/u }).waitFor();
    expect(errors).toEqual([]);
  });
});
