import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createHubDesk, type KeyStore } from '../../electron/hub-desk.ts';
import { askHub, type HubQuestion } from '../../electron/hub-messages.ts';
import { openSettings } from '../../electron/settings.ts';
import { emptyFolder, rejection } from '../support/scratch.ts';

const turned = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x55));
const keys: KeyStore = {
  isEncryptionAvailable: () => true,
  encryptString: (text) => turned(Buffer.from(text)),
  decryptString: (bytes) => turned(bytes).toString(),
  getSelectedStorageBackend: () => 'gnome_libsecret',
};

async function desk(store: KeyStore = keys, environment: Record<string, string> = {}) {
  const folder = await emptyFolder();
  const tokenFile = join(folder, 'data', 'hub-token');
  const { store: settings } = await openSettings(join(folder, 'settings.json'));
  const made = createHubDesk({
    ...{ store: settings, keys: store, tokenFile, platform: 'linux' },
    environment: { HF_HOME: folder, ...environment },
  });
  return { made, tokenFile, settings, file: join(folder, 'settings.json') };
}

describe('what the application was told about the hub', () => {
  it('is nothing at first', async () => {
    const { made } = await desk();
    expect(await made.settings()).toEqual({});
    expect(await made.read()).toEqual({
      ...{ endpoint: null, offline: false, asks: 'https://huggingface.co', forbiddenBy: null },
      ...{ tokenFrom: null, cannotKeep: null },
    });
  });

  it('is kept: mirror and offline in the settings, the token encrypted in a file of its own', async () => {
    const { made, tokenFile, file } = await desk();
    const state = await made.write({
      endpoint: ' https://mirror.example/ ',
      offline: true,
      token: ' hf_secret ',
    });
    expect(state).toEqual({
      ...{ endpoint: 'https://mirror.example', offline: true, asks: 'https://mirror.example' },
      ...{ forbiddenBy: 'your own setting', tokenFrom: 'settings', cannotKeep: null },
    });
    expect(await made.settings()).toEqual({
      endpoint: 'https://mirror.example',
      offline: true,
      token: 'hf_secret',
    });
    expect((await readFile(tokenFile)).includes('hf_secret')).toBe(false);
    expect((await stat(tokenFile)).mode & 0o777).toBe(0o600);
    const settings = await readFile(file, 'utf8');
    expect(settings).toContain('mirror.example');
    expect(settings).not.toContain('secret');
    expect(JSON.stringify(state)).not.toContain('secret');
  });

  it('is taken back', async () => {
    const { made } = await desk();
    await made.write({ endpoint: 'https://mirror.example', offline: true, token: 'hf_secret' });
    expect(await made.write({ endpoint: null, offline: false, token: null })).toMatchObject({
      ...{ endpoint: null, offline: false, tokenFrom: null, forbiddenBy: null },
    });
  });

  it('goes before the environment, which is told too', async () => {
    const { made } = await desk(keys, { HF_TOKEN: 'hf_environment', HF_ENDPOINT: 'https://other.example' });
    expect(await made.read()).toMatchObject({ tokenFrom: 'environment', asks: 'https://other.example' });
    expect(await made.write({ token: 'hf_own' })).toMatchObject({ tokenFrom: 'settings' });
  });

  it.each([[{ isEncryptionAvailable: () => false }], [{ getSelectedStorageBackend: () => 'basic_text' }]])(
    'keeps no token where it would not be safe',
    async (change) => {
      const { made, tokenFile } = await desk({ ...keys, ...change });
      expect((await made.read()).cannotKeep).toMatch(/has no key store that is open/u);
      const { message } = await rejection(made.write({ token: 'hf_secret' }));
      expect(message).toMatch(
        /^This computer has no key store that is open, so no token is kept; set HF_TOKEN/u,
      );
      await expect(stat(tokenFile)).rejects.toThrow('ENOENT');
    },
  );

  it.each([
    [{ token: 'two words' }, 'That is no access token'],
    [{ endpoint: 'mirror' }, "The mirror is 'mirror', which is no address of a hub"],
  ])('refuses %j, and nothing changes', async (changes, words) => {
    const { made } = await desk();
    expect((await rejection(made.write({ offline: true, ...changes }))).message).toContain(words);
    expect(await made.settings()).toEqual({});
  });
});

describe('the engine process', () => {
  it('asks anew each time, and takes the answer to its own question', async () => {
    const asked: HubQuestion[] = [];
    const hub = askHub((question) => asked.push(question));
    const [first, second] = [hub.ask(), hub.ask()];
    hub.receive({ kind: 'hub', id: asked[1]?.id, settings: { offline: true } });
    hub.receive({ kind: 'paths', id: asked[0]?.id, found: [] });
    hub.receive({ kind: 'hub', id: asked[0]?.id, settings: { token: 'hf_x' } });
    expect(await first).toEqual({ token: 'hf_x' });
    expect(await second).toEqual({ offline: true });
  });
});
