/** What somebody does with the window who looks at all of it, by accessible names. The embedded model and its own files are all that it needs. */
import type { Page } from 'playwright-core';
import { collectionOn } from '../support/collection.ts';
import { explore } from '../support/explore.ts';

/** @param folder of two pictures, dropped on the window as a file manager does */
export async function tour(page: Page, folder: string): Promise<void> {
  const view = explore(page);
  await view.ready();
  await view.slider.press('ArrowLeft');
  await view.askFor('What do you see?');
  await page.getByRole('button', { name: 'Sweep', exact: true }).click();
  await page.getByRole('button', { name: 'Sweep again' }).waitFor();

  await drop(page, folder);
  const counting = collectionOn(page);
  await counting.table.waitFor();
  await counting.counted(2);

  await page.getByRole('link', { name: 'Evaluate' }).click();
  await page.getByText('One question a line: 2,700 questions about 300 images.').waitFor();
  for (const mode of ['DyMU high', 'DyMU mid'])
    await page.getByRole('button', { name: `Remove ${mode}` }).click();
  await page.getByRole('textbox', { name: 'Images' }).fill('1');
  await page.getByRole('button', { name: /^Start$/u }).click();
  const progress = page.getByRole('status', { name: 'Progress of the run' });
  await progress.getByText(/^done/u).waitFor();

  await page.getByRole('link', { name: 'Models' }).click();
  await page.getByRole('list', { name: 'Known models' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('about dymu');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'About DyMU Explorer' }).waitFor();
  await page.keyboard.press('Escape');
}

async function drop(page: Page, path: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
  await session.detach();
}
