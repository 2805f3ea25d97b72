/** A model from the hub in the real window: pasted, listed, begun, paused, taken up after a restart, used, repaired, removed. The hub is on this computer. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commitOf, fakeHub, sha256, type FakeHub, type FakeModel } from '../hub/fake-hub.ts';
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

/** Against hangs alone. */
const longestMs = 120_000;

/** The embedded model, as somebody would publish it. */
async function published(): Promise<FakeModel> {
  const folder = join(root, 'assets/pocket');
  const names = await readdir(folder);
  const read = names.map(async (name) => [name, await readFile(join(folder, name))] as const);
  const files = { ...Object.fromEntries(await Promise.all(read)), 'pytorch_model.bin': Buffer.alloc(1000) };
  return { commit: commitOf('a'), files, licence: 'apache-2.0' };
}

/** Lets the first piece of the weights come and holds the others back until it is told. */
function holdBack(hub: FakeHub, weights: Buffer): () => void {
  hub.misbehave = ({ server, range }, response) => {
    if (server !== 'store' || range === undefined || range.startsWith('bytes=0-')) return false;
    const [, from] = /^bytes=(\d+)-/u.exec(range) ?? [];
    response.on('error', () => undefined); // the client leaves
    response.writeHead(206, {
      'content-range': `bytes ${from}-${/-(\d+)$/u.exec(range)?.[1]}/${weights.length}`,
    });
    response.flushHeaders();
    return true;
  };
  return () => (hub.misbehave = () => false);
}

