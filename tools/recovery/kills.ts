/** One kill of the engine or of the whole application, and what came of it. Asserts nothing: faults are sentences. */
import { setTimeout as wait } from 'node:timers/promises';
import { enginePid, killApp, processorSeconds, type OpenWindow } from '../window/launch.ts';
import { onScreen, type SessionOnScreen } from '../window/on-screen.ts';

export interface Recovered {
  /** What the window said; '' for a kill of the whole application. */
  readonly sentence: string;
  /** From the kill until the model was loaded again, ms. */
  readonly loadedMs: number;
  /** From then until both answers were there, to the question that was interrupted or to a new one, ms. */
  readonly answeredMs: number;
  /** What all processes of the application have used of the processor meanwhile, s: other work on the machine adds nothing to it. */
  readonly answeredCpu: number;
  readonly gaveUp: boolean;
  readonly faults: readonly string[];
}

const again = /The engine was restarted|uses the CPU alone/;
const stopped = /was not started again/;

/** Kills the engine wherever it is, also in the midst of its start. @returns when that was, ms */
export async function killEngine({ app }: OpenWindow): Promise<number> {
  for (;;) {
    const pid = await enginePid(app);
    if (pid !== undefined) {
      process.kill(pid, 'SIGKILL');
      return performance.now();
    }
    await wait(20);
  }
}

export interface KilledEngine {
  readonly killedAt: number;
  readonly before: SessionOnScreen;
  /** What need not be as before. */
  readonly changed: readonly (keyof SessionOnScreen)[];
  /** A question was on its way. */
  readonly interrupted: boolean;
}

/** @param question is asked as soon as the model is loaded */
export async function recoverEngine(
  { app, page }: OpenWindow,
  { killedAt, before, changed, interrupted }: KilledEngine,
  question: string,
): Promise<Recovered> {
  const screen = onScreen(page);
  const faults: string[] = [];
  await screen.engine
    .getByText(/\(SIGKILL\)/)
    .or(screen.engine.getByText(again))
    .first()
    .waitFor();
  const sentence = await screen.engine.innerText();
  if (!/^The engine[^.]*\(SIGKILL\)[^.]*\./.test(sentence)) faults.push(`It said "${sentence}".`);
  await screen.engine.getByText(again).or(screen.engine.getByText(stopped)).first().waitFor();
  const gaveUp = await screen.engine.getByText(stopped).isVisible();
  if (gaveUp) {
    await screen.engine.getByRole('button', { name: 'Start it again' }).click();
    await screen.activity.filter({ hasNotText: /Starting|Engine stopped|Loading/ }).waitFor();
  }
  const since = await watch(app);
  await screen.explore();
  await screen.answered(); // what was interrupted is asked again by itself
  const resumed = await since();
  await askNow(screen, question);
  const asked = await since();
  const after = await screen.session();
  const expected = { ...before, question, ...Object.fromEntries(changed.map((name) => [name, after[name]])) };
  faults.push(...differences(expected, after));
  if (after.answers.some((text) => text.trim() === '')) faults.push('An answer is empty.');
  const answered = interrupted ? resumed : asked;
  return { sentence, loadedMs: since.at - killedAt, ...answered, gaveUp, faults };
}

/** After `killApp` the application is started again, with what the user had opened as its arguments. */
export async function recoverApp(
  window: OpenWindow,
  reopen: () => Promise<OpenWindow>,
  question: string,
): Promise<{ readonly window: OpenWindow; readonly recovered: Recovered }> {
  const stayed = await killApp(window);
  const killedAt = performance.now();
  const next = await reopen();
  const screen = onScreen(next.page);
  await screen.activity.filter({ hasNotText: /Starting|Loading/ }).waitFor();
  await screen.explore(); // the view that was open is taken up as well
  await screen.slider.and(next.page.locator(':enabled')).waitFor();
  const since = await watch(next.app);
  await askNow(screen, question);
  const answered = await since();
  const faults = stayed.map(({ type, name, pid }) => `Process ${pid} (${type} ${name}) lived on.`);
  return {
    window: next,
    recovered: { sentence: '', loadedMs: since.at - killedAt, ...answered, gaveUp: false, faults },
  };
}

async function askNow(screen: ReturnType<typeof onScreen>, question: string): Promise<void> {
  await screen.ask(question);
  await screen.answered();
}

/** From now on; call the result for what has passed. */
async function watch(app: OpenWindow['app']) {
  const at = performance.now();
  const cpu = await processorSeconds(app);
  const passed = async (): Promise<Pick<Recovered, 'answeredMs' | 'answeredCpu'>> => ({
    answeredMs: performance.now() - at,
    answeredCpu: (await processorSeconds(app)) - cpu,
  });
  return Object.assign(passed, { at });
}

/** A sentence for everything that is another than before. */
function differences(before: SessionOnScreen, after: SessionOnScreen): string[] {
  const names = ['pictures', 'selected', 'budget', 'method', 'question', 'answers'] as const;
  return names.flatMap((name) => {
    const [was, is] = [JSON.stringify(before[name]), JSON.stringify(after[name])];
    return was === is ? [] : [`${name} was ${was} and is ${is}.`];
  });
}
