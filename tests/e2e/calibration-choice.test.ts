/** The embedded model with a calibration of the user's own: said on the card, put back to the shipped one and to the own one, kept over a restart. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { explore } from './support/explore.ts';
import {
  describeWindow,
  launch,
  newUserData,
  removeUserData,
  root,
  type Launched,
} from './support/launch.ts';

describeWindow('the calibration of the embedded model', () => {
  let launched: Launched;
  let userData: string;

  const button = (name: string) => launched.page.getByRole('button', { name, exact: true });
  const said = (text: string) =>
    launched.page.getByRole('article').getByText(text, { exact: true }).waitFor();
  const shipped = 'The calibration that came with DyMU Explorer is in use.';
  const own = 'Your own calibration mine.json is in use.';

  async function open(): Promise<void> {
    launched = await launch({ userData });
    await launched.page.getByRole('link', { name: 'Explore' }).click();
    await explore(launched.page).ready();
    await launched.page.getByRole('link', { name: 'Models' }).click();
  }

  beforeAll(async () => {
    userData = await newUserData();
    const values = { autoMeasure: false };
    await writeFile(join(userData, 'settings.json'), JSON.stringify({ version: 1, values }));
    await mkdir(join(userData, 'calibrations'));
    const text = await readFile(join(root, 'assets/calibrations/pocket.json'), 'utf8');
    await writeFile(join(userData, 'calibrations', 'mine.json'), text);
    await open();
  });

  afterAll(async () => {
    await launched.close();
    await removeUserData(userData);
  });

  it('is the own one until the shipped one is chosen, which stays over a restart, as the own one does then', async () => {
    await said(own);
    await button('Use the shipped calibration').click();
    await said(shipped);
    expect(await violations(launched.page)).toEqual([]);
    await launched.close();
    await open();
    await said(shipped);
    await button('Use mine.json').click();
    await said(own);
    await launched.close();
    await open();
    await said(own);
    expect(launched.pageErrors).toEqual([]);
  });
});
