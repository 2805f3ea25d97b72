/** The session outlives the application: what was on screen comes back after a kill, and as a file on another computer. */
import { copyFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { onScreen } from '../../tools/window/on-screen.ts';
import { sessionSchema } from '../../src-engine/session-file/document.ts';
import { describeWindow, launch, newUserData, root, type Launched } from './support/launch.ts';

const patience = { timeout: 90_000, interval: 200 };
const coffee = join(root, 'assets/photos/coffee.jpg');

async function choose(app: ElectronApplication, id: string): Promise<void> {
  await app.evaluate(({ Menu }, wanted) => {
    Menu.getApplicationMenu()?.getMenuItemById(wanted)?.click();
  }, id);
}

describeWindow('a session', () => {
  let folder: string;
  let launched: Launched;
  const title = () => launched.page.title();

  beforeAll(async () => {
    folder = await newUserData();
    await copyFile(coffee, join(folder, 'mine.jpg'));
    await start([join(folder, 'mine.jpg')]);
    const { pictures, answered, atRest, slider, ask } = onScreen(launched.page);
    await pictures.and(launched.page.getByLabel(/^mine\.jpg/)).waitFor();
    await atRest();
    await slider.focus();
    await launched.page.keyboard.press('ArrowLeft');
    await ask('What is in the cup?');
    await answered();
    await atRest();
  });

  afterAll(async () => {
    await launched.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(files: readonly string[], userData = folder): Promise<void> {
    launched = await launch({ userData, arguments: files });
    launched.page.setDefaultTimeout(90_000);
  }

  /** What is on disk for the next start. */
  async function kept() {
    const text = await readFile(join(folder, 'last-session/last.dymu-session'), 'utf8').catch(() => null);
    return text === null ? null : sessionSchema.parse(JSON.parse(text));
  }

  function answersTo(session: NonNullable<Awaited<ReturnType<typeof kept>>>, question: string): number {
    return Object.values(session.answers)
      .flatMap(({ full, merged }) => [full, merged])
      .filter((run) => run.kind === 'done' && run.asked.question === question).length;
  }

  it('comes back after the application was killed, with its pictures, budget, question and answers', async () => {
    await expect
      .poll(() => kept().then((session) => session && answersTo(session, 'What is in the cup?')), patience)
      .toBe(2);
    const before = await onScreen(launched.page).session();
    expect(before.selected).toBe('mine.jpg');
    const ended = new Promise((resolve) => launched.app.process().once('exit', resolve));
    launched.app.process().kill('SIGKILL');
    await ended;
    await start([]);
    await expect.poll(() => onScreen(launched.page).session(), patience).toEqual(before);
    await onScreen(launched.page).atRest();
    expect(await onScreen(launched.page).session()).toEqual(before);
  });

  it('is saved as a file, is asked about when it has changed, and opens where nothing of it is known', async () => {
    const file = join(folder, 'ours.dymu-session');
    await launched.app.evaluate(({ dialog }, path) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path });
      dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
    }, file);
    await choose(launched.app, 'save-session-as');
    const dialog = launched.page.getByRole('dialog', { name: 'Save session' });
    await dialog.getByRole('button', { name: 'Choose where…' }).click();
    await expect.poll(title, patience).toBe('mine.jpg – ours.dymu-session – DyMU Explorer');

    const { slider } = onScreen(launched.page);
    await slider.focus();
    await launched.page.keyboard.press('ArrowLeft');
    await expect.poll(title, patience).toContain('(changed)');
    const before = await onScreen(launched.page).session();
    // Closing asks, and the answer is to save.
    await launched.close();
    await rm(join(folder, 'mine.jpg'));

    const elsewhere = await newUserData();
    await start([file], elsewhere);
    await expect.poll(title, patience).toBe('mine.jpg – ours.dymu-session – DyMU Explorer');
    await expect.poll(() => onScreen(launched.page).session(), patience).toEqual(before);
    await onScreen(launched.page).atRest();
    expect(launched.pageErrors).toEqual([]);
    await launched.close();
    await rm(elsewhere, { recursive: true });
  });

  it('that is damaged is put aside with a sentence, and the window begins anew', async () => {
    const last = join(folder, 'last-session/last.dymu-session');
    await rm(last);
    await copyFile(coffee, last);
    await start([]);
    await launched.page
      .getByText(/The last session cannot be taken up: .* it lies in .*unreadable/)
      .waitFor();
    await onScreen(launched.page).answered();
  });
});
