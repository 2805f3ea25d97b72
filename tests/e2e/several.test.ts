import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { dymu } from '../cli/golden-case.ts';
import { explore } from './support/explore.ts';
import { describeWindow, launch, type Launched } from './support/launch.ts';

const textSchema = z.object({ text: z.string(), visualTokens: z.number() });

/** `87 tokens on average` */
const budgetOf = async ({ slider }: ReturnType<typeof explore>) =>
  /\d+/u.exec((await slider.getAttribute('aria-valuetext')) ?? '')?.[0] ?? '';

describeWindow('a question about several pictures, and one that follows up', () => {
  let launched: Launched;

  beforeAll(async () => {
    launched = await launch();
    await explore(launched.page).settled();
    // By tokens, pictures move while they are counted.
    await launched.page.getByRole('combobox', { name: 'Order of the images' }).selectOption('opened');
  });

  afterAll(async () => {
    await launched.close();
  });

  it('is answered as the command line answers it', async () => {
    const { page } = launched;
    const view = explore(page);
    const entries = view.images.getByRole('button');
    await entries.nth(0).click();
    await entries.nth(1).click({ modifiers: ['ControlOrMeta'] });
    const files = await entries.evaluateAll((buttons) =>
      buttons.slice(0, 2).map((button) => button.getAttribute('data-image') ?? ''),
    );
    await view.question.fill('What do you see?');
    await page.getByRole('button', { name: 'Ask about 2 pictures' }).click();
    await view.settled();
    const merged = view.region('Merged tokens');
    const budget = await budgetOf(view);
    const { out } = await dymu([
      ...['compare', '--image', ...files, '--prompt', 'What do you see?', '--budget', budget],
      ...['--device', 'cpu', '--json'],
    ]);
    const compared = z.object({ full: textSchema, merged: textSchema }).parse(JSON.parse(out));
    expect(await merged.locator('.answer-text').innerText()).toBe(compared.merged.text.trim());
    expect(await merged.innerText()).toContain(`${compared.merged.visualTokens} visual tokens`);
    expect(await view.region('All tokens').locator('.answer-text').innerText()).toBe(
      compared.full.text.trim(),
    );
  });

  it('goes on from the rows of the answers, to the answer of an engine that starts from nothing', async () => {
    const { page } = launched;
    const view = explore(page);
    const merged = view.region('Merged tokens');
    await view.images.getByRole('button').nth(0).click();
    await view.askFor('What do you see?');
    const first = await merged.locator('.answer-text').innerText();
    await view.question.fill('How many are there?');
    await view.question.press('Shift+Enter');
    await merged.getByRole('list', { name: 'Earlier turns' }).waitFor();
    await view.settled();
    const facts = (await merged.innerText()).replace(/\s+/gu, ' ');
    const reused = Number(/(\d+) prompt rows reused/u.exec(facts)?.[1]);
    const turns = join(launched.userData, 'turns.json');
    await writeFile(
      turns,
      JSON.stringify({ version: 1, turns: [{ question: 'What do you see?', answer: first }] }),
    );
    const image = (await view.images.getByRole('button').nth(0).getAttribute('data-image')) ?? '';
    const budget = await budgetOf(view);
    const { out } = await dymu([
      ...['ask', '--image', image, '--turns', turns, '--prompt', 'How many are there?'],
      ...['--budget', budget, '--device', 'cpu', '--json'],
    ]);
    const cold = textSchema.extend({ promptTokens: z.number() }).parse(JSON.parse(out));
    expect(await merged.locator('.answer-text').innerText()).toBe(cold.text.trim());
    expect(reused).toBeGreaterThan(256 + 8); // the picture, its question and its answer
    expect(reused).toBeLessThan(cold.promptTokens);
    await page.getByRole('button', { name: 'New conversation' }).click();
    expect(await merged.getByRole('list', { name: 'Earlier turns' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await merged.getByRole('list', { name: 'Earlier turns' }).waitFor();
  });
});
