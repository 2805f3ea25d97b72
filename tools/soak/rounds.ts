/** Long use of the window in equal rounds, each a share of everything that a user does, with a look at what every process holds after each. */
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openWindow, type OpenWindow } from '../window/launch.ts';
import { onScreen } from '../window/on-screen.ts';
import { makePictures } from '../window/pictures.ts';
import { sampleOf, type Sample } from './processes.ts';

export interface Amounts {
  readonly moves: number; // of the budget slider
  readonly switches: number; // of the model
  readonly questions: number;
  readonly images: number; // counted in a collection
  readonly pictures: number; // opened on the shelf, looked at, closed
}

/** In one round. */
export const tenth: Amounts = { moves: 50, switches: 3, questions: 20, images: 200, pictures: 10 };

/** At least one of each. */
export function shareOf(amounts: Amounts, share: number): Amounts {
  const some = (amount: number) => Math.max(1, Math.round(share * amount));
  const { moves, switches, questions, images, pictures } = amounts;
  return {
    moves: some(moves),
    switches: some(switches),
    questions: some(questions),
    images: some(images),
    pictures: some(pictures),
  };
}

const embedded = resolve(import.meta.dirname, '../../assets/pocket');
/** What was let go is given back a moment later. */
const settleMs = 3000;

/** @returns one sample a round */
export async function soak(
  rounds: number,
  amounts: Amounts,
  onRound: (round: number, sample: Sample) => void = () => {},
): Promise<Sample[]> {
  const root = await mkdtemp(join(tmpdir(), 'dymu-soak-'));
  const userData = join(root, 'data');
  await cp(embedded, join(root, 'second-model'), { recursive: true });
  const temporary = join(root, 'temporary');
  await mkdir(temporary);
  const window = await openWindow(userData, [], { TMPDIR: temporary });
  try {
    await onScreen(window.page).answered();
    await useSecond(window, join(root, 'second-model'));
    const samples: Sample[] = [];
    for (let round = 1; round <= rounds; round++) {
      await oneRound(window, amounts, round, root);
      await wait(settleMs);
      const sample = await sampleOf(window, userData, temporary);
      samples.push(sample);
      onRound(round, sample);
    }
    return samples;
  } finally {
    await window.app.close();
    await rm(root, { recursive: true, force: true });
  }
}

async function useSecond({ app, page }: OpenWindow, folder: string): Promise<void> {
  await answerDialog(app, folder);
  await page.getByRole('link', { name: 'Models' }).click();
  await page.getByRole('button', { name: 'Open model folder' }).click();
  await page.getByRole('button', { name: 'Use second-model' }).and(page.locator(':disabled')).waitFor();
  await page.getByRole('button', { name: 'Use Embedded model' }).and(page.locator(':enabled')).waitFor();
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

async function oneRound(window: OpenWindow, amounts: Amounts, round: number, root: string): Promise<void> {
  const { app, page } = window;
  const screen = onScreen(page);

  await page.getByRole('link', { name: 'Models' }).click();
  for (let switched = 0; switched < amounts.switches; switched++) {
    const other = page.getByRole('button', { name: /^Use /, disabled: false }).first();
    const name = (await other.getAttribute('aria-label')) ?? '';
    await other.click();
    await page.getByRole('button', { name }).and(page.locator(':disabled')).waitFor();
    await page.getByRole('button', { name: /^Use /, disabled: false }).first().waitFor();
  }

  await screen.explore();
  for (let asked = 0; asked < amounts.questions; asked++) {
    await screen.ask(`How many things are there, ${round} ${asked}?`);
    await screen.answered();
  }
  await screen.slider.focus();
  for (let move = 0; move < amounts.moves; move++) {
    await page.keyboard.press(move % 20 < 10 ? 'ArrowLeft' : 'ArrowRight');
    await wait(60);
  }

  const own = await makePictures(join(root, `own-${round}`), amounts.pictures, 10_000 + round);
  const shelf = page.getByRole('list', { name: 'Images' });
  for (const path of own) {
    const name = new RegExp(`^${path.slice(path.lastIndexOf('/') + 1)}`);
    await answerDialog(app, path);
    await chooseInMenu(app, 'open-images');
    await shelf.getByRole('button', { name }).waitFor();
    await shelf.locator('[aria-current]').and(shelf.getByRole('button', { name })).waitFor();
    await chooseInMenu(app, 'close-image');
    await shelf.getByRole('button', { name }).waitFor({ state: 'detached' });
  }

  await makePictures(join(root, `images-${round}`), amounts.images, round);
  await answerDialog(app, join(root, `images-${round}`));
  await page.getByRole('link', { name: 'Collection' }).click();
  await page.getByRole('main').getByRole('button', { name: 'Open a folder as a collection' }).first().click();
  await page
    .getByRole('status', { name: 'Budget plan' })
    .filter({ hasText: new RegExp(`These ${amounts.images.toLocaleString('en')} images cost`) })
    .filter({ hasNotText: 'not counted yet' })
    .waitFor({ timeout: 900_000 });
  await screen.explore();
  await screen.atRest();
}
