/**
 * How smoothly the window handles a collection of ten thousand images: scrolls, brushes and moves the budget in the real application
 * and reads the time between frames from the page.
 *
 *     npm run build && xvfb-run -a npx tsx tools/bench/collection-frames.ts [IMAGES] [FOLDER]
 *
 * The pictures are tiny and made by chance, and their counts are made up (fill-counts.ts), so that nothing is encoded while frames are timed.
 * Both are made in FOLDER, where they stay for another run, or in one that is gone afterwards.
 * Prints medians and 95th percentiles in ms, and the heap of the window before and after.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type Page } from 'playwright-core';
import { findElectron } from '../find-electron.ts';
import { makeCollection } from '../make-collection.ts';
import { fillCounts } from './fill-counts.ts';

/** Runs in the page, whose types this program does not have. */
const startFrames = `
  globalThis.frameTimes = { frames: [], on: true };
  {
    let last = performance.now();
    const tick = (now) => {
      frameTimes.frames.push(now - last);
      last = now;
      if (frameTimes.on) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }
`;

const images = Number(process.argv[2] ?? 10_000);
const root = resolve(import.meta.dirname, '../..');
const electron = findElectron(
  createRequire(import.meta.url).resolve('electron/package.json'),
  process.env,
  () => false,
);
if (electron.kind === 'missing') throw new Error(electron.sentence);

const folder = process.argv[3] ?? (await mkdtemp(join(tmpdir(), 'dymu-frames-')));
const [userData, pictures] = [join(folder, 'data'), join(folder, 'pictures')];
if (!existsSync(join(folder, 'whole'))) {
  await mkdir(userData, { recursive: true });
  await makeCollection(pictures, images, 48);
  await fillCounts(userData, pictures);
  await writeFile(join(folder, 'whole'), '');
}
await writeFile(
  join(userData, 'settings.json'),
  JSON.stringify({ version: 1, values: { autoMeasure: false } }),
);
const app = await _electron.launch({
  executablePath: electron.path,
  args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root],
  env: {
    ...Object.fromEntries(Object.entries(process.env).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]]))),
    DYMU_USER_DATA: userData,
  },
});
try {
  const page = await app.firstWindow();
  await app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, pictures);
  await page.getByRole('link', { name: 'Collection' }).click();
  await page.getByRole('main').getByRole('button', { name: 'Open a folder as a collection' }).first().click();
  const shown = page.getByRole('status', { name: 'Images shown' });
  await shown.filter({ hasText: `${images.toLocaleString('en')} images` }).waitFor({ timeout: 300_000 });
  await page
    .getByRole('status', { name: 'Budget plan' })
    .filter({ hasText: `These ${images.toLocaleString('en')} images cost` })
    .waitFor({ timeout: 300_000 });
  const pause = page.getByRole('main').getByRole('button', { name: 'Pause' });
  if (await pause.isVisible()) await pause.click(); // those that check the curve
  await page.waitForTimeout(2000);
  const before = await memory(page);
  const table = page.getByRole('table', { name: 'Images in the collection' });
  const slider = page.getByRole('slider', { name: 'Collection budget' });
  const chart = page.getByRole('img', { name: /^Tokens per image against bytes per pixel/ });
  await report('scroll', page, async () => {
    await table.hover();
    for (let step = 0; step < 120; step++) await page.mouse.wheel(0, 400);
  });
  await report('budget', page, async () => {
    await slider.focus();
    for (let step = 0; step < 120; step++)
      await page.keyboard.press(step % 60 < 30 ? 'ArrowRight' : 'ArrowLeft');
  });
  const area = await chart.boundingBox();
  if (area !== null) {
    await report('brush', page, async () => {
      await page.mouse.move(area.x + 60, area.y + 30);
      await page.mouse.down();
      for (let step = 0; step < 120; step++)
        await page.mouse.move(area.x + 70 + (step % 60) * 3, area.y + 40 + (step % 60) * 2);
      await page.mouse.up();
    });
  }
  const after = await memory(page);
  console.log(`window memory: ${before.toFixed(0)} MB before, ${after.toFixed(0)} MB after`);
} finally {
  await app.close();
  if (process.argv[3] === undefined) await rm(folder, { recursive: true, force: true });
}

/** Times between frames while something is done. */
async function report(name: string, page: Page, work: () => Promise<void>): Promise<void> {
  await page.evaluate(startFrames);
  await work();
  const frames = (await page.evaluate<number[]>('frameTimes.on = false, frameTimes.frames')).slice(2);
  const sorted = frames.toSorted((a, b) => a - b);
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(1);
  console.log(
    `${name}: ${frames.length} frames, median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms`,
  );
}

/** Of the page's own heap and what it holds, MB. */
async function memory(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 1e6;
}
