import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { explore } from './support/explore.ts';
import { describeWindow, launch, newUserData, type Launched } from './support/launch.ts';

const patient = { timeout: 30_000 };

describeWindow('the panes of Explore', () => {
  let launched: Launched;
  let userData: string;

  beforeAll(async () => {
    userData = await newUserData();
    launched = await launch({ userData });
    await explore(launched.page).settled();
  });

  afterAll(async () => {
    await launched.close();
    await rm(userData, { recursive: true, force: true });
  });

  async function resize(width: number, height: number): Promise<void> {
    await launched.app.evaluate(
      ({ BrowserWindow }, [across = 0, down = 0]) =>
        BrowserWindow.getAllWindows()[0]?.setContentSize(across, down),
      [width, height],
    );
    await launched.page.waitForFunction(
      ([across, down]) => innerWidth === across && innerHeight === down,
      [width, height],
    );
  }

  /** What the first sample, a square, covers of the window. */
  const share = () =>
    launched.page.evaluate(() => {
      const { width, height } = document.querySelector('.stage')?.getBoundingClientRect() ?? new DOMRect();
      return (Math.min(width, height) - 16) ** 2 / (innerWidth * innerHeight);
    });
  const splitter = (name: string) => launched.page.getByRole('separator', { name });
  const value = async (name: string) => Number(await splitter(name).getAttribute('aria-valuenow'));

  it('leave the picture 18 % of a window of 1280 x 800 with everything open, and 45 % in a presentation', async () => {
    const { page } = launched;
    await resize(1280, 800);
    await expect.poll(share, patient).toBeGreaterThanOrEqual(0.18);
    await page.keyboard.press('p');
    await page.getByRole('region', { name: 'Presentation' }).waitFor();
    await expect.poll(share, patient).toBeGreaterThanOrEqual(0.45);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await splitter('Width of the layers').waitFor();
  });

  it('leave the answer a line in sight also where a note and a message take of its height', async () => {
    const { page } = launched;
    await page
      .getByRole('list', { name: 'Images' })
      .getByRole('button', { name: /^Hubble/ })
      .click();
    await explore(page).askFor('What is in this picture?');
    await page.evaluate(`{
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['not a picture'], 'notes.txt', { type: 'text/plain' }));
      document.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }`);
    await page
      .getByRole('log', { name: 'Messages' })
      .getByText(/notes\.txt/)
      .waitFor();
    const covered = () =>
      page.evaluate(() => {
        const answer = document.querySelector('.answer-merged');
        const [words, facts, body] = ['.answer-text', '.facts', '.answer-body'].map(
          (part) => answer?.querySelector(part)?.getBoundingClientRect() ?? new DOMRect(),
        );
        return Math.round((words?.bottom ?? 0) - Math.min(facts?.top ?? 0, body?.bottom ?? 0)); // px
      });
    await expect.poll(covered, patient).toBeLessThanOrEqual(0);
  });

  it('are kept between starts, dragged or moved with keys, open or closed', async () => {
    const { page } = launched;
    const before = await value('Width of budget and cost');
    await splitter('Width of budget and cost').press('ArrowLeft');
    await expect.poll(() => value('Width of budget and cost'), patient).toBe(before + 16);

    const box = (await splitter('Width of the images').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const shelf = await value('Width of the images');
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width / 2, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 30, y, { steps: 3 });
    await page.mouse.up();
    await expect.poll(() => value('Width of the images'), patient).toBe(shelf + 30);

    await page.getByRole('group', { name: 'Merged-token overlay' }).focus();
    await page.keyboard.press('q');
    await page.getByRole('region', { name: 'Question and answers' }).waitFor({ state: 'detached' });
    await expect
      .poll(() => page.evaluate(async () => JSON.stringify(await window.dymu?.settings.read())), patient)
      .toContain('"dialogue":false');

    await launched.close();
    launched = await launch({ userData });
    await explore(launched.page).ready();
    await resize(1280, 800);
    await expect.poll(() => value('Width of budget and cost'), patient).toBe(before + 16);
    expect(await value('Width of the images')).toBe(shelf + 30);
    expect(await splitter('Height of question and answers').count()).toBe(0);
  });

  it('come back where the question is wanted, and to their usual sizes', async () => {
    const { page } = launched;
    await page.keyboard.press('/');
    await page.getByRole('textbox', { name: 'Question' }).waitFor();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')), patient)
      .toBe('Question');
    const wide = await value('Width of budget and cost');
    await splitter('Width of budget and cost').dblclick();
    await expect.poll(() => value('Width of budget and cost'), patient).toBe(wide - 16);
  });
});
