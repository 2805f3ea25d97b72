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
    const watch = { pressed: 0, asked: 0, done: null, painted: null };
    watch.expect = () => {
      watch.pressed = 0;
      watch.asked = 0;
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
      port1.onmessage = () => done({ ms: performance.now() - watch.pressed, encoded: watch.asked > 0 });
      port2.postMessage(null); // comes after the frame has been painted
    };
    const { postMessage } = MessagePort.prototype;
    MessagePort.prototype.postMessage = function (message, ...rest) {
      const asks = message?.call === 'encode' || message?.kind === 'encode';
      if (asks && watch.pressed > 0 && message.urgency !== 'background') watch.asked += 1;
      return postMessage.call(this, message, ...rest);
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

export interface SliderStep {
  /** From the key to the frame with the new overlay, by the clock. */
  readonly ms: number;
  /** Whether the engine was asked between the two; else it had encoded that budget while the hand rested. */
  readonly encoded: boolean;
}

/** Every step is a budget that was not on the stage before. @param after `rest`: the window has come to rest when the next step follows; `paint`: as a hand that drags, no pause */
export async function sliderStep(page: Page, after: 'rest' | 'paint'): Promise<SliderStep> {
  // Before the key, which could overtake it.
  await page.evaluate('overlayWatch.expect()');
  await page.keyboard.press('ArrowRight');
  const step = await page.evaluate<SliderStep>('overlayWatch.painted');
  if (after === 'rest') await atRest(page);
  return step;
}

/** Steps without a pause, then a rest. */
export async function sliderDrag(page: Page, steps: number): Promise<SliderStep[]> {
  const all: SliderStep[] = [];
  for (let step = 0; step < steps; step++) all.push(await sliderStep(page, 'paint'));
  await atRest(page);
  return all;
}
