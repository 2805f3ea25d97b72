/** What the window shows, read by the accessible names that are promised to stay, and what a user does with it. */
import type { Page } from 'playwright-core';

export const panes = ['All tokens', 'Merged tokens'] as const;

/** What a user would miss if it were another one afterwards. */
export interface SessionOnScreen {
  readonly pictures: readonly string[]; // names, in no order
  readonly selected: string;
  readonly budget: string; // where the slider stands
  readonly method: string;
  readonly question: string;
  readonly answers: readonly string[]; // of both panes, without times
}

/** An element, as far as it is read; these files know no types of a page. */
interface Attributed {
  getAttribute(name: string): string | null;
}

export function onScreen(page: Page) {
  const engine = page.getByRole('status', { name: 'Engine' });
  const activity = page.getByRole('status', { name: 'Activity' });
  const slider = page.getByRole('slider', { name: 'Token budget' });
  const question = page.getByRole('textbox', { name: 'Question' });
  const pictures = page.getByRole('list', { name: 'Images' }).getByRole('button');
  const region = (name: (typeof panes)[number]) => page.getByRole('region', { name });

  async function explore(): Promise<void> {
    await page.getByRole('link', { name: 'Explore' }).click();
    await slider.waitFor();
  }

  /** Both panes show a whole answer. */
  async function answered(): Promise<void> {
    for (const name of panes) {
      await region(name)
        .and(page.locator('[aria-busy=false]'))
        .getByText(/first token/)
        .waitFor();
    }
  }

  /** Dismisses what the window has said about its engine, so that the next word is a new one. */
  async function hush(): Promise<void> {
    const dismiss = page.getByRole('button', { name: "Dismiss the engine's message" });
    if (await dismiss.isVisible()) await dismiss.click();
  }

  /** Until nothing goes on. */
  const atRest = () => activity.filter({ hasText: 'Ready' }).waitFor();

  async function ask(text: string): Promise<void> {
    await question.fill(text);
    await question.press('Enter');
  }

  async function session(): Promise<SessionOnScreen> {
    // All at one moment: the shelf puts itself in another order meanwhile.
    const labels = await pictures.evaluateAll((buttons: readonly Attributed[]) =>
      buttons.map((button) => ({
        name: (button.getAttribute('aria-label') ?? '').replace(/, .*$/s, ''),
        selected: button.getAttribute('aria-current') === 'true',
      })),
    );
    return {
      pictures: labels.map(({ name }) => name).toSorted(),
      selected: labels.find(({ selected }) => selected)?.name ?? '',
      budget: await slider.inputValue(),
      method: await page
        .getByRole('radiogroup', { name: 'Merging' })
        .getByRole('radio', { checked: true })
        .inputValue(),
      question: await question.inputValue(),
      answers: await Promise.all(
        panes.map((name) => region(name).getByRole('paragraph').first().innerText()),
      ),
    };
  }

  return {
    engine,
    activity,
    slider,
    question,
    pictures,
    region,
    explore,
    hush,
    answered,
    atRest,
    ask,
    session,
  };
}
