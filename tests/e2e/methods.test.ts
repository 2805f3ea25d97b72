import { afterAll, beforeAll, expect, it } from 'vitest';
import { explore } from './support/explore.ts';
import { describeWindow, launch, type Launched } from './support/launch.ts';

describeWindow('the methods of reduction', () => {
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

  const choose = (name: string) =>
    view.countAfter(() =>
      launched.page.getByRole('radiogroup', { name: 'Merging' }).getByRole('radio', { name }).click(),
    );

  it('are those of the table, one of them chosen', async () => {
    const group = launched.page.getByRole('radiogroup', { name: 'Merging' });
    expect(await group.locator('label').allInnerTexts()).toEqual([
      'Adaptive',
      'Exact',
      'Pooling',
      'VisionZip',
      'DART',
    ]);
    expect(await group.getByRole('radio', { name: 'Adaptive' }).isChecked()).toBe(true);
  });

  it.each([
    ['Pooling', 'Pooled tokens · Pooling'],
    ['VisionZip', 'Selected tokens · VisionZip'],
    ['DART', 'Rows that stay · DART'],
  ])('%s keeps the budget of every picture exactly and names its answer', async (method, heading) => {
    await view.countAfter(() => view.slider.press('End')); // all tokens: the next count differs
    await launched.page
      .getByRole('radiogroup', { name: 'Merging' })
      .getByRole('radio', { name: method })
      .click();
    const { tokens } = await view.countAfter(() => view.slider.press('PageDown'));
    expect(await view.slider.inputValue()).toBe(String(tokens));
    await view.askFor('What do you see?');
    expect(await view.region('Merged tokens').getByRole('heading').innerText()).toBe(heading);
    expect(await view.region('Merged tokens').innerText()).toContain(`${tokens} visual tokens`);
  });

  it('say which patches a selection drops', async () => {
    await view.countAfter(() => view.slider.press('Home'));
    await launched.page.getByText('All tokens as a table').click();
    await launched.page
      .getByText(/dropped/i)
      .first()
      .waitFor();
  });

  it('come back to the adaptive one', async () => {
    const { tokens } = await choose('Adaptive');
    expect(tokens).toBeGreaterThan(1);
  });

  it('log no error', () => {
    expect(launched.pageErrors).toEqual([]);
  });
});
