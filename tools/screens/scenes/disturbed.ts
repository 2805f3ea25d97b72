/** What goes wrong: an engine that is not there yet, one that was killed, one that does not come back; a picture that cannot be read, a view that cannot be drawn. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { enginePid } from '../../window/launch.ts';
import { answered, command, settled, type Play, type Window } from '../scene.ts';

async function signal({ app }: Window, name: NodeJS.Signals): Promise<void> {
  const pid = await enginePid(app);
  if (pid !== undefined) process.kill(pid, name);
}

export const disturbedPlay: Play = {
  name: 'disturbed',
  files: async (folder) => {
    const file = join(folder, 'damaged.png');
    await writeFile(file, Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
    return [file];
  },
  scenes: [
    {
      name: 'disturbed-picture',
      arrange: async ({ page }) => {
        await page
          .getByText(/damaged\.png/)
          .first()
          .waitFor();
        await page.waitForTimeout(4000);
      },
    },
    {
      name: 'disturbed-answering',
      arrange: async (window) => {
        await window.page.getByRole('list', { name: 'Images' }).getByRole('button').nth(2).click();
        await answered(window);
        await signal(window, 'SIGSTOP'); // the embedded model is too quick to be caught in the act
        await window.page.getByRole('textbox', { name: 'Question' }).fill('What else is there?');
        await command(window, 'ask');
        await window.page.locator('section[aria-busy=true]').first().waitFor();
      },
    },
    {
      name: 'disturbed-restarted',
      arrange: async (window) => {
        await signal(window, 'SIGKILL');
        await window.page
          .getByRole('status', { name: 'Engine' })
          .getByText(/SIGKILL/)
          .waitFor();
        await settled(window);
      },
    },
    {
      name: 'disturbed-loading',
      arrange: async (window) => {
        await signal(window, 'SIGSTOP');
        await window.page.reload();
        await window.page.waitForTimeout(1500);
      },
      leave: async (window) => {
        await signal(window, 'SIGCONT');
        await settled(window);
      },
    },
    {
      name: 'disturbed-view',
      arrange: async ({ page }) => {
        await page.evaluate(
          "HTMLCanvasElement.prototype.getContext = () => { throw new Error('no canvas') }",
        );
        await page.getByRole('link', { name: 'Models' }).click();
        await page.getByRole('link', { name: 'Explore' }).click();
        await page.getByText('This view could not be drawn.').waitFor();
      },
      leave: async (window) => {
        await window.page.reload();
        await settled(window);
      },
    },
    {
      name: 'disturbed-stopped',
      arrange: async (window) => {
        for (let kills = 0; kills < 8; kills++) {
          await signal(window, 'SIGKILL');
          await window.page.waitForTimeout(1500);
        }
      },
    },
  ],
};
