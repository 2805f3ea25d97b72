import { afterAll, beforeAll, expect, it } from 'vitest';
import { explore } from './support/explore.ts';
import { describeWindow, launch, type Launched } from './support/launch.ts';

/** Between the spot and the corner of the menu, css px: two of the menu's offset, one of the anchor. */
const near = 4;

describeWindow('the menu of the right button', () => {
  let launched: Launched;

  beforeAll(async () => {
    launched = await launch();
    await explore(launched.page).overlay.waitFor();
  });

  afterAll(async () => {
    await launched.close();
  });

  async function resize(width: number, height: number): Promise<void> {
    await launched.app.evaluate(
      ({ BrowserWindow }, [across = 0, down = 0]) =>
        BrowserWindow.getAllWindows()[0]?.setContentSize(across, down),
      [width, height],
    );
    await launched.page.waitForFunction(
      ([across, down]) => innerWidth === across && innerHeight === down,
      [width, height],
    );
  }

  /** Of the stage, css px. */
  async function spotOn(share: number): Promise<{ readonly x: number; readonly y: number }> {
    const box = await explore(launched.page).overlay.boundingBox();
    if (box === null) throw new Error('There is no stage.');
    return { x: Math.round(box.x + box.width * share), y: Math.round(box.y + box.height * share) };
  }

  async function menuBox() {
    const menu = launched.page.getByRole('menu', { name: 'Picture' });
    await menu.waitFor();
    const box = await launched.page.locator('.popover').boundingBox();
    if (box === null) throw new Error('There is no menu.');
    return box;
  }

  async function close(): Promise<void> {
    await launched.page.keyboard.press('Escape');
    await launched.page.getByRole('menu').waitFor({ state: 'detached' });
  }

  it.each([
    ['with the usual motion', 'no-preference', 1280, 900],
    ['with reduced motion', 'reduce', 1280, 900],
    ['with reduced motion in another size of the window', 'reduce', 1600, 1000],
  ] as const)('opens where it was pressed, each time, %s', async (_name, reducedMotion, width, height) => {
    const { page } = launched;
    await page.emulateMedia({ reducedMotion });
    await resize(width, height);
    for (const share of [0.1, 0.3]) {
      const { x, y } = await spotOn(share);
      await page.mouse.click(x, y, { button: 'right' });
      const box = await menuBox();
      expect(Math.abs(box.x - x)).toBeLessThanOrEqual(near);
      // Where it has no room below it is moved up, whole.
      const top = Math.min(y, height - box.height - near);
      expect(box.y).toBeGreaterThanOrEqual(Math.min(top, y) - 16);
      expect(box.y).toBeLessThanOrEqual(y + near);
      expect(box.y + box.height).toBeLessThanOrEqual(height);
      await close();
    }
  });

  it('opens on the picture by the keyboard, and gives the keyboard back', async () => {
    const { page } = launched;
    const { overlay } = explore(page);
    await overlay.focus();
    await page.keyboard.press('Shift+F10');
    const [menu, stage] = [await menuBox(), await overlay.boundingBox()];
    expect(menu.x).toBeGreaterThanOrEqual(stage?.x ?? Infinity);
    expect(menu.x).toBeLessThanOrEqual((stage?.x ?? 0) + (stage?.width ?? 0));
    await close();
    expect(await overlay.evaluate((element) => element === document.activeElement)).toBe(true);
  });
});
