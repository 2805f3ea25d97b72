import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { explore } from './support/explore.ts';
import { describeWindow, launch, type Launched } from './support/launch.ts';

describeWindow('commands', () => {
  let launched: Launched;

  beforeAll(async () => {
    launched = await launch();
    await explore(launched.page).settled();
  });

  afterAll(async () => {
    await launched.close();
  });

  interface Entry {
    readonly id: string;
    readonly label: string;
    readonly enabled: boolean;
    readonly checked: boolean;
  }

  /** The application menu as the system has it. */
  function menu(): Promise<Entry[]> {
    return launched.app.evaluate(({ Menu }) =>
      (Menu.getApplicationMenu()?.items ?? []).flatMap(({ submenu }) =>
        (submenu?.items ?? []).map(({ id, label, enabled, checked }) => ({
          id,
          label: label.replace(/&(?!&)/u, ''), // the letter that it opens with
          enabled,
          checked,
        })),
      ),
    );
  }

  async function entry(id: string): Promise<Entry | undefined> {
    return (await menu()).find((item) => item.id === id);
  }

  function choose(id: string): Promise<void> {
    return launched.app.evaluate(({ Menu }, wanted) => {
      Menu.getApplicationMenu()?.getMenuItemById(wanted)?.click();
    }, id);
  }

  const palette = () => launched.page.getByRole('dialog', { name: 'Commands' });

  it('are found in the palette by their words and run with Enter', async () => {
    const { page } = launched;
    await page.keyboard.press('Control+K');
    await palette().waitFor();
    await page.keyboard.type('over heat');
    await page.keyboard.press('Enter');
    await palette().waitFor({ state: 'hidden' });
    await expect.poll(() => page.getByRole('radio', { name: 'Heat' }).isChecked()).toBe(true);
    await page.getByRole('figure', { name: 'Legend: Patches per token' }).waitFor();
  });

  it('give the keyboard to where they lead', async () => {
    const { page } = launched;
    await page.keyboard.press('Control+K');
    await palette().waitFor();
    await page.keyboard.type('go to the question');
    await page.keyboard.press('Enter');
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    await expect.poll(focused).toBe('Question');
    await page.keyboard.press('Control+K'); // also while typing
    await palette().waitFor();
    await page.keyboard.press('Escape');
    await palette().waitFor({ state: 'hidden' });
    await expect.poll(focused).toBe('Question');
  });

  it.each(['light', 'dark'] as const)('pass axe in the %s theme', async (colorScheme) => {
    const { page } = launched;
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.keyboard.press('Control+K');
    await palette().waitFor();
    const found = await violations(page);
    await page.keyboard.press('Escape');
    expect(found).toEqual([]);
  });

  it('stand in the menu, checked and switched off as the window says', async () => {
    expect(await entry('overlay-heat')).toMatchObject({ label: 'Heat', checked: true });
    await choose('overlay-mosaic');
    await expect.poll(() => entry('overlay-mosaic')).toMatchObject({ checked: true });
    expect(await entry('overlay-heat')).toMatchObject({ checked: false });
    expect(await launched.page.getByRole('radio', { name: 'Mosaic' }).isChecked()).toBe(true);
    expect(await entry('redo')).toMatchObject({ enabled: false });
    await choose('undo');
    await expect.poll(() => entry('redo')).toMatchObject({ enabled: true });
  });

  it('promise nothing', async () => {
    const words = (await menu()).map(({ label }) => label).join('\n');
    expect(words).toContain('Open images…');
    expect(words).not.toMatch(/later|soon/i);
  });

  it('log no error', () => {
    expect(launched.pageErrors).toEqual([]);
  });
});
