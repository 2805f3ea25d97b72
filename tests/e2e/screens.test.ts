/** Makes the pictures of docs/screens, so that anyone can look at the application without starting it. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeCollection } from '../../tools/make-collection.ts';
import { collection } from './support/collection.ts';
import { explore } from './support/explore.ts';
import { describeWindow, launch, root, type Launched } from './support/launch.ts';

const views = ['Explore', 'Collection', 'Models'] as const;

describeWindow('the screens of the documentation', () => {
  let launched: Launched;
  let folder: string;

  beforeAll(async () => {
    launched = await launch();
    await explore(launched.page).settled();
    folder = await mkdtemp(join(tmpdir(), 'dymu-pictures-'));
    const pictures = join(folder, 'holiday'); // its name is in the picture
    await mkdir(pictures);
    await makeCollection(pictures, 48, 256);
    await collection(launched).open(pictures);
    await collection(launched).counted(48);
  });

  afterAll(async () => {
    await launched.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(['light', 'dark'] as const)('are taken in the %s theme', async (theme) => {
    const { page } = launched;
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    for (const view of views) {
      await page.getByRole('link', { name: view }).click();
      await page.getByRole('main').waitFor();
      await page.waitForTimeout(300); // canvases paint in the next frames
      const path = join(root, 'docs/screens', `${view.toLowerCase()}-${theme}.png`);
      const png = await page.screenshot({ path, animations: 'disabled' });
      expect(png.byteLength).toBeGreaterThan(20_000); // an empty window compresses to less
    }
  });
});
