/** Evaluate: before a run, in the midst of one, after it, and what has changed. */
import { command, settled, type Play } from '../scene.ts';

export const evaluatePlay: Play = {
  name: 'evaluate',
  scenes: [
    {
      name: 'evaluate-empty',
      arrange: async (window) => {
        await settled(window);
        await command(window, 'show-evaluate');
        await window.page.getByText('2,700 questions about 300 images.').waitFor();
      },
    },
    {
      name: 'evaluate-running',
      arrange: async ({ page }) => {
        await page.getByRole('textbox', { name: 'Images' }).fill('6');
        await page.getByRole('button', { name: /^Start$/ }).click();
        await page.getByText(/^(?:Partial: |Figures appear)/).waitFor();
      },
    },
    {
      name: 'jobs',
      arrange: async (window) => {
        await command(window, 'show-jobs');
        await window.page.getByRole('dialog').waitFor();
      },
      leave: ({ page }) => page.keyboard.press('Escape'),
    },
    {
      name: 'evaluate',
      arrange: async ({ page }) => {
        await page
          .getByRole('status', { name: 'Progress of the run' })
          .getByText(/^done/)
          .waitFor({ timeout: 150_000 });
        await page.getByRole('table').first().waitFor(); // its figures are fetched then
      },
    },
    {
      name: 'evaluate-changed',
      arrange: async ({ page }) => {
        await page
          .getByRole('button', { name: /Show changed answers\.$/ })
          .first()
          .press('Enter');
        await page
          .getByRole('list', { name: 'Questions' })
          .or(page.getByText(/^Every answer is the same/))
          .waitFor();
      },
    },
  ],
};
