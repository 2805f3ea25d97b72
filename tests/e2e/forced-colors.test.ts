/** High contrast as Chromium emulates it: what is chosen, on or full must be seen without the application's own backgrounds. */
import type { Locator } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { explore } from './support/explore.ts';
import { describeWindow, launch, type Launched } from './support/launch.ts';

describeWindow('in forced colours', () => {
  let launched: Launched;

  beforeAll(async () => {
    launched = await launch();
    await explore(launched.page).settled();
    await launched.page.emulateMedia({
      forcedColors: 'active',
      colorScheme: 'light',
      reducedMotion: 'reduce',
    });
  });

  afterAll(async () => {
    await launched.close();
  });

  /** The colour of an element near its left or right edge, half way down. */
  async function colourAt(element: Locator, edge: 'left' | 'right'): Promise<number[]> {
    const { data, info } = await sharp(await element.screenshot())
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const x = edge === 'left' ? 3 : info.width - 4;
    const at = (Math.floor(info.height / 2) * info.width + x) * info.channels;
    return [...data.subarray(at, at + 3)];
  }

  it.each(['light', 'dark'] as const)(
    'the overlay in use and the open view stand out (%s)',
    async (colorScheme) => {
      const { page } = launched;
      await page.emulateMedia({ colorScheme });
      const segment = (name: string) =>
        page.locator('.segment').filter({ has: page.getByRole('radio', { name, exact: true }) });
      expect(await colourAt(segment('Outlines'), 'left')).not.toEqual(
        await colourAt(segment('Heat'), 'left'),
      );
      const link = (name: string) => page.getByRole('link', { name });
      expect(await colourAt(link('Explore'), 'left')).not.toEqual(await colourAt(link('Models'), 'left'));
    },
  );

  it.each(['light', 'dark'] as const)(
    'numbers in a chart have the colour of text (%s)',
    async (colorScheme) => {
      const { page } = launched;
      await page.emulateMedia({ colorScheme });
      const text = await page.locator('body').evaluate((body) => getComputedStyle(body).color);
      const label = page.locator('.layer-chart text').first();
      await expect.poll(() => label.evaluate((each) => getComputedStyle(each).fill)).toBe(text);
      expect(await label.evaluate((each) => getComputedStyle(each).stroke)).not.toBe(text);
    },
  );

  it('a switch that is on looks other than one that is off', async () => {
    const { page } = launched;
    const unmerging = page.getByRole('switch', { name: 'Virtual unmerging' });
    const on = await colourAt(unmerging, 'left');
    await unmerging.click();
    await expect.poll(() => colourAt(unmerging, 'right'), { timeout: 30_000 }).not.toEqual(on);
    await unmerging.click();
  });

  it('the bar under a picture shows how full it is', async () => {
    const bar = launched.page.locator('.shelf-entry[aria-current] .count-bar');
    // It is three pixels high, and a fraction of one decides which row its outline falls into: whole columns are compared.
    const differ = async () => {
      const { data, info } = await sharp(await bar.screenshot())
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      const column = (x: number) =>
        Array.from({ length: info.height }, (_, y) => {
          const at = (y * info.width + x) * info.channels;
          return [...data.subarray(at, at + 3)].join();
        }).join(' ');
      return column(3) !== column(info.width - 4);
    };
    await expect.poll(differ, { timeout: 30_000 }).toBe(true);
  });

  it('an open pane has a button that looks pressed', async () => {
    const { page } = launched;
    const button = page.getByRole('button', { name: 'Question and answers pane' });
    const pressed = await colourAt(button, 'left');
    await button.click();
    await page.getByRole('region', { name: 'Question and answers' }).waitFor({ state: 'detached' });
    await page.mouse.move(400, 300); // nothing is hovered
    await expect.poll(() => colourAt(button, 'left'), { timeout: 30_000 }).not.toEqual(pressed);
  });

  it('the line of the commands that Enter would run is another than the rest', async () => {
    const { page } = launched;
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox', { name: 'Search commands' }).fill('about');
    const lines = page.getByRole('dialog', { name: 'Commands' }).getByRole('menuitem');
    const colours = () => Promise.all([0, 1].map((at) => colourAt(lines.nth(at), 'left')));
    await expect.poll(async () => new Set((await colours()).map(String)).size, { timeout: 30_000 }).toBe(2);
    await page.keyboard.press('Escape');
  });
});
