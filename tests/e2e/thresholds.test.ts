import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { explore } from './support/explore.ts';
import { describeWindow, launch, type Launched } from './support/launch.ts';

describeWindow('thresholds of one’s own', () => {
  let launched: Launched;
  let view: ReturnType<typeof explore>;
  const point = (layer: number) =>
    launched.page.getByRole('slider', { name: `Threshold of layer ${layer}`, exact: true });
  const row = () => launched.page.getByRole('group', { name: 'Thresholds', exact: true });

  beforeAll(async () => {
    launched = await launch();
    view = explore(launched.page);
    await view.settled();
    await launched.page.keyboard.press('t');
  });

  afterAll(async () => {
    await launched.close();
  });

  it('are moved with the keyboard, and the overlay follows', async () => {
    const before = await view.tokenCount();
    const after = await view.countAfter(async () => {
      await point(3).focus();
      for (let step = 0; step < 3; step += 1) await launched.page.keyboard.press('PageDown');
    });
    expect(after.tokens).toBeLessThan(before.tokens);
    await view.region('Merged tokens').getByText('stale: The thresholds have changed since.').waitFor();
  });

  it('are dragged with the mouse, and come back with Reset', async () => {
    const custom = await view.tokenCount();
    const box = (await point(6).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await launched.page.mouse.move(x, y);
    await launched.page.mouse.down();
    await launched.page.mouse.move(x, y + 30, { steps: 3 });
    await launched.page.mouse.up();
    await expect
      .poll(async () => (await view.tokenCount()).tokens, { timeout: 30_000 })
      .toBeLessThan(custom.tokens);
    expect(await violations(launched.page)).toEqual([]);
    const plain = await view.countAfter(() =>
      row().getByRole('button', { name: 'Reset to the slider' }).click(),
    );
    expect(plain.tokens).toBeGreaterThan(custom.tokens);
  });

  it('are kept under a name in a dialog that passes axe', async () => {
    await row().getByRole('button', { name: 'Threshold presets' }).click();
    await launched.page.getByRole('button', { name: 'Save', exact: true }).click();
    expect(await violations(launched.page)).toEqual([]);
    await launched.page.keyboard.press('Escape');
    const chosen = row().getByRole('combobox', { name: 'Thresholds in force' });
    expect(await chosen.locator('option:checked').innerText()).toBe('Thresholds 1');
  });

  it('logs no error', () => {
    expect(launched.pageErrors).toEqual([]);
  });
});
