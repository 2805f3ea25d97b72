import { afterAll, beforeAll, expect, it } from 'vitest';
import { explore } from './support/explore.ts';
import { describeHosts, type Hosted } from './support/hosts.ts';

describeHosts('the token budget', (start) => {
  let hosted: Hosted;
  let view: ReturnType<typeof explore>;

  beforeAll(async () => {
    hosted = await start();
    view = explore(hosted.page);
    await view.settled();
  });

  afterAll(async () => {
    await hosted.close();
  });

  it('leaves fewer tokens when it is lowered and all of them at its end', async () => {
    const most = await view.countAfter(() => view.slider.press('End'));
    expect(most).toEqual({ tokens: 256, of: 256 });
    const least = await view.countAfter(() => view.slider.press('Home'));
    expect(least.tokens).toBeLessThan(100);
    const more = await view.countAfter(() => view.slider.press('PageUp'));
    expect(more.tokens).toBeGreaterThan(least.tokens);
  });

  it('keeps the answers on screen and calls them stale', async () => {
    await view.region('Merged tokens').getByText(/stale/).waitFor();
    expect(await view.region('Merged tokens').innerText()).toMatch(/first token\s*\d/);
  });

  it('can be taken exactly, the same for every image', async () => {
    const tokens = await view.countAfter(() => hosted.page.getByRole('radio', { name: 'Exact' }).click());
    const fourth = view.images.getByRole('button').nth(3);
    await fourth.click();
    await fourth.and(hosted.page.locator('[aria-current=true]')).waitFor(); // the old image's count is gone
    await view.ready();
    expect(await view.tokenCount()).toEqual(tokens);
  });

  it('logs no error', () => {
    expect(hosted.pageErrors).toEqual([]);
  });
});
