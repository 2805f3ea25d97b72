/** Collection: nothing opened yet, a folder without images, one that is sent, counted, looked into, brushed. */
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCollection } from '../../make-collection.ts';
import { closeDialog, command, ready, settled, willChoose, type Play, type Window } from '../scene.ts';

const folder = join(tmpdir(), 'dymu-screens', 'holiday'); // its name is in the picture
const shown = ({ page }: Window) => page.getByRole('table', { name: 'Images in the collection' });

export const collectionPlay: Play = {
  name: 'collection',
  scenes: [
    {
      name: 'collection-start',
      arrange: async (window) => {
        await settled(window);
        await command(window, 'show-collection');
      },
    },
    {
      name: 'collection-empty',
      arrange: async (window) => {
        await mkdir(join(folder, '../nothing'), { recursive: true });
        await willChoose(window, join(folder, '../nothing'));
        await command(window, 'open-collection');
        await window.page
          .getByText(/no image/i)
          .first()
          .waitFor();
      },
    },
    {
      name: 'collection-send',
      arrange: async (window) => {
        await mkdir(folder, { recursive: true });
        await makeCollection(folder, 48, 256);
        await willChoose(window, folder);
        await command(window, 'open-collection');
        await shown(window).waitFor();
        // Else nothing is left to be sent soon.
        await window.page.getByRole('main').getByRole('button', { name: 'Pause' }).click();
        await window.page.getByRole('main').getByRole('button', { name: 'Resume' }).waitFor();
        await command(window, 'collection-send');
        await window.page.getByRole('dialog').waitFor();
      },
    },
    {
      name: 'collection',
      arrange: async (window) => {
        await closeDialog(window);
        await window.page.getByRole('main').getByRole('button', { name: 'Resume' }).click();
        await window.page
          .getByRole('status', { name: 'Budget plan' })
          .filter({ hasText: /These 48 images cost/ })
          .filter({ hasNotText: 'not counted yet' })
          .waitFor({ timeout: 150_000 });
        await ready(window);
      },
    },
    {
      name: 'collection-selected',
      arrange: async (window) => {
        await shown(window).getByRole('row').nth(1).click();
        await shown(window)
          .getByRole('row')
          .nth(6)
          .click({ modifiers: ['Shift'] });
      },
    },
    {
      name: 'collection-brush',
      arrange: async ({ page }) => {
        const chart = page.locator('.collection-chart').first();
        await chart.scrollIntoViewIfNeeded();
        const box = await chart.boundingBox();
        if (box === null) throw new Error('There is no chart.');
        await page.mouse.move(box.x + box.width / 3, box.y + box.height / 3);
        await page.mouse.down();
        await page.mouse.move(box.x + (2 * box.width) / 3, box.y + (2 * box.height) / 3, { steps: 4 });
        await page.mouse.up();
        await page.locator('.chart-brush').first().waitFor();
      },
    },
    {
      name: 'collection-table',
      arrange: async ({ page }) => {
        await page.getByRole('radio', { name: 'List' }).check();
      },
    },
    {
      name: 'collection-none-shown',
      arrange: ({ page }) => page.getByRole('searchbox').first().fill('xyzzy'),
      leave: ({ page }) => page.getByRole('searchbox').first().fill(''),
    },
  ],
};
