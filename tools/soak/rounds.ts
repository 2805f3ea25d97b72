/** Long use of the window in equal rounds, each a share of everything that a user does, with a look at what every process holds after each. */
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openWindow, processesOf, type OpenWindow } from '../window/launch.ts';
import { onScreen } from '../window/on-screen.ts';
import { makePictures } from '../window/pictures.ts';
import { keepNoBodies } from '../window/unrecorded.ts';
import {
  askQuestions,
  countFolder,
  lookAt,
  moveSlider,
  saveAndOpen,
  switchModels,
  useSecond,
  visitViews,
} from './parts.ts';
import { takeApart, type Parts } from './apart.ts';
import { sampleOf, type Sample } from './processes.ts';

export interface Amounts {
  readonly moves: number; // of the budget slider
  readonly switches: number; // of the model
  readonly questions: number;
  readonly images: number; // counted in a collection
  readonly pictures: number; // opened on the shelf, looked at, closed
  readonly visits: number; // of every view
  readonly sessions: number; // saved to a file and opened from it
}

/** In one round. */
export const tenth: Amounts = {
  moves: 50,
  switches: 3,
  questions: 20,
  images: 200,
  pictures: 10,
  visits: 10,
  sessions: 10,
};

/** At least one of each. */
export function shareOf(amounts: Amounts, share: number): Amounts {
  return eachOf(amounts, (amount) => Math.max(1, Math.round(share * amount)));
}

/** What is named, and nothing of the rest: to see which part leaves what behind. @throws Error for a name that there is none of */
export function onlyOf(amounts: Amounts, names: readonly string[]): Amounts {
  const unknown = names.find((name) => !(name in amounts));
  if (unknown !== undefined)
    throw new Error(`There is no part "${unknown}"; choose among ${Object.keys(amounts).join(', ')}.`);
  return eachOf(amounts, (amount, name) => (names.includes(name) ? amount : 0));
}

function eachOf(amounts: Amounts, change: (amount: number, name: keyof Amounts) => number): Amounts {
  const changed = (name: keyof Amounts) => change(amounts[name], name);
  return {
    moves: changed('moves'),
    switches: changed('switches'),
    questions: changed('questions'),
    images: changed('images'),
    pictures: changed('pictures'),
    visits: changed('visits'),
    sessions: changed('sessions'),
  };
}

const embedded = resolve(import.meta.dirname, '../../assets/pocket');
/** What was let go is given back a moment later. */
const settleMs = 3000;

export interface Watching {
  readonly onRound?: (round: number, sample: Sample) => void;
  /** Takes the page apart after each round, which ends with two more collections of its garbage. */
  readonly onParts?: (parts: Parts) => void;
}

/** @returns one sample a round */
export async function soak(
  rounds: number,
  amounts: Amounts,
  { onRound, onParts }: Watching = {},
): Promise<Sample[]> {
  const root = await mkdtemp(join(tmpdir(), 'dymu-soak-'));
  const userData = join(root, 'data');
  await cp(embedded, join(root, 'second-model'), { recursive: true });
  const temporary = join(root, 'temporary');
  await mkdir(temporary);
  const window = await openWindow(userData, [], { TMPDIR: temporary });
  try {
    await keepNoBodies(window.page);
    await onScreen(window.page).answered();
    await useSecond(window, join(root, 'second-model'));
    const samples: Sample[] = [];
    for (let round = 1; round <= rounds; round++) {
      await oneRound(window, amounts, round, root);
      await wait(settleMs);
      const sample = await sampleOf(window, userData, temporary);
      samples.push(sample);
      onRound?.(round, sample);
      if (onParts === undefined) continue;
      const tab = (await processesOf(window.app)).find(({ type }) => type === 'Tab');
      if (tab !== undefined) onParts(await takeApart(window.page, tab.pid));
    }
    return samples;
  } finally {
    await window.app.close();
    await rm(root, { recursive: true, force: true });
  }
}

async function oneRound(window: OpenWindow, amounts: Amounts, round: number, root: string): Promise<void> {
  const screen = onScreen(window.page);
  await switchModels(window, amounts.switches);
  const question = (asked: number) => `How many things are there, ${round} ${asked}?`;
  await askQuestions(
    window,
    Array.from({ length: amounts.questions }, (_, asked) => question(asked)),
  );
  await moveSlider(window, amounts.moves);
  await lookAt(window, await makePictures(join(root, `own-${round}`), amounts.pictures, 10_000 + round));
  const folder = join(root, `images-${round}`);
  await makePictures(folder, amounts.images, round);
  if (amounts.images > 0) await countFolder(window, folder, amounts.images);
  await visitViews(window, amounts.visits);
  await saveAndOpen(
    window,
    Array.from({ length: amounts.sessions }, (_, saved) => join(root, `${round}-${saved}.dymu-session`)),
  );
  await screen.explore();
  await screen.atRest();
}
