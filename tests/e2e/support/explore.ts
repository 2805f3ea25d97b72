/** The Explore view as automation knows it: by the accessible names that are promised to stay. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

export const answerPanes = ['All tokens', 'Merged tokens'] as const;

export interface TokenCount {
  readonly tokens: number;
  readonly of: number;
}

export function explore(page: Page) {
  const count = page.getByRole('status', { name: 'Token count' });
  const ask = page.getByRole('button', { name: 'Ask', exact: true });
  const question = page.getByRole('textbox', { name: 'Question' });
  const region = (name: (typeof answerPanes)[number]): Locator => page.getByRole('region', { name });

  /** Waits until the text has the promised form. */
  async function tokenCount(): Promise<TokenCount> {
    const text = await count.filter({ hasText: /\d+ of \d+ tokens/ }).innerText();
    const [, tokens, of] = /(\d+) of (\d+) tokens/.exec(text.replace(/\s+/g, ' ')) ?? [];
    return { tokens: Number(tokens), of: Number(of) };
  }

  /** Waits until an answer is being made. */
  async function busy(): Promise<void> {
    await page.locator('section[aria-busy=true]').first().waitFor();
  }

  async function ready(): Promise<void> {
    await tokenCount();
    await page.getByRole('status', { name: 'Activity' }).filter({ hasText: 'Ready' }).waitFor();
  }

  /** Waits until the count differs from what it was before `change`, and nothing runs. */
  async function countAfter(change: () => Promise<void>): Promise<TokenCount> {
    const before = await tokenCount();
    await change();
    await expect.poll(tokenCount, { timeout: 30_000 }).not.toEqual(before);
    await ready();
    return tokenCount();
  }

  /** Waits until the image is encoded, both answers are there, and nothing runs. */
  async function settled(): Promise<void> {
    for (const name of answerPanes) {
      await region(name)
        .and(page.locator('[aria-busy=false]'))
        .getByText(/first token/)
        .waitFor();
    }
    await ready();
  }

  async function askFor(text: string): Promise<void> {
    await question.fill(text);
    await ask.click();
    await settled();
  }

  return {
    images: page.getByRole('list', { name: 'Images' }),
    slider: page.getByRole('slider', { name: 'Token budget' }),
    overlay: page.getByRole('group', { name: 'Merged-token overlay' }),
    question,
    region,
    tokenCount,
    countAfter,
    busy,
    ready,
    settled,
    askFor,
  };
}
