import { afterAll, beforeAll, expect, it } from 'vitest';
import { explore } from './support/explore.ts';
import { describeWindow, launch, type Launched } from './support/launch.ts';

describeWindow('the first start', () => {
  let launched: Launched;

  beforeAll(async () => {
    launched = await launch();
  });

  afterAll(async () => {
    await launched.close();
  });

  it('shows an encoded sample with its token count', async () => {
    const { tokens, of } = await explore(launched.page).tokenCount();
    expect(of).toBe(256);
    expect(tokens).toBeGreaterThan(0);
    expect(tokens).toBeLessThan(256);
    await explore(launched.page).overlay.waitFor();
  });

  it('lists the samples', async () => {
    const items = explore(launched.page).images.getByRole('listitem');
    await items.nth(11).waitFor();
    expect(await items.count()).toBeGreaterThanOrEqual(12);
  });

  it('answers a question about it before anybody asks', async () => {
    const { region } = explore(launched.page);
    for (const name of ['All tokens', 'Merged tokens'] as const) {
      await region(name)
        .getByText(/first token\s*\d/)
        .waitFor();
    }
  });

  it('logs no error', () => {
    expect(launched.pageErrors).toEqual([]);
  });
});
