/** Ten thousand counted images in a window of one build, and what a hand does with them: scrolls, moves the budget, brushes. */
import { mkdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWindow } from '../../window/launch.ts';
import { alwaysDrawn, holdFocus, type MeasuredWindow } from './always-drawn.ts';
import { makeCollection } from '../../make-collection.ts';
import { once } from '../cache.ts';
import { fillCounts } from '../fill-counts.ts';

export const gestures = ['scroll', 'budget', 'brush'] as const;
export type Gesture = (typeof gestures)[number];

export interface CollectionWindow extends MeasuredWindow {
  /** @param steps wheel turns, keys or moves of the pointer, one after another as quickly as the window takes them */
  readonly make: (gesture: Gesture, steps: number) => Promise<void>;
}

export interface CountedImages {
  readonly count: number;
  readonly pictures: string;
  /** A folder with a database that knows all of them where they are. */
  readonly data: string;
}

/** Made in the cache, with counts that are made up. @param side of a picture, px */
export async function countedImages(count: number, side = 48): Promise<CountedImages> {
  const pictures = await once(`pictures-${count}-${side}`, (folder) => makeCollection(folder, count, side));
  const data = await once(`counts-${count}-${side}`, async (folder) => {
    await mkdir(folder, { recursive: true });
    await fillCounts(folder, pictures);
  });
  return { count, pictures, data };
}

/** The window gets a copy of the database. */
export async function openCollection(
  build: string,
  { count, pictures, data: kept }: CountedImages,
): Promise<CollectionWindow> {
  const data = await mkdtemp(join(tmpdir(), 'dymu-window-'));
  await cp(kept, data, { recursive: true });
  await writeFile(
    join(data, 'settings.json'),
    JSON.stringify({ version: 1, values: { autoMeasure: false } }),
  );
  const open = await openWindow(data, [], {}, { build, switches: alwaysDrawn });
  const { app, page } = open;
  await holdFocus(page);
  await app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, pictures);
  await page.getByRole('link', { name: 'Collection' }).click();
  await page.getByRole('main').getByRole('button', { name: 'Open a folder as a collection' }).first().click();
  const all = count.toLocaleString('en');
  await page
    .getByRole('status', { name: 'Budget plan' })
    .filter({ hasText: `These ${all} images cost` })
    .waitFor({ timeout: 300_000 });
  await page.waitForTimeout(1500);
  const pause = page.getByRole('main').getByRole('button', { name: 'Pause' });
  if (await pause.isVisible()) await pause.click(); // those that check the curve
  await page.waitForTimeout(1500);
  const table = page.getByRole('table', { name: 'Images in the collection' });
  const slider = page.getByRole('slider', { name: 'Collection budget' });
  const chart = page.getByRole('img', { name: /^Tokens per image against bytes per pixel/ });

  const does: Record<Gesture, (steps: number) => Promise<void>> = {
    scroll: async (steps) => {
      await table.hover();
      for (let step = 0; step < steps; step++) await page.mouse.wheel(0, step % 60 < 30 ? 400 : -400);
    },
    budget: async (steps) => {
      await slider.focus();
      for (let step = 0; step < steps; step++)
        await page.keyboard.press(step % 60 < 30 ? 'ArrowRight' : 'ArrowLeft');
    },
    brush: async (steps) => {
      await chart.scrollIntoViewIfNeeded();
      const area = await chart.boundingBox();
      if (area === null) throw new Error('The scatter is not in sight.');
      await page.mouse.move(area.x + 60, area.y + 30);
      await page.mouse.down();
      for (let step = 0; step < steps; step++)
        await page.mouse.move(area.x + 70 + (step % 60) * 3, area.y + 60 + (step % 60) * 2);
      await page.mouse.up();
    },
  };
  return { ...open, data, make: (gesture, steps) => does[gesture](steps) };
}

/** Whether a build has the view at all. */
export function hasCollection(build: string): boolean {
  return existsSync(join(build, 'renderer/features/collection'));
}