describeWindow('a model from the hub', () => {
  let hub: FakeHub;
  let weights: Buffer;
  let environment: Readonly<Record<string, string>>; // of the application
  let userData: string;
  let home: string;
  let launched: Launched;

  const page = (): Page => launched.page;
  const button = (name: string) => page().getByRole('button', { name, exact: true });
  const downloads = () => page().getByRole('list', { name: 'Downloads' });
  const ofStore = () => hub.seen.filter(({ server }) => server === 'store');

  async function open(): Promise<void> {
    launched = await launch({ userData, environment });
    page().setDefaultTimeout(longestMs);
    await page().getByRole('link', { name: 'Models' }).click();
  }

  beforeAll(async () => {
    const model = await published();
    weights = model.files['model.safetensors'] ?? Buffer.of();
    hub = await fakeHub({ 'org/pocket': model, 'org/gated': { ...model, gated: true } });
    home = await newUserData();
    environment = { HF_ENDPOINT: hub.endpoint, HF_HOME: home };
    userData = await newUserData();
    await open();
    // The engine is up, and nothing changes any more.
    await page().getByRole('radiogroup', { name: 'Vision encoder' }).waitFor();
    await page().getByRole('status', { name: 'Activity' }).filter({ hasText: 'Ready' }).waitFor();
  });

  afterAll(async () => {
    await launched.close();
    await hub.close();
    await Promise.all([userData, home].map(removeUserData));
  });

  it('asks nobody before a model is looked up, and says then what it would bring', async () => {
    await button('Download model…').click();
    const field = page().getByRole('textbox', { name: 'Model to download' });
    await field.waitFor();
    expect(hub.seen).toEqual([]);
    await field.fill(`${hub.endpoint}/org/pocket/blob/main/config.json`);
    await field.press('Enter');
    const plan = page().getByRole('region', { name: 'Download of org/pocket' });
    await plan.getByText('21 MB to fetch').waitFor();
    const words = await plan.innerText();
    expect(words).toContain('apache-2.0');
    expect(words).toMatch(/To answer it needs about \d+ MB of memory in fp32, and [\d.]+ GB are free\./u);
    await plan.getByText('10 files').click();
    await plan.getByText('left out: the weights in a form that is not read here').waitFor();
    expect(await violations(page())).toEqual([]);
    expect(ofStore()).toEqual([]);
  });

  it('is paused, rests over a restart, and goes on with what is missing', async () => {
    const release = holdBack(hub, weights);
    await button('Download').click();
    await page().getByRole('dialog').waitFor({ state: 'hidden' });
    await downloads()
      .getByText(/^Downloading · 8 MB of 21 MB/u)
      .waitFor();
    await button('Pause: Downloading org/pocket').click();
    await downloads().getByText('paused · 8 MB of 21 MB').waitFor();

    await launched.close();
    const before = hub.seen.length;
    await open();
    await downloads().getByText('paused · 8 MB of 21 MB').waitFor();
    expect(hub.seen).toHaveLength(before);

    release();
    await button('Resume: Downloading org/pocket').click();
    await page().getByRole('log', { name: 'Messages' }).getByText('org/pocket is here.').waitFor();
    expect(ofStore().filter(({ range }) => range?.startsWith('bytes=0-'))).toHaveLength(1);
  });

  it('is used from where it lies, and answers', async () => {
    await button('Use org/pocket').first().click();
    const card = page().getByRole('article', { name: 'org/pocket' });
    await card.getByText(join('hub', 'models--org--pocket', 'snapshots', commitOf('a'))).waitFor();
    await page().getByRole('link', { name: 'Explore' }).click();
    await explore(page()).askFor('Describe the image.');
    expect(await explore(page()).region('All tokens').innerText()).toContain('Three balloons and two gifts');
  });

  it('answers in another precision with the same tokens; the answers before are called stale', async () => {
    const tokens = await explore(page()).tokenCount();
    await page().getByRole('link', { name: 'Models' }).click();
    const card = page().getByRole('article', { name: 'org/pocket' });
    await card.getByText(/^Memory on the CPU: fp32: about \d+ MB, fits; int8: /u).waitFor();
    await card.getByRole('radio', { name: 'int4' }).click();
    await card.getByText('CPU, int4').waitFor();
    expect(await violations(page())).toEqual([]);
    await page().getByRole('link', { name: 'Explore' }).click();
    await page().getByText('The language model has another precision now.').first().waitFor();
    expect(await explore(page()).tokenCount()).toEqual(tokens);
    await button('Ask').click();
    await page()
      .getByText('The language model has another precision now.')
      .first()
      .waitFor({ state: 'hidden' });
    await explore(page()).settled();
  });

  it('is checked by its content: only the file that is wrong comes again', async () => {
    await page().getByRole('link', { name: 'Models' }).click();
    await button('Use Embedded model').click();
    await page().getByRole('article', { name: 'pocket', exact: true }).waitFor();
    const blob = join(home, 'hub/models--org--pocket/blobs', sha256(weights));
    const damaged = Buffer.from(weights);
    damaged[5_000_000] = (damaged[5_000_000] ?? 0) ^ 1;
    await writeFile(blob, damaged);
    const before = hub.seen.length;
    await button('Check org/pocket').click();
    await expect.poll(async () => sha256(await readFile(blob)), { timeout: longestMs }).toBe(sha256(weights));
    const asked = hub.seen.slice(before).filter(({ path }) => path.includes('/resolve/'));
    expect(new Set(asked.map(({ path }) => path.split('/').at(-1)))).toEqual(new Set(['model.safetensors']));
  });

  it('is removed after it was said what goes', async () => {
    await downloads().waitFor({ state: 'hidden' });
    await button('Remove org/pocket…').click();
    const sure = page().getByRole('alertdialog', { name: 'Remove org/pocket?' });
    await sure.getByText(/deleted from the download cache, 21 MB in all/u).waitFor();
    expect(await violations(page())).toEqual([]);
    await sure.getByRole('button', { name: 'Remove', exact: true }).click();
    await page()
      .getByText(/^No model lies in /u)
      .waitFor();
    expect(await readdir(join(home, 'hub'))).not.toContain('models--org--pocket');
  });

  it('is not begun where its owners have not let one in', async () => {
    await button('Download model…').click();
    await page().getByRole('textbox', { name: 'Model to download' }).fill('org/gated');
    await button('Look up').click();
    const plan = page().getByRole('region', { name: 'Download of org/gated' });
    await plan.getByText(`Ask for access on ${hub.endpoint}/org/gated`, { exact: false }).waitFor();
    expect(await plan.getByRole('button', { name: 'Download', exact: true }).isDisabled()).toBe(true);
    await page().keyboard.press('Escape');
    expect(launched.pageErrors).toEqual([]);
  });
});
