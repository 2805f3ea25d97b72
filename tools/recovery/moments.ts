/** The moments in which processes are killed: each sets something going through the window and does not wait for its end. */
import { join } from 'node:path';
import type { OpenWindow } from '../window/launch.ts';
import { onScreen, type SessionOnScreen } from '../window/on-screen.ts';
import { makePictures } from '../window/pictures.ts';
import type { Draw } from '../window/random.ts';

export interface Surroundings {
  readonly window: OpenWindow;
  /** A folder for pictures and exports. */
  readonly scratch: string;
  readonly draw: Draw;
  /** The number of this kill: whatever must be new is named by it. */
  readonly number: number;
}

export interface Moment {
  readonly name: 'load' | 'encode' | 'answer' | 'calibrate' | 'collect' | 'evaluate' | 'save';
  /** The kill comes at random within so many ms after `begin`. */
  readonly withinMs: number;
  readonly begin: (surroundings: Surroundings) => Promise<void>;
  /** What it changes itself of what is on screen, so that it may be another afterwards. */
  readonly changes?: readonly (keyof SessionOnScreen)[];
}

const load: Moment = {
  name: 'load',
  withinMs: 1500,
  changes: ['budget', 'method', 'answers'], // another model begins with its own
  async begin({ window: { page } }) {
    await page.getByRole('link', { name: 'Models' }).click();
    const models = page.getByRole('list', { name: 'Known models' });
    await models.getByRole('button', { name: /^Use /, disabled: false }).first().click();
  },
};

const encode: Moment = {
  name: 'encode',
  withinMs: 600,
  changes: ['budget', 'answers'],
  async begin({ window: { page }, draw }) {
    const { slider } = onScreen(page);
    await slider.focus();
    const key = draw() < 0.5 ? 'ArrowLeft' : 'ArrowRight';
    for (let moves = 0; moves < 6; moves++) await page.keyboard.press(key);
  },
};

const answer: Moment = {
  name: 'answer',
  withinMs: 500,
  changes: ['answers'],
  async begin({ window: { page }, number }) {
    await onScreen(page).ask(`What is the colour of thing ${number}?`);
  },
};

async function openFolder({ app, page }: OpenWindow, folder: string): Promise<void> {
  await app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, folder);
  await page.getByRole('link', { name: 'Collection' }).click();
  await page.getByRole('main').getByRole('button', { name: 'Open a folder as a collection' }).first().click();
}

/** The same pictures every time; whichever moment comes first makes them. */
async function openCalibrationFolder(window: OpenWindow, scratch: string): Promise<void> {
  const folder = join(scratch, 'calibration');
  await makePictures(folder, 24, 0);
  await openFolder(window, folder);
  await window.page.getByRole('table', { name: 'Images in the collection' }).waitFor();
}

const collect: Moment = {
  name: 'collect',
  withinMs: 3000,
  async begin({ window, scratch, number }) {
    const folder = join(scratch, `pictures-${number}`);
    await makePictures(folder, 24, number + 1);
    await openFolder(window, folder);
  },
};

const calibrate: Moment = {
  name: 'calibrate',
  withinMs: 4000,
  async begin({ window, scratch }) {
    await openCalibrationFolder(window, scratch);
    const { page } = window;
    // One that a kill has interrupted goes on by itself.
    const start = page.getByRole('button', { name: 'Calibrate', exact: true });
    await start
      .or(page.getByRole('status', { name: 'Calibrating' }))
      .first()
      .waitFor();
    if (await start.isVisible()) await start.click();
  },
};

const evaluate: Moment = {
  name: 'evaluate',
  withinMs: 4000,
  async begin({ window: { page }, number }) {
    await page.getByRole('link', { name: 'Evaluate' }).click();
    await page.getByText('One question a line: 2,700 questions').waitFor();
    await page.getByRole('textbox', { name: 'Images' }).fill(String(2 + (number % 30)));
    await page.getByRole('button', { name: /^Start$/ }).click();
  },
};

const save: Moment = {
  name: 'save',
  withinMs: 250,
  async begin({ window, scratch, number }) {
    const { app, page } = window;
    await openCalibrationFolder(window, scratch);
    const target = join(scratch, 'exports', `collection-${number}.json`);
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, target);
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    // Settings are written at the same time.
    await page.getByRole('menuitem', { name: /JSON/ }).click();
  },
};

export const moments: readonly Moment[] = [load, encode, answer, calibrate, collect, evaluate, save];
