import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { explore } from './support/explore.ts';
import { describeWindow, launch, type Launched } from './support/launch.ts';

describeWindow('steering by region', () => {
  let launched: Launched;
  let view: ReturnType<typeof explore>;
  const group = () => launched.page.getByRole('group', { name: 'Regions' });
  const first = () => group().getByRole('button', { name: /^Region 1, 1 of 1, .* of \d+ patches$/ });

  beforeAll(async () => {
    launched = await launch();
    view = explore(launched.page);
    await view.settled();
  });

  afterAll(async () => {
    await launched.close();
  });

  it('keeps more tokens where a region wants full detail, and says what it keeps', async () => {
    const before = await view.tokenCount();
    const after = await view.countAfter(() =>
      group().getByRole('button', { name: 'Add a region in the middle' }).click(),
    );
    expect(after.tokens).toBeGreaterThan(before.tokens);
    // A third of sixteen patches each way: none of them merges.
    const [, tokens, patches] =
      /full detail, (\d+) tokens of (\d+) patches/.exec((await first().getAttribute('aria-label')) ?? '') ??
      [];
    expect(Number(patches)).toBeGreaterThanOrEqual(25);
    expect(tokens).toBe(patches);
  });

  it('is moved by keys, and the overlay follows', async () => {
    await first().focus();
    await launched.page.keyboard.press('ArrowLeft');
    await launched.page.keyboard.press('Shift+ArrowDown');
    await view.ready();
    const words = await first().getAttribute('aria-label');
    expect(words).toMatch(/full detail, (\d+) tokens of \1 patches/);
  });

  it('answers with the regions, and calls the answer before stale', async () => {
    await view.region('Merged tokens').getByText(/stale/).waitFor();
    await launched.page.getByRole('button', { name: 'Ask', exact: true }).click();
    await view.region('Merged tokens').getByText(/stale/).waitFor({ state: 'detached' }); // it runs, or has run
    await view.settled();
    const { tokens } = await view.tokenCount();
    expect(await view.region('Merged tokens').innerText()).toContain(`${tokens} visual tokens`);
  });

  it('passes axe with a region in hand', async () => {
    expect(await violations(launched.page)).toEqual([]);
  });

  it('draws with the pointer, and Delete takes the region away', async () => {
    const { page } = launched;
    const tokens = async () => (await view.tokenCount()).tokens;
    const steered = await tokens();
    await first().press('Delete');
    await group().getByRole('list').waitFor({ state: 'detached' });
    await expect.poll(tokens, { timeout: 30_000 }).toBeLessThan(steered); // full detail costs tokens
    const plain = await view.tokenCount();
    await group().getByRole('button', { name: 'Lasso' }).click();
    const { x, y, width, height } = (await view.overlay.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const [middleX, middleY, reach] = [x + width / 2, y + height / 2, Math.min(width, height) / 4];
    await page.mouse.move(middleX - reach, middleY - reach);
    await page.mouse.down();
    await page.mouse.move(middleX + reach, middleY - reach, { steps: 4 });
    await page.mouse.move(middleX, middleY + reach, { steps: 4 });
    await page.mouse.up();
    await first().waitFor();
    await expect.poll(tokens, { timeout: 30_000 }).toBeGreaterThan(plain.tokens);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(view.tokenCount, { timeout: 30_000 }).toEqual(plain);
  });

  it('logs no error', () => {
    expect(launched.pageErrors).toEqual([]);
  });
});
