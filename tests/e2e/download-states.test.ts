/** What stops a download, in the real window and before the local hub: nobody known, a token that is refused or not let in, no key store, no room; and a gated model with a token that the key store keeps. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commitOf, fakeHub, gitBlob, type FakeHub, type FakeModel } from '../hub/fake-hub.ts';
import { violations } from './support/axe.ts';
import {
  describeWindow,
  launch,
  newUserData,
  removeUserData,
  root,
  type Launched,
} from './support/launch.ts';

async function published(): Promise<FakeModel> {
  const folder = join(root, 'assets/pocket');
  const read = (await readdir(folder)).map(
    async (name) => [name, await readFile(join(folder, name))] as const,
  );
  return { commit: commitOf('a'), files: Object.fromEntries(await Promise.all(read)), licence: 'apache-2.0' };
}

describeWindow('a download that something stops', () => {
  let hub: FakeHub;
  let model: FakeModel;
  let [userData, home] = ['', ''];
  let launched: Launched;

  const page = () => launched.page;
  const button = (name: string) => page().getByRole('button', { name, exact: true });
  const field = () => page().getByRole('textbox', { name: 'Model to download' });
  const plan = (name: string) => page().getByRole('region', { name: `Download of ${name}` });
  const alert = () => page().getByRole('dialog').getByRole('alert');

  async function lookUp(name: string): Promise<void> {
    if (!(await field().isVisible())) await button('Download model…').click();
    await field().fill(name);
    await button('Look up').click();
  }

  async function close(): Promise<void> {
    await button('Close').click();
    await page().getByRole('dialog').waitFor({ state: 'hidden' });
  }

  async function shot(name: string): Promise<void> {
    expect(await violations(page())).toEqual([]);
    const folder = process.env['DYMU_SHOTS'];
    if (folder !== undefined) await page().screenshot({ path: join(folder, `${name}.png`) });
  }

  /** The key store of a test: this computer's, where there is one, is nobody's business here. */
  async function keyStore(open: boolean): Promise<void> {
    await launched.app.evaluate(({ safeStorage }, isOpen) => {
      Object.assign(safeStorage, {
        isEncryptionAvailable: () => isOpen,
        getSelectedStorageBackend: () => 'gnome_libsecret',
        encryptString: (text: string) => Buffer.from(Buffer.from(text).map((byte) => byte ^ 0x5a)),
        decryptString: (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0x5a)).toString(),
      });
    }, open);
  }

  async function keep(token: string): Promise<void> {
    await page().getByLabel('Access token').fill(token);
    await button('Keep the access token').click();
    await button('Forget the access token').waitFor();
  }

  beforeAll(async () => {
    model = await published();
    hub = await fakeHub({ 'org/pocket': model, 'org/gated': { ...model, gated: true } });
    [home, userData] = [await newUserData(), await newUserData()];
    const environment = { HF_ENDPOINT: hub.endpoint, HF_HOME: home, HF_TOKEN: '' };
    launched = await launch({ userData, environment });
    await keyStore(false);
    await page().getByRole('link', { name: 'Models' }).click();
    await page().getByRole('radiogroup', { name: 'Vision encoder' }).waitFor();
  });

  afterAll(async () => {
    await launched.close();
    await hub.close();
    await Promise.all([userData, home].map(removeUserData));
  });

  it('says of a private model, and of none, that a token may be missing', async () => {
    await lookUp('org/private');
    await alert()
      .getByText(
        /knows no model 'org\/private', or keeps it for its owners; check the name, or give .* in Models under Where models come from\.$/u,
      )
      .waitFor();
    await shot('1-unknown');
  });

  it('says of a gated model whom to ask, and begins nothing', async () => {
    await lookUp('org/gated');
    await plan('org/gated')
      .getByText(`Ask for access on ${hub.endpoint}/org/gated, then give your access token`, { exact: false })
      .waitFor();
    expect(await plan('org/gated').getByRole('button', { name: 'Download', exact: true }).isDisabled()).toBe(
      true,
    );
    await shot('2-gated');
    await close();
  });

  it('says that no token is kept where no key store is open, and keeps one where it is', async () => {
    await page()
      .getByText(/^Where models come from/u)
      .click();
    await page().getByText('This computer has no key store that is open', { exact: false }).waitFor();
    await shot('3-no-key-store');
    await keyStore(true);
    await page().getByRole('link', { name: 'Explore' }).click();
    await page().getByRole('link', { name: 'Models' }).click();
    await page()
      .getByText(/^Where models come from/u)
      .click();
    await keep('hf_stranger');
    await shot('4-kept');
    for (const name of ['settings.json', 'hub-token'])
      expect(await readFile(join(userData, name), 'utf8').catch(() => '')).not.toContain('hf_stranger');
  });

  it('says of a token whose account was not let in that it was not', async () => {
    await lookUp('org/gated');
    await plan('org/gated')
      .getByText(/not yet the account of your access token\. Ask for access on /u)
      .waitFor();
    await shot('5-not-let-in');
  });

  it('says of a token that the hub does not take that it does not', async () => {
    hub.misbehave = ({ authorization }, response) => {
      if (authorization === undefined) return false;
      response.writeHead(401, { 'x-error-message': 'Invalid credentials in Authorization header' }).end();
      return true;
    };
    await lookUp('org/pocket');
    await alert()
      .getByText(/does not take the access token; copy it again from the settings of your account\.$/u)
      .waitFor();
    await shot('6-refused');
    hub.misbehave = () => false;
    await close();
  });

  it('says how much room it needs where there is too little, and begins nothing', async () => {
    const weights = 2 ** 52;
    hub.misbehave = ({ path }, response) => {
      if (!path.startsWith('/api/models/org/pocket')) return false;
      const siblings = Object.entries(model.files).map(([rfilename, bytes]) => ({
        rfilename,
        size: rfilename === 'model.safetensors' ? weights : bytes.length,
        blobId: gitBlob(bytes),
        ...(rfilename === 'model.safetensors' ? { lfs: { sha256: 'b'.repeat(64), size: weights } } : {}),
      }));
      const found = { id: 'org/pocket', sha: model.commit, private: false, gated: false, tags: [], siblings };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(found));
      return true;
    };
    await lookUp('org/pocket');
    await plan('org/pocket')
      .getByText(/^It needs 4503\.6 TB and 67 MB beside it on the disk of the download cache, which has /u)
      .waitFor();
    expect(await plan('org/pocket').getByRole('button', { name: 'Download', exact: true }).isDisabled()).toBe(
      true,
    );
    await shot('7-no-room');
    hub.misbehave = () => false;
    await close();
  });

  it('comes with the kept token of an account that was let in, which goes to the hub alone', async () => {
    await button('Forget the access token').click();
    await keep('hf_let_in');
    await lookUp('org/gated');
    await plan('org/gated').getByText('this access token may have it', { exact: false }).waitFor();
    await shot('8-granted');
    await plan('org/gated').getByRole('button', { name: 'Download', exact: true }).click();
    await page().getByRole('log', { name: 'Messages' }).getByText('org/gated is here.').waitFor();
    const store = hub.seen.filter(({ server }) => server === 'store');
    expect(store.length).toBeGreaterThan(0);
    expect(store.every(({ authorization }) => authorization === undefined)).toBe(true);
    await shot('9-here');
    expect(launched.pageErrors).toEqual([]);
  });
});
