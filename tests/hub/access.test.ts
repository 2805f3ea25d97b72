import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkOnline, hubAccess } from '../../src-engine/hub/access.ts';
import { mayCarryToken } from '../../src-engine/hub/transport.ts';
import { emptyFolder, refusal, rejection } from '../support/scratch.ts';

describe('who is asked for models', () => {
  it('is the hub, without a token, unless something else is said', async () => {
    expect(await hubAccess({ HF_HOME: await emptyFolder() })).toEqual({
      endpoint: 'https://huggingface.co',
      offline: undefined,
      token: undefined,
      proxy: { http: '', https: '', no: '' },
    });
  });

  it('is the mirror of the environment, and that of the settings before it', async () => {
    const environment = { HF_ENDPOINT: 'https://mirror.example/hub/', HF_HOME: await emptyFolder() };
    expect((await hubAccess(environment)).endpoint).toBe('https://mirror.example/hub');
    expect((await hubAccess(environment, { endpoint: 'https://own.example' })).endpoint).toBe(
      'https://own.example',
    );
  });

  it.each(['mirror', 'ftp://mirror', 'https://user:secret@mirror'])(
    'refuses the endpoint %j',
    async (endpoint) => {
      const { message } = await rejection(hubAccess({ HF_ENDPOINT: endpoint }));
      expect(message).toContain('which is no address of a hub');
    },
  );

  it('reads the proxies as other programs do', async () => {
    const environment = { https_proxy: 'http://proxy:3128', NO_PROXY: 'local', HF_HOME: await emptyFolder() };
    expect((await hubAccess(environment)).proxy).toEqual({
      http: '',
      https: 'http://proxy:3128',
      no: 'local',
    });
  });
});

describe('the token', () => {
  it('is that of the settings, then that of the environment, then that of the file', async () => {
    const home = await emptyFolder();
    await writeFile(join(home, 'token'), 'hf_file\n');
    const environment = { HF_HOME: home, HF_TOKEN: 'hf_environment' };
    expect((await hubAccess(environment, { token: 'hf_own' })).token).toEqual({
      value: 'hf_own',
      from: 'settings',
    });
    expect((await hubAccess(environment)).token).toEqual({ value: 'hf_environment', from: 'environment' });
    expect((await hubAccess({ HF_HOME: home })).token).toEqual({ value: 'hf_file', from: 'file' });
  });

  it('lies beside the cache of the home, or where HF_TOKEN_PATH says', async () => {
    const folder = await emptyFolder();
    await mkdir(join(folder, 'huggingface'));
    await writeFile(join(folder, 'huggingface', 'token'), 'hf_usual');
    await writeFile(join(folder, 'elsewhere'), 'hf_elsewhere');
    expect((await hubAccess({ XDG_CACHE_HOME: folder })).token?.value).toBe('hf_usual');
    expect((await hubAccess({ HF_TOKEN_PATH: join(folder, 'elsewhere') })).token?.value).toBe('hf_elsewhere');
  });

  it('that no header can carry is refused without showing it', async () => {
    const { message } = await rejection(hubAccess({ HF_TOKEN: 'hf_sec ret\n1' }));
    expect(message).toContain('The access token of the environment is no token');
    expect(message).not.toContain('sec');
  });

  it('goes to the endpoint alone, and over no open line', () => {
    const hub = new URL('https://huggingface.co');
    expect(mayCarryToken(new URL('https://huggingface.co/api'), hub)).toBe(true);
    expect(mayCarryToken(new URL('https://cdn.example/x'), hub)).toBe(false);
    expect(mayCarryToken(new URL('https://huggingface.co:444/x'), hub)).toBe(false);
    expect(mayCarryToken(new URL('http://mirror.example/x'), new URL('http://mirror.example'))).toBe(false);
    expect(mayCarryToken(new URL('http://127.0.0.1:80/x'), new URL('http://127.0.0.1:80'))).toBe(true);
  });
});

describe('staying offline', () => {
  it.each([
    [{ HF_HUB_OFFLINE: '1' }, {}, 'HF_HUB_OFFLINE'],
    [{ TRANSFORMERS_OFFLINE: 'yes' }, {}, 'TRANSFORMERS_OFFLINE'],
    [{}, { offline: true }, 'your own setting'],
  ])('is said by %j %j', async (environment, own, who) => {
    const access = await hubAccess({ HF_HOME: await emptyFolder(), ...environment }, own);
    expect(refusal(() => checkOnline(access)).message).toContain(`because ${who} says to stay offline`);
  });

  it('is not said by HF_HUB_OFFLINE=0', async () => {
    expect((await hubAccess({ HF_HUB_OFFLINE: '0', HF_HOME: await emptyFolder() })).offline).toBeUndefined();
  });
});
