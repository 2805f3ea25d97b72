/** The ends of the page's process and of the graphics process. Kills of the engine and of the application: engine-death.test.ts, tests/large/kills.test.ts. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { onScreen } from '../../tools/window/on-screen.ts';
import { describeWindow, launch, type Launched } from './support/launch.ts';

/** What is on screen, asked of the page by the main process: the tool that drives the window lets a page go when its process ends. */
const reading = `(() => {
  const one = (selector) => document.querySelector(selector);
  const words = (selector) => one(selector)?.innerText.trim() ?? '';
  return {
    pictures: [...document.querySelectorAll('[aria-label="Images"] button')].map((button) => button.ariaLabel.split(',')[0]).sort(),
    selected: one('[aria-label="Images"] button[aria-current=true]')?.ariaLabel.split(',')[0] ?? '',
    budget: one('input[type=range][aria-label="Token budget"]')?.value ?? '',
    tokens: words('[role=status][aria-label="Token count"]'),
    question: one('[aria-label="Question"]')?.value ?? '',
    answers: ['All tokens', 'Merged tokens'].map((name) => words('[aria-label="' + name + '"] .answer-text')),
    banner: words('[role=status][aria-label="Engine"]'),
  };
})()`;

interface Seen {
  readonly pictures: readonly string[];
  readonly answers: readonly string[];
  readonly question: string;
  readonly banner: string;
}

describeWindow('the page', () => {
  let launched: Launched;
  let before: Omit<Seen, 'banner'>;

  beforeAll(async () => {
    launched = await launch();
    launched.page.setDefaultTimeout(120_000);
    const screen = onScreen(launched.page);
    await screen.answered();
    await screen.slider.focus();
    await launched.page.keyboard.press('ArrowLeft');
    await screen.ask('What do you see here?');
    await screen.answered();
    await screen.atRest();
    await launched.page.waitForTimeout(1000); // the shell is told a moment later
  });

  afterAll(async () => {
    await launched.close();
  });

  /** A page that ends while it is asked never answers: then it is as if it showed nothing. */
  async function seen(): Promise<Seen> {
    const read: unknown = await launched.app.evaluate(
      ({ BrowserWindow }, script) =>
        Promise.race([
          BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(script),
          new Promise((resolve) => setTimeout(() => resolve({ banner: '' }), 5000)),
        ]),
      reading,
    );
    return read as Seen;
  }

  const patience = { timeout: 60_000, interval: 200 };
  const pidOf = async (type: string) =>
    launched.app.evaluate(
      ({ app }, wanted) => app.getAppMetrics().find((process) => process.type === wanted)?.pid ?? 0,
      type,
    );

  /** Answers the next questions of the shell with this button. */
  async function answerBoxes(button: number): Promise<() => Promise<string[]>> {
    await launched.app.evaluate(({ dialog }, response) => {
      const asked: string[] = [];
      Object.assign(globalThis, { asked });
      dialog.showMessageBox = (...args: unknown[]) => {
        asked.push((args.at(-1) as { message: string }).message);
        return Promise.resolve({ response, checkboxChecked: false });
      };
    }, button);
    return () => launched.app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
  }

  async function isAsItWas(cause: RegExp): Promise<void> {
    await expect.poll(async () => (await seen()).banner, patience).toMatch(cause);
    await expect.poll(seen, patience).toMatchObject(before);
  }

  it('keeps its picture and goes on when the graphics process is killed', async () => {
    const { page } = launched;
    const screen = onScreen(page);
    /** Painted pixels of each canvas of the stage. */
    const inks = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('canvas')].map((canvas) => {
          const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {
            data: [],
          };
          let painted = 0;
          for (let at = 3; at < data.length; at += 4) if ((data[at] ?? 0) > 0) painted++;
          return painted;
        }),
      );
    await page.evaluate(() => {
      Reflect.set(window, 'restored', 0);
      for (const canvas of document.querySelectorAll('canvas'))
        canvas.addEventListener('contextrestored', () =>
          Reflect.set(window, 'restored', (Reflect.get(window, 'restored') as number) + 1),
        );
    });
    const [drawn, pid] = [await inks(), await pidOf('GPU')];
    expect(drawn.slice(0, 2).every((pixels) => pixels > 1000)).toBe(true);
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => pidOf('GPU'), patience).not.toBeOneOf([pid, 0]);
    // Those that hold something are lost a moment after the process, and painted again.
    await expect
      .poll(() => page.evaluate(() => Reflect.get(window, 'restored') as number), patience)
      .toBe(drawn.filter((pixels) => pixels > 0).length);
    await expect.poll(inks, patience).toEqual(drawn);
    await screen.ask('How many are there?');
    await screen.answered();
    await screen.atRest();
    await page.waitForTimeout(1000);
    const { banner, ...rest } = await seen();
    expect(banner).toBe('');
    expect(rest.answers.every((text) => text.length > 0)).toBe(true);
    expect(rest.pictures.length).toBeGreaterThan(2);
    expect(rest.question).toBe('How many are there?');
    before = rest;
  });

  it('is loaded again after its process was killed, says why, and shows the same session', async () => {
    process.kill(await pidOf('Tab'), 'SIGKILL');
    await isAsItWas(/^The window's page was ended from outside; .* your session is as you left it\./);
  });

  it('is not loaded again in a circle: the second time within a few seconds the user is asked', async () => {
    const asked = await answerBoxes(0);
    await launched.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      contents?.once('render-process-gone', () => setTimeout(() => contents.forcefullyCrashRenderer(), 2000));
      contents?.forcefullyCrashRenderer();
    });
    await expect
      .poll(asked, patience)
      .toEqual([expect.stringMatching(/^The window's page .* It ended twice within a few seconds\.$/)]);
    await isAsItWas(/It was loaded again/);
  });
});
