/** Every view at 200 % text in three sizes of the window, by geometry: nothing runs out of its box, nothing lies over a control, every control can be scrolled to. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeCollection } from '../../tools/make-collection.ts';
import { collection } from './support/collection.ts';
import { explore } from './support/explore.ts';
import { describeWindow, launch, type Launched } from './support/launch.ts';

const views = ['Explore', 'Collection', 'Evaluate', 'Models'] as const;
const sizes = [
  [1024, 640],
  [1280, 800],
  [1920, 1080],
] as const;

const images = 8;

describeWindow('with text of 200 %', () => {
  let launched: Launched;
  let pictures: string;

  beforeAll(async () => {
    pictures = await mkdtemp(join(tmpdir(), 'dymu-large-text-'));
    await makeCollection(pictures, images, 64);
    launched = await launch();
    await explore(launched.page).settled();
    await launched.page.emulateMedia({ reducedMotion: 'reduce' });
    await launched.page.evaluate(() => window.dymu?.settings.write({ textSize: 200 }));
    await counted(launched.page);
  });

  afterAll(async () => {
    await launched.close();
    await rm(pictures, { recursive: true, force: true });
  });

  it('popovers and menus scroll where they have no room', async () => {
    const { app, page } = launched;
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1024, 640));
    await expect.poll(() => page.evaluate(() => innerHeight), { timeout: 30_000 }).toBe(320);
    for (const name of [/^Reading/, /^Sampling/]) {
      await page.getByRole('button', { name }).click();
      expect(await scrolls(page), String(name)).toBe(true);
      await page.keyboard.press('Escape');
      await page.locator('.popover').waitFor({ state: 'detached' });
    }
    await page.getByRole('group', { name: 'Merged-token overlay' }).click({ button: 'right' });
    expect(await scrolls(page), 'menu of the picture').toBe(true);
    await page.keyboard.press('Escape');
    await page.locator('.popover').waitFor({ state: 'detached' });
  });

  it('a presentation begins with the name of its picture, and no word is cut off at the side', async () => {
    const { app, page } = launched;
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1024, 640));
    await page.getByRole('group', { name: 'Merged-token overlay' }).press('p');
    const words = page.getByRole('region', { name: 'Presentation' });
    await words.waitFor();
    const found = await words.evaluate((box) => {
      const [outer, name] = [box, box.querySelector('h1')].map(
        (each) => each?.getBoundingClientRect() ?? new DOMRect(),
      );
      const parts = [...box.querySelectorAll('h1, h2, p')].map((part) => part.getBoundingClientRect().right);
      return {
        down: (name?.top ?? 0) - (outer?.top ?? 0), // px
        over: Math.max(...parts) - (outer?.right ?? 0),
      };
    });
    expect(found.down).toBeLessThan(40);
    expect(found.over).toBeLessThanOrEqual(0);
    await page.keyboard.press('p');
    await words.waitFor({ state: 'detached' });
  });

  it.each(sizes)('a folder can be looked into in a window of %i x %i', async (width, height) => {
    const { app, page } = launched;
    await app.evaluate(
      ({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h),
      [width, height] as const,
    );
    await expect.poll(() => page.evaluate(() => innerWidth), { timeout: 30_000 }).toBe(width / 2);
    const view = collection(launched);
    if (!(await view.table.isVisible())) await view.open(pictures);
    await view.counted(images);
    await view.table.getByRole('row').nth(1).click();
    await view.table
      .getByRole('row')
      .nth(2)
      .click({ modifiers: ['Shift'] }); // its header is the longer for it
    expect(await faults(page)).toEqual([]);
    const sideways = (box: Element) => box.scrollWidth - box.clientWidth; // px
    for (const part of ['.collection', '.collection-header', '.collection-side'])
      expect(await page.locator(part).evaluate(sideways), part).toBe(0);
  });

  it.each(sizes)('every view can be used in a window of %i x %i', async (width, height) => {
    const { app, page } = launched;
    await app.evaluate(
      ({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h),
      [width, height] as const,
    );
    // A screen that is smaller, as Xvfb's usual 1280 x 1024, does not cut the window; else this fails.
    await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight])).toEqual([width / 2, height / 2]);
    for (const view of views) {
      await page.getByRole('link', { name: view }).click();
      await page.getByRole('main').waitFor();
      expect(await faults(page), `${view} at ${width} x ${height}`).toEqual([]);
    }
    const sideways = (box: Element) => box.scrollWidth - box.clientWidth; // px
    expect(await page.locator('.models').evaluate(sideways)).toBe(0);
  });
});

/** Opened in a window that is too low for it: all of it can be scrolled to, and nothing hangs out of it. */
async function scrolls(page: Page): Promise<boolean> {
  const popover = page.locator('.popover');
  await popover.waitFor();
  return popover.evaluate(
    (box) =>
      box.getBoundingClientRect().bottom <= innerHeight &&
      (box.scrollHeight <= box.clientHeight || getComputedStyle(box).overflowY === 'auto'),
  );
}

/** Waits for the count of every image: until then the shelf is sorted anew all the time, and its images move while they are looked at. */
async function counted(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const images = [...document.querySelectorAll('button[data-image]')];
    return images.length > 1 && images.every(({ ariaLabel }) => / of \d+ tokens/.test(ariaLabel ?? ''));
  });
}

/** What cannot be read or reached: one line each. */
function faults(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const found: string[] = [];
    const name = (element: Element) =>
      `${element.tagName.toLowerCase()} "${element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 40)}"`;
    const controls = document.querySelectorAll<HTMLElement>(
      'button, a[href], input:not([type=hidden]), select, summary, [role=slider]',
    );
    for (const control of controls) {
      if (!control.checkVisibility({ visibilityProperty: true })) continue;
      if (control.closest('[aria-hidden=true], [inert], .hidden-visually, [data-overlay-container]'))
        continue;
      control.scrollIntoView({ block: 'center', inline: 'center' });
      await new Promise(requestAnimationFrame);
      const box = control.getBoundingClientRect();
      if (box.width < 2 || box.height < 2) continue; // hidden visually, another element stands for it
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) {
        found.push(`${name(control)} cannot be scrolled to`);
        continue;
      }
      if (control.closest('.top-bar') !== null && box.top < 2)
        found.push(`${name(control)} touches the window's edge`);
      const hit = document.elementFromPoint(x, y);
      const own = hit !== null && (control.contains(hit) || hit.closest('label')?.contains(control));
      if (!own) found.push(`${name(control)} lies under ${hit === null ? 'nothing' : name(hit)}`);
      // Text that is wider than its button is cut off or runs over its neighbours.
      if (
        control.scrollWidth > control.clientWidth + 1 &&
        getComputedStyle(control).overflowX === 'visible' &&
        control.clientWidth > 0
      )
        found.push(`${name(control)} is wider than its box`);
    }
    const column = document.querySelector('[data-layout=column]');
    if (column !== null && column.scrollWidth > column.clientWidth)
      found.push('the column scrolls sideways as well');
    if (document.documentElement.scrollWidth > innerWidth) found.push('the page is wider than the window');
    return found;
  });
}
