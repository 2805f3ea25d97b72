/** Updates with electron-updater in the application itself: what is believed of a server, what of its files, and what is sent to it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { UpdateView } from '../../electron/bridge.ts';
import { channelFileName } from '../../electron/updates/channel-name.ts';
import manifest from '../../package.json' with { type: 'json' };
import { describeWindow, launch, newUserData, type Launched } from './support/launch.ts';
import { startUpdateServer, type Mood, type UpdateServer } from './support/update-server.ts';

const { version } = manifest;
const channel = channelFileName(process.platform, process.arch);

describeWindow('Updates', () => {
  let server: UpdateServer;
  let launched: Launched;
  let folder = '';
  let program = '';
  let userData = '';
  const elsewhere: string[] = [];
  const other = createServer((request, response) => {
    elsewhere.push(request.url ?? '');
    response.end('a file of somebody else');
  });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dymu-updates-'));
    userData = await newUserData();
    program = join(folder, 'DyMU-Explorer.AppImage');
    await writeFile(program, '#!/bin/sh\nexit 0\n');
    await chmod(program, 0o755);
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const otherHost = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
    server = await startUpdateServer(otherHost, `#!/bin/sh\ntouch "${join(folder, 'started')}"`);
    const feed = join(folder, 'app-update.yml');
    await writeFile(
      feed,
      JSON.stringify({
        provider: 'generic',
        url: server.url,
        updaterCacheDirName: 'dymu-explorer-updater',
        signingKeys: server.keys,
      }),
    );
    process.env['DYMU_UPDATE_FEED'] = feed;
    process.env['DYMU_UPDATE_PATIENCE'] = '3000';
    process.env['APPIMAGE'] = program;
    process.env['XDG_CACHE_HOME'] = join(folder, 'cache');
    launched = await launch({ userData });
  });

  afterAll(async () => {
    for (const name of ['DYMU_UPDATE_FEED', 'DYMU_UPDATE_PATIENCE', 'APPIMAGE', 'XDG_CACHE_HOME'])
      Reflect.deleteProperty(process.env, name);
    await launched.close();
    await server.close();
    await new Promise((done) => other.close(done));
    await rm(folder, { recursive: true, force: true });
    await rm(userData, { recursive: true, force: true });
  });

  type Act = 'check' | 'download' | 'cancel' | 'install';
  const act = (name: Act) => launched.page.evaluate((which) => window.dymu?.updates[which](), name);
  const view = () =>
    launched.page.evaluate(
      () => new Promise<UpdateView>((resolve) => void window.dymu?.onUpdateView(resolve)),
    );
  async function checking(announced: string, mood: Mood): Promise<UpdateView['state']> {
    server.announce(announced, mood);
    await act('check');
    return (await view()).state;
  }
  async function downloading(mood: Mood): Promise<UpdateView['state']> {
    expect(await checking('9.0.0', mood)).toMatchObject({ kind: 'found', version: '9.0.0' });
    await act('download');
    return (await view()).state;
  }
  const left = async () =>
    (await readdir(join(folder, 'cache/dymu-explorer-updater/pending')).catch(() => [])).filter(
      (name) => name !== 'update-info.json',
    );
  const failed = (words: RegExp) => ({ kind: 'failed', sentence: expect.stringMatching(words) as string });

  it('ask nobody by themselves', async () => {
    expect(await view()).toEqual({ host: '127.0.0.1', running: version, state: { kind: 'idle' } });
    expect(server.requests).toEqual([]);
  });

  it('take neither the same nor an older version', async () => {
    expect(await checking(version, 'good')).toEqual({ kind: 'newest', version });
    expect(await checking('0.0.9', 'good')).toEqual({ kind: 'older', version: '0.0.9' });
    await act('download');
    expect((await view()).state.kind).toBe('older');
    expect(server.requests).toEqual([`GET /${channel}`, `GET /${channel}.sig`]);
  });

  it.each([
    ['somebody without the key', 'stranger', /have not signed/],
    ['a file that is no announcement', 'malformed', /cannot be read/],
    ['a file without an end', 'endless-announcement', /too long/],
    ['a server that announces nothing', 'nothing-announced', /announces no versions/],
    ['a server that points to another', 'redirected-announcement', /pointed to another place/],
  ] as const)('believe nothing of %s', async (_, mood, words) => {
    expect(await checking('9.0.0', mood)).toEqual(failed(words));
    expect(elsewhere).toEqual([]);
  });

  it('say so where nobody answers', async () => {
    await server.whileAway(async () => {
      expect(await checking('9.0.0', 'good')).toEqual(failed(/^127\.0\.0\.1 could not be reached/));
    });
  });

  it.each([
    ['is another than was announced', 'tampered', /thrown away/],
    ['is longer than was announced', 'too-long-file', /thrown away/],
    ['ends too soon', 'truncated', /thrown away|broke off/],
    ['breaks off', 'dropped', /broke off/],
    ['lies on another host', 'redirected-file', /pointed to another place/],
    ['is always somewhere else', 'redirected-in-circles', /pointed to another place/],
    ['stops coming', 'silent', /stopped sending/],
  ] as const)('throw a file away that %s', async (_, mood, words) => {
    expect(await downloading(mood)).toEqual(failed(words));
    expect(await left()).toEqual([]);
    expect(elsewhere).toEqual([]);
  });

  it('stop when the user says so, and begin anew when asked again', async () => {
    expect(await checking('9.0.0', 'silent')).toMatchObject({ kind: 'found' });
    const ended = act('download');
    // The library opens its file when the first bytes come; where it is stopped in that very moment the file is left to the next download.
    await expect.poll(left, { interval: 20, timeout: 20_000 }).toHaveLength(1);
    await act('cancel');
    await ended;
    expect((await view()).state).toEqual({ kind: 'found', version: '9.0.0', bytes: server.installer.length });
    expect(await left()).toEqual([]);
  });

  it('send nothing that would tell one computer from another, and keep no id', async () => {
    expect(await downloading('good')).toEqual({ kind: 'downloaded', version: '9.0.0' });
    expect(server.requests).toEqual([
      `GET /${channel}`,
      `GET /${channel}.sig`,
      'GET /DyMU-Explorer.AppImage',
    ]);
    const names = new Set(server.headers.flatMap((sent) => Object.keys(sent)));
    expect([...names].filter((name) => /staging|cookie|authorization|referer|x-/.test(name))).toEqual([]);
    expect(existsSync(join(userData, '.updaterId'))).toBe(false);
    expect(new Set(server.headers.map((sent) => sent['accept-language'] ?? 'none')).size).toBe(1);
    expect(await readFile(program, 'utf8')).toBe('#!/bin/sh\nexit 0\n'); // nothing is put in place yet
  });

  it("put the new version in place on the user's word and start it", async () => {
    const ended = new Promise<void>((resolve) => launched.app.once('close', () => resolve()));
    await act('install').catch(() => undefined); // the window goes away under the question
    await ended;
    expect(Buffer.compare(await readFile(program), server.installer)).toBe(0);
    await expect.poll(() => existsSync(join(folder, 'started')), { timeout: 20_000 }).toBe(true);
  });
});

describeWindow('Updates of a build that nobody signed', () => {
  it('do not exist', async () => {
    const launched = await launch();
    try {
      const known = await launched.page.evaluate(async () => {
        await window.dymu?.updates.check();
        return new Promise<UpdateView>((resolve) => void window.dymu?.onUpdateView(resolve));
      });
      expect(known).toMatchObject({ host: null, state: { kind: 'unavailable' } });
    } finally {
      await launched.close();
    }
  });
});
