/** How much accuracy merging keeps: a small run of the bundled questions in the real window, looked into, and found again after a restart. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { explore } from './support/explore.ts';
import { startBrowser, type Hosted } from './support/hosts.ts';
import { describeWindow, enginePid, launch, newUserData, type Launched } from './support/launch.ts';
import { describeBrowser } from './support/served.ts';

async function open(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Evaluate' }).click();
  await page.getByText('One question a line: 2,700 questions about 300 images.').waitFor();
}

const found = (page: Page) => page.getByRole('group', { name: 'What the run has found' });
const progress = (page: Page) => page.getByRole('status', { name: 'Progress of the run' });

async function passesAxe(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await violations(page)).toEqual([]);
    const folder = process.env['DYMU_SCREENS'];
    if (folder === undefined) continue;
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), animations: 'disabled' });
  }
}

/** In every host. */
async function runsOnOnePress(page: Page): Promise<void> {
  for (const mode of ['DyMU high', 'DyMU mid'])
    await page.getByRole('button', { name: `Remove ${mode}` }).click();
  await page.getByRole('textbox', { name: 'Images' }).fill('6');
  await passesAxe(page, 'evaluate-empty');
  await page.getByRole('button', { name: /^Start$/ }).click();
  await progress(page).getByText(/^done/).waitFor({ timeout: 150_000 });
  await found(page)
    .getByText(/^DyMU low keeps \d+ % of the accuracy with 1\d % of the tokens/)
    .first()
    .waitFor();
  const table = page.getByRole('region', { name: 'Retention table' });
  expect(await table.getByRole('row').count()).toBe(3);
  expect(
    await found(page)
      .getByRole('button', { name: /Show changed answers\.$/ })
      .count(),
  ).toBe(1);
  await passesAxe(page, 'evaluate-done');
}

async function leadsToChangedQuestions(page: Page): Promise<void> {
  await found(page)
    .getByRole('button', { name: /Show changed answers\.$/ })
    .press('Enter');
  await page.getByRole('heading', { name: 'DyMU low against all tokens' }).waitFor();
  await page.getByRole('radio', { name: 'All', exact: true }).check();
  await page.getByText(/54 shown/).waitFor();
  await page.getByRole('searchbox').fill('how many');
  const rows = page.getByRole('list', { name: 'Questions' }).getByRole('listitem');
  await rows.first().waitFor();
  await page.locator('.changed-picture[src]').first().waitFor();
  await passesAxe(page, 'evaluate-changed');
  const explored = rows.first().getByRole('button', { name: /^Open in Explore/ });
  const [, question = ''] =
    /^Open in Explore: (.*), \d+\.webp$/.exec((await explored.getAttribute('aria-label')) ?? '') ?? [];
  await explored.click();
  const view = explore(page);
  await expect.poll(() => view.question.inputValue()).toBe(question);
  await view.images.getByRole('button', { name: /^\d+\.webp/ }).waitFor();
  await expect.poll(() => view.slider.inputValue()).toBe('38');
}

describeWindow('an evaluation', () => {
  let launched: Launched;
  let userData: string;
  let cache: string;
  const cacheBefore = process.env['DYMU_CACHE'];

  beforeAll(async () => {
    // Answers of other runs would be taken over.
    cache = await mkdtemp(join(tmpdir(), 'dymu-cache-'));
    process.env['DYMU_CACHE'] = cache;
    userData = await newUserData();
    launched = await launch({ userData });
    await explore(launched.page).settled();
    await open(launched.page);
  });

  afterAll(async () => {
    await launched.close();
    if (cacheBefore === undefined) delete process.env['DYMU_CACHE'];
    else process.env['DYMU_CACHE'] = cacheBefore;
    for (const folder of [userData, cache]) await rm(folder, { recursive: true, force: true });
  });

  it('takes one press, and shows sentence, chart and table', () => runsOnOnePress(launched.page));

  it('leads to the questions whose answer changed, and from there into Explore', () =>
    leadsToChangedQuestions(launched.page));

  it('goes on from the answers it has when the engine is killed in the midst of it', async () => {
    const { app, page } = launched;
    await open(page);
    await page.getByRole('textbox', { name: 'Images' }).fill('60');
    await page.getByRole('button', { name: /^Start$/ }).click();
    await page.getByText(/^Partial: /).waitFor({ timeout: 120_000 });
    await passesAxe(page, 'evaluate-partial');
    const answers = async () => {
      const words = await progress(page).innerText();
      return words.startsWith('done')
        ? 1080
        : Number(/(\d[\d,]*) of 1,080/.exec(words)?.[1]?.replace(',', ''));
    };
    const pid = await enginePid(app);
    process.kill(pid, 'SIGSTOP'); // so that it is not done meanwhile
    const before = await answers();
    expect(before).toBeGreaterThan(0);
    process.kill(pid, 'SIGKILL');
    await page
      .getByRole('status', { name: 'Engine' })
      .getByText(/ended from outside \(SIGKILL\)/)
      .waitFor();
    await expect.poll(answers, { timeout: 120_000 }).toBeGreaterThan(Math.min(before, 1079));
    expect(await enginePid(app)).not.toBe(pid);
  });

  it('is found again after a restart, and a run that was interrupted goes on', async () => {
    await launched.close();

    launched = await launch({ userData });
    const { page } = launched;
    await open(page);
    await progress(page)
      .getByText(/\d+ of 1,080 answers|^done/)
      .waitFor({ timeout: 120_000 });
    const runs = page.getByRole('list', { name: 'Runs' });
    expect(await runs.getByRole('listitem').count()).toBe(2);
    if (!/^done/.test(await progress(page).innerText())) {
      await page.getByRole('button', { name: 'Pause' }).last().click();
      await progress(page)
        .getByText(/^paused/)
        .waitFor();
    }
    await runs.getByRole('button', { name: /6 images/ }).click();
    await found(page)
      .getByText(/^DyMU low keeps \d+ % of the accuracy/)
      .first()
      .waitFor();
    expect(launched.pageErrors).toEqual([]);
  });

  it('says what a file is before anything is asked', async () => {
    const { app, page } = launched;
    // In a folder of its own: data sets are looked for in and below the file's folder.
    const file = join(await mkdtemp(join(cache, 'alone-')), 'package.json');
    await writeFile(file, '{"name":"nobody asks here"}');
    await app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    }, file);
    await page.getByRole('button', { name: 'File…' }).click();
    await page
      .getByRole('alert')
      .filter({ hasText: /package\.json/ })
      .waitFor();
    expect(await page.getByRole('button', { name: /^Start$/ }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Bundled', exact: true }).click();
    await page.getByText('One question a line: 2,700 questions about 300 images.').waitFor();
  });
});

describeBrowser('an evaluation in a browser', () => {
  let hosted: Hosted;

  beforeAll(async () => {
    hosted = await startBrowser();
    await explore(hosted.page).settled();
    await open(hosted.page);
  });

  afterAll(async () => {
    await hosted.close();
  });

  it('takes one press, and shows sentence, chart and table', () => runsOnOnePress(hosted.page));

  it('leads to the questions whose answer changed, and from there into Explore', async () => {
    await leadsToChangedQuestions(hosted.page);
    expect(hosted.pageErrors).toEqual([]);
  });
});
