/** The Sampling control on a model that has settings of its own. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { editJson, goldenModel } from '../support/scratch.ts';
import { explore } from './support/explore.ts';
import { describeWindow, launch, newUserData, type Launched } from './support/launch.ts';

describeWindow('sampling', () => {
  let launched: Launched;
  let view: ReturnType<typeof explore>;
  let folder: string;
  let userData: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dymu-sampling-'));
    userData = await newUserData();
    await cp(goldenModel('llava15-clip'), folder, { recursive: true });
    const settings = {
      repetition_penalty: 1.5,
      temperature: 2,
      do_sample: true,
      num_beams: 4,
      max_new_tokens: 8,
    };
    await editJson(folder, 'generation_config.json', settings);
    await writeFile(
      join(userData, 'settings.json'),
      JSON.stringify({ version: 1, model: { directory: folder } }),
    );
    launched = await launch({ userData });
    view = explore(launched.page);
    await view.ready();
  });

  afterAll(async () => {
    await launched.close();
    await rm(folder, { recursive: true });
    await rm(userData, { recursive: true, force: true });
  });

  const control = () => launched.page.getByRole('button', { name: /^Sampling: / });

  it("says what is in force, the model's own settings named, and samples when told to", async () => {
    await expect.poll(() => control().innerText()).toBe('Greedy · 1 model setting');
    await view.askFor('What is it?');
    expect(await view.region('All tokens').innerText()).toContain('greedy, repetition_penalty 1.5');
    await control().click();
    const dialog = launched.page.getByRole('dialog', { name: 'Sampling' });
    await dialog.getByRole('radio', { name: 'Sampled' }).click();
    const rows = (await dialog.getByRole('row').allInnerTexts()).map((row) => row.replace(/\s+/g, ' '));
    expect(rows).toEqual([
      'temperature 2 generation_config.json',
      'top_k 50 default of transformers',
      'repetition_penalty 1.5 generation_config.json',
    ]);
    expect(await dialog.innerText()).toContain('Not done here: num_beams 4.');
    if (process.env['DYMU_SCREENSHOTS'] !== undefined) {
      await launched.page.screenshot({ path: join(process.env['DYMU_SCREENSHOTS'], 'sampling.png') });
    }
    await launched.page.keyboard.press('Escape');
    expect(await view.region('All tokens').innerText()).toContain('stale: Answered greedily.');
    await view.askFor('What is it?');
    expect(await view.region('All tokens').innerText()).toContain('sampled, seed 1');
    expect(await view.region('Merged tokens').innerText()).toContain('sampled, seed 1');
    expect(launched.pageErrors).toEqual([]);
  });
});
