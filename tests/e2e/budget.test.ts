import { afterAll, beforeAll, expect, it } from 'vitest';
import { explore } from './support/explore.ts';
import { describeWindow, launch, type Launched } from './support/launch.ts';

describeWindow('the token budget', () => {
  let launched: Launched;
  let view: ReturnType<typeof explore>;

  beforeAll(async () => {
    launched = await launch();
    view = explore(launched.page);
    await view.settled();
  });

  afterAll(async () => {
    await launched.close();
  });

  /** The count once it differs from what it was. */
  async function countAfter(change: () => Promise<void>): Promise<number> {
    const before = await view.tokenCount();
    await change();
    await expect.poll(async () => (await view.tokenCount()).tokens).not.toBe(before.tokens);
    await view.settled();
    return (await view.tokenCount()).tokens;
  }

  it('leaves fewer tokens when it is lowered and all of them at its end', async () => {
    const most = await countAfter(() => view.slider.press('End'));
    expect(most).toBe(256);
    const least = await countAfter(() => view.slider.press('Home'));
    expect(least).toBeLessThan(100);
    const more = await countAfter(() => view.slider.press('PageUp'));
    expect(more).toBeGreaterThan(least);
  });

  it('keeps the answers on screen and calls them stale', async () => {
    await view.region('Merged tokens').getByText(/stale/).waitFor();
    expect(await view.region('Merged tokens').innerText()).toMatch(/first token\s*\d/);
  });

  it('can be taken exactly, the same for every image', async () => {
    await launched.page.getByRole('radio', { name: 'Exact' }).click();
    await view.settled();
    const tokens = await view.tokenCount();
    await view.images.getByRole('button').nth(3).click();
    await view.ready();
    expect(await view.tokenCount()).toEqual(tokens);
  });

  it('logs no error', () => {
    expect(launched.pageErrors).toEqual([]);
  });
});
