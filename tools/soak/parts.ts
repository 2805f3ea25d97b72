/** What a user does for hours, part by part, through the window. */
import { basename } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { OpenWindow } from '../window/launch.ts';
import { onScreen } from '../window/on-screen.ts';

/** Makes the two models switchable: the embedded one and a copy of it in another folder, whose name is `second-model`. */
export async function useSecond({ app, page }: OpenWindow, folder: string): Promise<void> {
  await answerDialog(app, folder);
  await page.getByRole('link', { name: 'Models' }).click();
  await page.getByRole('button', { name: 'Open model folder' }).click();
  await page.getByRole('button', { name: 'Use second-model' }).and(page.locator(':disabled')).waitFor();
  await page.getByRole('button', { name: 'Use Embedded model' }).and(page.locator(':enabled')).waitFor();
}

/** From one of two models to the other, `times` over. */
export async function switchModels({ page }: OpenWindow, times: number): Promise<void> {
  await page.getByRole('link', { name: 'Models' }).click();
  for (let switched = 0; switched < times; switched++) {
    const other = page.getByRole('button', { name: /^Use /, disabled: false }).first();
    const name = (await other.getAttribute('aria-label')) ?? '';
    await other.click();
    await page.getByRole('button', { name }).and(page.locator(':disabled')).waitFor();
    await page.getByRole('button', { name: /^Use /, disabled: false }).first().waitFor();
  }
}

/** Each is answered both ways. */
export async function askQuestions({ page }: OpenWindow, questions: readonly string[]): Promise<void> {
  const screen = onScreen(page);
  await screen.explore();
  for (const question of questions) {
    await screen.ask(question);
    await screen.answered();
  }
}

/** To and fro, so quickly that encodings are given up on the way. */
export async function moveSlider({ page }: OpenWindow, moves: number): Promise<void> {
  const screen = onScreen(page);
  await screen.explore();
  await screen.slider.focus();
  for (let move = 0; move < moves; move++) {
    await page.keyboard.press(move % 20 < 10 ? 'ArrowLeft' : 'ArrowRight');
    await wait(60);
  }
}

/** One after the other: opened, shown, closed. */
export async function lookAt({ app, page }: OpenWindow, paths: readonly string[]): Promise<void> {
  await onScreen(page).explore();
  const shelf = page.getByRole('list', { name: 'Images' });
  for (const path of paths) {
    const name = new RegExp(`^${path.slice(path.lastIndexOf('/') + 1)}`);
    await answerDialog(app, path);
    await chooseInMenu(app, 'open-images');
    await shelf.getByRole('button', { name }).waitFor();
    await shelf.locator('[aria-current]').and(shelf.getByRole('button', { name })).waitFor();
    await chooseInMenu(app, 'close-image');
    await shelf.getByRole('button', { name }).waitFor({ state: 'detached' });
  }
}

/** Opens a folder of pictures as the collection and waits until all of them are counted. */
export async function countFolder({ app, page }: OpenWindow, folder: string, images: number): Promise<void> {
  await answerDialog(app, folder);
  await page.getByRole('link', { name: 'Collection' }).click();
  await page.getByRole('main').getByRole('button', { name: 'Open a folder as a collection' }).first().click();
  await page
    .getByRole('status', { name: 'Budget plan' })
    .filter({ hasText: new RegExp(`These ${images.toLocaleString('en')} images cost`) })
    .filter({ hasNotText: 'not counted yet' })
    .waitFor({ timeout: 900_000 });
}

/** What is on screen as a file in each of these places, and opened from there again. */
export async function saveAndOpen({ app, page }: OpenWindow, places: readonly string[]): Promise<void> {
  const screen = onScreen(page);
  await screen.explore();
  for (const place of places) {
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, place);
    await chooseInMenu(app, 'save-session-as');
    const asked = page.getByRole('dialog', { name: 'Save session' });
    await asked.getByRole('button', { name: 'Choose where…' }).click();
    await page.getByText(`Saved as ${place}.`).first().waitFor();
    await answerDialog(app, place);
    await chooseInMenu(app, 'open-session');
    await page
      .getByText(`${basename(place)} is open in the place of what was on screen.`)
      .first()
      .waitFor();
    await screen.atRest();
  }
}

/** In each of the views for a moment. */
export async function visitViews({ page }: OpenWindow, times: number): Promise<void> {
  for (let visit = 0; visit < times; visit++)
    for (const name of ['Models', 'Collection', 'Evaluate', 'Explore']) {
      await page.getByRole('link', { name }).click();
      await page.getByRole('link', { name }).and(page.locator('[aria-current]')).waitFor();
    }
}

async function answerDialog(app: OpenWindow['app'], ...paths: string[]): Promise<void> {
  await app.evaluate(({ dialog }, filePaths) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths });
  }, paths);
}

async function chooseInMenu(app: OpenWindow['app'], id: string): Promise<void> {
  await app.evaluate(({ Menu }, entry) => {
    Menu.getApplicationMenu()?.getMenuItemById(entry)?.click();
  }, id);
}
