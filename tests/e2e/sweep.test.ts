import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { explore } from './support/explore.ts';
import { describeWindow, launch, type Launched } from './support/launch.ts';

describeWindow('a budget sweep', () => {
  let launched: Launched;
  let view: ReturnType<typeof explore>;
  const panel = () => launched.page.getByRole('region', { name: 'Where does the answer change?' });
  const rows = () => panel().getByRole('row');

  beforeAll(async () => {
    launched = await launch();
    view = explore(launched.page);
    await view.settled();
  });

  afterAll(async () => {
    await launched.close();
  });

  it('answers at all tokens and seven budgets, and says in words where the answer first changes', async () => {
    await launched.page.getByRole('button', { name: 'Sweep', exact: true }).click();
    await panel().getByRole('button', { name: 'Sweep again' }).waitFor({ timeout: 120_000 });
    expect(await rows().count()).toBe(1 + 1 + 7); // the head, all tokens, seven budgets
    expect(await panel().getByRole('status', { name: 'Sweep state' }).innerText()).toMatch(
      /DyMU: (the answer first changes at|the same answer down to) \d+ tokens/,
    );
  });

  it('passes axe', async () => {
    expect(await violations(launched.page)).toEqual([]);
  });

  it('leads from its last row to that budget', async () => {
    const least = rows().last();
    const tokens = Number(await least.getByRole('cell').nth(1).innerText());
    await least.getByRole('button').click();
    await expect.poll(async () => (await view.tokenCount()).tokens, { timeout: 30_000 }).toBe(tokens);
  });

  it('is stale when the question changes, and gives the answers their place back', async () => {
    await view.question.fill('What else is there?');
    await panel().getByText('stale: The question has changed since.').waitFor();
    await panel().getByRole('button', { name: 'Back to the answers' }).click();
    await view.region('Merged tokens').waitFor();
  });

  it('logs no error', () => {
    expect(launched.pageErrors).toEqual([]);
  });
});
