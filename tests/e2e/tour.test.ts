import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { explore } from './support/explore.ts';
import { describeWindow, launch, newUserData, type Launched } from './support/launch.ts';
import { rm } from 'node:fs/promises';

describeWindow('the tour', () => {
  let launched: Launched;
  let userData: string;

  beforeAll(async () => {
    userData = await newUserData();
    launched = await launch({ userData });
    await explore(launched.page).settled();
  });

  afterAll(async () => {
    await launched.close();
    await rm(userData, { recursive: true, force: true });
  });

  it('is offered at the first start, points at things that are there, passes axe, and puts all back', async () => {
    const { page } = launched;
    const tokens = await explore(page).tokenCount();
    await page.getByRole('button', { name: 'Take the tour' }).click();
    for (let step = 1; step <= 8; step += 1) {
      const words = page.getByRole('dialog').filter({ hasText: `Step ${step} of 8` });
      await words.waitFor();
      const frame = await page.locator('.tour-frame').boundingBox();
      expect(frame?.width, `step ${step}`).toBeGreaterThan(20);
      const box = (await words.boundingBox())!;
      const [width, height] = await page.evaluate(() => [innerWidth, innerHeight]);
      expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height).toBe(
        true,
      );
      if (step === 5) {
        expect(await violations(page)).toEqual([]);
      }
      await page.keyboard.press('ArrowRight');
    }
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await expect.poll(() => explore(page).tokenCount(), { timeout: 30_000 }).toEqual(tokens);
    expect(await page.getByRole('button', { name: 'Take the tour' }).count()).toBe(0);
  });

  it('is not offered again', async () => {
    await launched.close();
    launched = await launch({ userData });
    await explore(launched.page).ready();
    expect(await launched.page.getByRole('button', { name: 'Take the tour' }).count()).toBe(0);
  });
});
