/** Kills the engine, and every few times the whole application, at random moments of everything that it does; tells what came of each kill. */
import { copyFile, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openWindow, type OpenWindow } from '../window/launch.ts';
import { onScreen } from '../window/on-screen.ts';
import { makePictures } from '../window/pictures.ts';
import { drawsOf } from '../window/random.ts';
import { killEngine, recoverApp, recoverEngine, type Recovered } from './kills.ts';
import { moments, type Moment } from './moments.ts';
import { lookAtFiles, lost, type Kept } from './whole-files.ts';

export interface Kill extends Recovered {
  readonly number: number;
  readonly whole: 'engine' | 'application';
  readonly moment: Moment['name'];
  /** So long after the moment had begun, ms. */
  readonly afterMs: number;
  readonly leftovers: number;
  readonly kept: Kept;
}

export interface RecoveryOptions {
  readonly kills: number;
  readonly seed: number;
  /** Every how many kills the whole application goes; 0 for never. */
  readonly everyApp: number;
  /** A file that the application finds as its database. */
  readonly database?: string;
  /** Where user data and pictures lie and stay, with what runs before this one have made of them; a new one that is removed if left out. */
  readonly folder?: string;
  /** The last kill of the run before, in the same folder. */
  readonly after?: Kill;
  readonly onKill?: (kill: Kill) => void;
}

const question = 'How many are there?';
const embedded = resolve(import.meta.dirname, '../../assets/pocket');

export async function recoverOften(options: RecoveryOptions): Promise<Kill[]> {
  const root = options.folder ?? (await mkdtemp(join(tmpdir(), 'dymu-recovery-')));
  const [userData, scratch] = [join(root, 'data'), join(root, 'scratch')];
  const exports = join(scratch, 'exports');
  await Promise.all([userData, exports].map((folder) => mkdir(folder, { recursive: true })));
  if (options.database !== undefined && options.after === undefined)
    await copyFile(options.database, join(userData, 'dymu.db'));
  const own = await makePictures(join(scratch, 'own'), 3, options.seed);
  const reopen = () => openWindow(userData, own);
  let window = await reopen();
  try {
    if (options.after === undefined) await prepare(window, join(root, 'second-model'));
    else {
      const screen = onScreen(window.page);
      await screen.explore();
      // Kept answers stand there before the model is loaded, and the slider is at its least until then.
      await screen.slider.and(window.page.locator(':enabled')).waitFor({ timeout: 120_000 });
      await screen.answered();
    }
    const kills: Kill[] = [];
    let kept: Kept = options.after?.kept ?? { counts: 0, jobs: 0, answers: 0 };
    const first = 1 + (options.after?.number ?? 0);
    for (let number = first; number < first + options.kills; number++) {
      const draw = drawsOf(options.seed + 1e6 * number); // the same whichever run it is in
      const whole = options.everyApp > 0 && number % options.everyApp === 0 ? 'application' : 'engine';
      const moment = pick(moments, draw());
      const screen = onScreen(window.page);
      await screen.explore();
      await screen.hush();
      const before = await screen.session();
      await moment.begin({ window, scratch, draw, number });
      // Where the slider stands now is what must be found again.
      const moved = moment.name === 'encode' ? await screen.session() : before;
      const afterMs = draw() * moment.withinMs;
      await wait(afterMs);
      let recovered: Recovered;
      if (whole === 'engine') {
        const killedAt = await killEngine(window);
        const changed = (moment.changes ?? []).filter((name) => moved === before || name === 'answers');
        const interrupted = moment.name === 'answer';
        recovered = await recoverEngine(window, { killedAt, before: moved, changed, interrupted }, question);
      } else {
        ({ window, recovered } = await recoverApp(window, reopen, question));
      }
      const looked = lookAtFiles(userData, exports);
      const faults = [
        ...recovered.faults,
        ...looked.faults,
        ...lost(kept, looked.kept),
        ...window.pageErrors,
      ];
      kept = looked.kept;
      const kill: Kill = {
        ...recovered,
        number,
        whole,
        moment: moment.name,
        afterMs,
        faults,
        kept,
        leftovers: looked.leftovers,
      };
      kills.push(kill);
      options.onKill?.(kill);
    }
    return kills;
  } finally {
    await window.app.close().catch(() => undefined); // one that was just killed cannot be closed
    if (options.folder === undefined) await rm(root, { recursive: true, force: true });
  }
}

/** A second model to change to, one answer to lose. */
async function prepare({ app, page }: OpenWindow, second: string): Promise<void> {
  const screen = onScreen(page);
  await screen.atRest();
  await cp(embedded, second, { recursive: true });
  await app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, second);
  await page.getByRole('link', { name: 'Models' }).click();
  await page.getByRole('button', { name: 'Open model folder' }).click();
  await page.getByRole('list', { name: 'Known models' }).getByText('in use').last().waitFor();
  await screen.explore();
  await screen.ask(question);
  await screen.answered();
}

function pick<T>(list: readonly T[], drawn: number): T {
  const [first] = list;
  const item = list[Math.floor(drawn * list.length)] ?? first;
  if (item === undefined) throw new Error('There is nothing to pick from.');
  return item;
}
