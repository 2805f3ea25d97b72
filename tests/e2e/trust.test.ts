import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerPanes, explore } from './support/explore.ts';
import { describeWindow, launch, newUserData, type Launched } from './support/launch.ts';

describeWindow('trust in what the window says', () => {
  let launched: Launched;

  beforeAll(async () => {
    launched = await launch();
    await explore(launched.page).settled();
  });

  afterAll(async () => {
    await launched.close();
  });

  const note = () => launched.page.getByRole('note', { name: 'About this picture' });
  const verdict = () => launched.page.getByRole('region', { name: 'Verdict' });

  it('opens with a sample that the model describes rightly, and says what is true of it', async () => {
    expect(await note().innerText()).toContain(
      '“Three balloons and two gifts on a dotted white background.”',
    );
    for (const name of answerPanes)
      await explore(launched.page).region(name).getByText('Right', { exact: true }).waitFor();
    await verdict().getByText('Same answer, both right').waitFor();
  });

  it('measures by itself while idle, with a number of runs in the verdict', async () => {
    await verdict()
      .getByText(/3 runs of each/)
      .waitFor();
    await explore(launched.page).ready();
  });

  it('measures for the user, and can be stopped', async () => {
    const { page } = launched;
    await page.getByRole('button', { name: 'Measure', exact: true }).click();
    await verdict().getByText('Measuring, 0 of 5').waitFor();
    await verdict().getByRole('button', { name: 'Cancel' }).click();
    await verdict().getByText('Measuring was stopped early.').waitFor();
    await page.getByRole('button', { name: 'Measure', exact: true }).click();
    await verdict()
      .getByText(/5 runs of each/)
      .waitFor();
  });

  it('warns beside a photograph before and after asking, and names the calibration that does not know it', async () => {
    const { page } = launched;
    await page
      .getByRole('button', { name: /^Astronaut Eileen Collins/ })
      .or(page.getByRole('option', { name: /^Astronaut Eileen Collins/ }))
      .first()
      .click();
    await note()
      .getByText(/^A photograph\. The embedded model knows drawn scenes only/)
      .waitFor();
    await page.getByRole('note', { name: 'Outside the calibration' }).waitFor();
    await explore(page).askFor('What is the person wearing?');
    expect(await note().innerText()).toContain('what it answers is not');
    await verdict()
      .getByText(/about a picture that this model does not know/)
      .waitFor();
    expect(await page.getByText('Right', { exact: true }).count()).toBe(0);
  });

  it('keeps the earlier answers when a question is stopped', async () => {
    const { page } = launched;
    const view = explore(page);
    const words = (name: (typeof answerPanes)[number]) =>
      view.region(name).locator('.answer-text').innerText();
    const before = await Promise.all(answerPanes.map(words));
    await view.question.fill('What is in the background?');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.keyboard.press('Escape');
    await view.region('Merged tokens').getByText('stopped; the earlier answer is kept').waitFor();
    expect(await words('Merged tokens')).toBe(before[1]);
    await view
      .region('Merged tokens')
      .getByText('The words above answer “What is the person wearing?”.')
      .waitFor();
  });

  it('says what it is', async () => {
    const { page } = launched;
    await page.keyboard.press('Control+k');
    await page.keyboard.type('about dymu');
    await page.keyboard.press('Enter');
    const about = page.getByRole('dialog', { name: 'About DyMU Explorer' });
    await about.getByText('Licence').waitFor();
    expect(await about.innerText()).toMatch(/Version\s+\d+\.\d+\.\d+[\s\S]*Licence\s+MIT/);
    await page.keyboard.press('Escape');
  });

  it('logs no error', () => {
    expect(launched.pageErrors).toEqual([]);
  });
});

describeWindow('known models', () => {
  it('are listed after the embedded one across starts; a missing folder says so and can be removed', async () => {
    const userData = await newUserData();
    const settings = join(userData, 'settings.json');
    await writeFile(settings, JSON.stringify({ version: 1, model: { directory: join(userData, 'gone') } }));
    const launched = await launch({ userData });
    const { page } = launched;
    try {
      await page.getByRole('link', { name: 'Models' }).click();
      const entries = page.getByRole('list', { name: 'Known models' }).getByRole('listitem');
      await entries.nth(1).getByText('This folder is not there now.').waitFor();
      expect(await entries.nth(0).innerText()).toContain('Embedded model');
      await page.getByRole('button', { name: 'Remove gone from the list' }).click();
      await page.getByRole('log', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).waitFor();
      expect(await entries.count()).toBe(1);
    } finally {
      await launched.close();
    }
    expect(JSON.parse(await readFile(settings, 'utf8'))).toMatchObject({ model: null, knownModels: [] });
    await rm(userData, { recursive: true, force: true });
  });
});
