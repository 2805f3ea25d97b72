/** Explore in a window of one build: the pointer over the patches, and the time from a key on the slider to the painted overlay. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openWindow } from '../../window/launch.ts';
import { alwaysDrawn, holdFocus, type MeasuredWindow } from './always-drawn.ts';

const overlay = (page: Page) => page.getByRole('group', { name: 'Merged-token overlay' });
const slider = (page: Page) => page.getByRole('slider', { name: 'Token budget' });

interface Wanted {
  /** A model folder; the embedded one if left out. */
  readonly model?: string;
  /** Device pixels per css pixel. */
  readonly ratio?: number;
}

export async function openExplore(build: string, { model, ratio = 1 }: Wanted = {}): Promise<MeasuredWindow> {
  const data = await mkdtemp(join(tmpdir(), 'dymu-window-'));
  await writeFile(
    join(data, 'settings.json'),
    JSON.stringify({
      version: 1,
      ...(model === undefined ? {} : { model: { directory: model } }),
      values: { autoMeasure: false },
    }),
  );
  const open = await openWindow(
    data,
    [],
    {},
    { build, switches: [...alwaysDrawn, `--force-device-scale-factor=${ratio}`] },
  );
  await holdFocus(open.page);
  await atRest(open.page);
  return { ...open, data };
}

/** Until an overlay is there and nothing goes on, for a while: nor is about to, as the counts of the shelf are when the hand has rested. */
async function atRest(page: Page): Promise<void> {
  const ready = page.getByRole('status', { name: 'Activity' }).filter({ hasText: 'Ready' });
  const uncounted = page.getByRole('list', { name: 'Images' }).locator('[data-guess]');
  await page
    .getByRole('status', { name: 'Token count' })
    .filter({ hasText: /\d+ of \d+ tokens/ })
    .waitFor();
  for (let quiet = 0; quiet < 4;) {
    await ready.waitFor();
    await page.waitForTimeout(50);
    quiet = (await ready.isVisible()) && (await uncounted.count()) === 0 ? quiet + 1 : 0;
  }
}

/** Moves the pointer over the patches, one after another as quickly as the window takes them. */
export async function hoverOver(page: Page, steps: number): Promise<void> {
  const area = await overlay(page).boundingBox();
  if (area === null) throw new Error('There is no stage in sight.');
  const side = Math.min(area.width, area.height) - 40;
  const [left, top] = [area.x + (area.width - side) / 2, area.y + (area.height - side) / 2];
  for (let step = 0; step < steps; step++)
    await page.mouse.move(left + (side * ((step * 7) % 101)) / 101, top + (side * ((step * 3) % 97)) / 97);
}

/** Runs in the page, whose types this program does not have. */
const watchOverlay = `
  globalThis.overlayWatch ??= (() => {
    const canvas = document.querySelectorAll('[aria-label="Merged-token overlay"] canvas')[1];
    const watch = { pressed: 0, done: null, painted: null };
    watch.expect = () => {
      watch.pressed = 0;
      watch.painted = new Promise((done) => { watch.done = done; });
    };
    document.addEventListener('keydown', (event) => { watch.pressed = event.timeStamp; }, true);
    const clearRect = CanvasRenderingContext2D.prototype.clearRect;
    CanvasRenderingContext2D.prototype.clearRect = function (...area) {
      clearRect.apply(this, area);
      if (this.canvas !== canvas || watch.done === null || watch.pressed === 0) return;
      const { done } = watch;
      watch.done = null;
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now() - watch.pressed);
      port2.postMessage(null); // comes after the frame has been painted
    };
    return watch;
  })();
`;

/** Puts the slider where `sliderStep` may go up from. */
export async function startSlider(page: Page): Promise<void> {
  await slider(page).focus();
  await page.keyboard.press('Home');
  await atRest(page);
  await page.evaluate(watchOverlay);
}

/** From the key to the frame with the new overlay, ms of the clock. Every step is a budget that was not seen before. */
export async function sliderStep(page: Page): Promise<number> {
  // Before the key, which could overtake it.
  await page.evaluate('overlayWatch.expect()');
  await page.keyboard.press('ArrowRight');
  const took = await page.evaluate<number>('overlayWatch.painted');
  await atRest(page);
  return took;
}
