/** A picture on the clipboard, by the command and by the key. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { explore } from './support/explore.ts';
import { describeWindow, launch, root, type Launched } from './support/launch.ts';

describeWindow('pasting', () => {
  let launched: Launched;
  const images = () => launched.page.getByRole('list', { name: 'Images' }).getByRole('listitem');

  /** By the page, whose clipboard is the same in every version of Electron. */
  async function copyPicture(file: string): Promise<void> {
    const png = [...(await readFile(file))];
    await launched.page.evaluate(async (bytes) => {
      const picture = new Blob([Uint8Array.from(bytes)], { type: 'image/png' });
      await navigator.clipboard.write([new ClipboardItem({ [picture.type]: picture })]);
    }, png);
  }

  beforeAll(async () => {
    launched = await launch();
    await explore(launched.page).settled();
  });

  afterAll(async () => {
    await launched.close();
  });

  it.each([
    ['by the command', '512x512.png', () => launched.page.evaluate(() => window.dymu?.paste())],
    ['by the key', '256x256.png', () => launched.page.keyboard.press('ControlOrMeta+V')],
  ])('puts a copied picture on the shelf %s', async (_, name, paste) => {
    const before = await images().count();
    await copyPicture(join(root, 'assets/icon', name));
    await launched.page.getByRole('slider', { name: 'Token budget' }).focus();
    await paste();
    await expect.poll(() => images().count()).toBe(before + 1);
  });

  it('says that text is no picture', async () => {
    await launched.page.evaluate(() => navigator.clipboard.writeText('a sentence'));
    await launched.page.evaluate(() => window.dymu?.paste());
    await launched.page.getByText('The clipboard holds text, not an image').waitFor();
  });
});
