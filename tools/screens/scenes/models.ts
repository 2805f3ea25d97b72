/** Models: the card of the one in use, the way to others, the measurement. */
import { closeDialog, command, settled, willChoose, type Play } from '../scene.ts';

export const modelsPlay: Play = {
  name: 'models',
  scenes: [
    {
      name: 'models',
      arrange: async (window) => {
        await settled(window);
        await command(window, 'show-models');
        await window.page.getByText(/^Memory on the /).waitFor(); // looked up after the rest
      },
    },
    {
      name: 'models-bench',
      arrange: async ({ page }) => {
        await page.getByRole('heading', { name: 'What would it bring here?' }).scrollIntoViewIfNeeded();
      },
    },
    {
      name: 'models-download',
      arrange: async (window) => {
        await command(window, 'download-model');
        await window.page.getByRole('dialog').waitFor();
      },
      leave: closeDialog,
    },
    {
      name: 'models-measured',
      arrange: async ({ page }) => {
        await page.getByRole('button', { name: 'Start measuring' }).click();
        const measured = page.getByRole('group', { name: /^Measured: / });
        await measured.waitFor({ timeout: 170_000 });
        await measured.scrollIntoViewIfNeeded();
      },
    },
    {
      name: 'models-failed',
      arrange: async (window) => {
        await willChoose(window, import.meta.dirname); // no model
        await command(window, 'open-model');
        await window.page.getByRole('log', { name: 'Messages' }).getByText(/./).first().waitFor();
      },
    },
  ],
};
