import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeCollection } from '../../tools/make-collection.ts';
import { noisePng } from '../support/noise-png.ts';
import { violations } from './support/axe.ts';
import { collection, collectionOn } from './support/collection.ts';
import { describeHosts, type Hosted } from './support/hosts.ts';
import { describeWindow, launch, newUserData, removeUserData } from './support/launch.ts';

const images = 16;

/** Measurements by themselves would only make these tests wait. */
const values = { autoMeasure: false };

async function somePictures(count = images): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dymu-pictures-'));
  await makeCollection(folder, count, 200);
  await writeFile(join(folder, 'broken.jpg'), 'no picture');
  return folder;
}

describeHosts('a folder of pictures', (start) => {
  let hosted: Hosted;
  let pictures: string;

  beforeAll(async () => {
    pictures = await somePictures();
    hosted = await start({ folder: pictures, values });
  });

  afterAll(async () => {
    await hosted.close();
    await rm(pictures, { recursive: true, force: true });
  });

  it('is counted, says what a budget costs, and follows the slider without encoding', async () => {
    await hosted.openCollection(pictures);
    const view = collectionOn(hosted.page);
    await view.counted(images);
    expect(await view.plan.innerText()).toMatch(
      /These 16 images cost \d+ tokens on average at this budget; for 95 % of them \d+ is enough\./,
    );
    const before = await view.plan.innerText();
    await view.slider.focus();
    await hosted.page.keyboard.press('PageUp');
    await expect.poll(() => view.plan.innerText()).not.toBe(before);
    await hosted.page.keyboard.press('Control+z');
    await expect.poll(() => view.plan.innerText()).toBe(before);
    expect(await hosted.page.getByText('1 file cannot be read').isVisible()).toBe(true);
  });

  it('writes shares of 100 % to their sign', async () => {
    const { page } = hosted;
    const share = page.locator('.image-share').first();
    await collectionOn(page).slider.press('End');
    await expect.poll(() => share.textContent()).toMatch(/^100\s%$/u);
    // Two lines where the sign has no room.
    expect(await share.evaluate((box) => box.scrollHeight - box.clientHeight)).toBe(0);
    await page.keyboard.press('Control+z');
  });

  it('follows its folder: an image that is added is counted, and one that is removed disappears', async () => {
    const view = collectionOn(hosted.page);
    await hosted.page
      .getByRole('status', { name: 'Following' })
      .getByText('Following', { exact: true })
      .waitFor();
    await mkdir(join(pictures, 'added'));
    await writeFile(join(pictures, 'added/noise.png'), noisePng(7, 64, 48));
    await view.counted(images + 1);
    await rm(join(pictures, 'added'), { recursive: true });
    await view.counted(images);
  });

  it('sorts, and selects what is dragged over in the scatter', async () => {
    const { page } = hosted;
    const view = collectionOn(hosted.page);
    const heading = view.table.getByRole('columnheader', { name: 'Name' });
    await heading.getByRole('button').click();
    expect(await heading.getAttribute('aria-sort')).toBe('ascending');
    await expect.poll(() => view.table.getByRole('row').nth(1).innerText()).toContain('picture-00000.jpg');
    const chart = page.getByRole('img', { name: /^Tokens per image against bytes per pixel/ });
    await chart.scrollIntoViewIfNeeded();
    const area = await chart.boundingBox();
    if (area === null) throw new Error('The scatter is not on screen.');
    await page.mouse.move(area.x + 36, area.y + 10);
    await page.mouse.down();
    await page.mouse.move(area.x + area.width - 3, area.y + area.height - 20, { steps: 8 });
    await page.mouse.up();
    await expect.poll(() => view.shown.innerText()).toMatch(/16 images · 16 selected/);
    expect(await view.table.locator('[aria-selected=true]').count()).toBe(16);
  });

  it('can be worked with keys alone', async () => {
    const { page } = hosted;
    const { keyboard } = page;
    const view = collectionOn(hosted.page);
    const focused = () =>
      page.evaluate(() => {
        const element = document.activeElement;
        if (element?.hasAttribute('data-row') === true) return 'image';
        const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : undefined;
        return element?.getAttribute('aria-label') ?? label ?? element?.textContent ?? '';
      });
    /** Presses Tab until that is reached: no further than everything in the window. */
    const tabTo = async (name: string) => {
      for (let steps = 0; steps < 120 && (await focused()) !== name; steps += 1) await keyboard.press('Tab');
      expect(await focused()).toBe(name);
    };
    await tabTo('image');
    await keyboard.press('Escape');
    await keyboard.press('Home');
    await keyboard.press('Space');
    await keyboard.press('Shift+ArrowRight');
    await expect.poll(() => view.shown.innerText()).toBe('16 images · 2 selected');

    await tabTo('Tag for the selected images');
    await keyboard.type('two');
    await keyboard.press('Enter');
    await page.getByRole('button', { name: 'two', exact: true }).waitFor();

    await tabTo('Name or folder contains');
    await keyboard.type('picture-0000');
    await expect.poll(() => view.shown.innerText()).toMatch(/^10 of 16 images/);
    await tabTo('Show all');
    await keyboard.press('Enter');
    await tabTo('Filters');
    await keyboard.press('Enter');
    await tabTo('Selected only');
    await keyboard.press('Space');
    await expect.poll(() => view.shown.innerText()).toMatch(/^2 of 16 images/);
    await tabTo('Show all');
    await keyboard.press('Enter');

    await tabTo('Collection budget');
    const before = await view.plan.innerText();
    await keyboard.press('PageUp');
    await expect.poll(() => view.plan.innerText()).not.toBe(before);
    await keyboard.press('PageDown');

    await tabTo('Select tokens, from');
    await keyboard.type('0');
    await expect.poll(() => view.shown.innerText()).toBe('16 images · 16 selected');
    await keyboard.press('Backspace');
    await tabTo('Follow the folder');
    await keyboard.press('Space');
    await page.getByRole('status', { name: 'Following' }).getByText('Not following').waitFor();
    await keyboard.press('Space');
    await page.getByRole('status', { name: 'Following' }).getByText('Following', { exact: true }).waitFor();
  });

  it.each(['light', 'dark'] as const)(
    'passes axe in the %s theme, as pictures and as a list',
    async (theme) => {
      const { page } = hosted;
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      for (const layout of ['List', 'Pictures']) {
        await page.getByRole('radio', { name: layout }).check();
        expect(await violations(page)).toEqual([]);
      }
    },
  );

  it('has logged no error', () => {
    expect(hosted.pageErrors).toEqual([]);
  });
});

describeWindow('a folder of pictures', () => {
  it('is there again after a restart, counted, and opens its images in Explore', async () => {
    const few = 4;
    const [pictures, userData] = await Promise.all([somePictures(few), newUserData()]);
    await writeFile(join(userData, 'settings.json'), JSON.stringify({ version: 1, values }));
    const before = await launch({ userData });
    await collection(before).open(pictures);
    await collection(before).counted(few);
    await before.page.waitForTimeout(600); // settings are written a moment later
    await before.close();
    const launched = await launch({ userData });
    const view = collection(launched);
    await launched.page.getByRole('link', { name: 'Collection' }).click();
    await view.counted(few);
    await view.table.getByRole('row').nth(1).dblclick();
    const shelf = launched.page.getByRole('list', { name: 'Images' });
    await shelf.getByRole('button', { name: /^picture-/ }).waitFor();
    expect(launched.pageErrors).toEqual([]);
    await launched.close();
    await Promise.all([pictures, userData].map(removeUserData));
  });
});
