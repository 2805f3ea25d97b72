/** What would it bring here? In the real window, with the real engine and the embedded model. */
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { explore } from './support/explore.ts';
import { describeWindow, launch, type Launched } from './support/launch.ts';

describeWindow('a measurement of this computer', () => {
  let launched: Launched;

  beforeAll(async () => {
    launched = await launch();
    await explore(launched.page).settled();
    await launched.page.getByRole('link', { name: 'Models' }).click();
  });

  afterAll(async () => {
    await launched.close();
  });

  it('says for every budget what it brings, passes axe, and is saved where the user says', async () => {
    const { app, page } = launched;
    await page.getByRole('combobox', { name: 'Measure' }).selectOption('embedded');
    await page.getByRole('button', { name: 'Start measuring' }).click();
    const result = page.getByRole('group', { name: /^Measured: / });
    await result.waitFor({ timeout: 170_000 });
    expect(
      await result
        .getByRole('listitem')
        .filter({ hasText: /^At \d+ % of the tokens/ })
        .count(),
    ).toBe(4);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await violations(page)).toEqual([]);
      const folder = process.env['DYMU_SCREENS'];
      if (folder !== undefined) {
        await result.scrollIntoViewIfNeeded();
        await page.screenshot({ path: join(folder, `bench-${colorScheme}.png`), animations: 'disabled' });
      }
    }
    const filePath = join(tmpdir(), `dymu-bench-${process.pid}.json`);
    await app.evaluate(({ dialog }, place) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: place });
    }, filePath);
    await page.getByRole('button', { name: 'Export JSON…' }).click();
    await page.getByText(`Saved as ${filePath}.`).waitFor();
    expect(JSON.parse(await readFile(filePath, 'utf8'))).toMatchObject({ format: 'dymu-bench', version: 1 });
    await rm(filePath);
  });
});
