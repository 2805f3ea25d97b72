/** The package for Debian on this very system: installed, used by an ordinary user, whose network is recorded, upgraded, removed. */
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeDeb } from '../../../packaging/linux/deb.ts';
import { readVersion } from '../../../packaging/version.ts';
import { explore } from '../support/explore.ts';
import { root } from '../support/launch.ts';
import { engineOf, knock } from '../support/knock.ts';
import { attemptsIn, callsIn, recorded } from '../support/recorder.ts';
import {
  asUser,
  describeInstallation,
  execLine,
  makeUser,
  pagesAreSandboxed,
  run,
  serveAsUser,
  startAgain,
  startAsUser,
  type Started,
  type User,
} from './installed.ts';
import { folder, linuxParts } from './packaged.ts';
import { tour } from './tour.ts';

const name = 'dymu-explorer';
const entry = `/usr/share/applications/${name}.desktop`;
const older = '0.0.1';

describeInstallation('the package for Debian', () => {
  let user: User;
  let started: Started | undefined;
  let picture = '';
  let pictures = '';
  let records = '';
  let log = '';

  beforeAll(async () => {
    if (!existsSync(folder))
      throw new Error(`There is no package at ${folder}; make one by \`npm run package\`.`);
    user = await makeUser();
    picture = join(user.home, 'my picture.webp');
    await cp(join(root, 'assets/samples/scene02.webp'), picture);
    pictures = join(user.home, 'pictures');
    await mkdir(pictures);
    for (const sample of ['scene01.webp', 'scene03.webp'])
      await cp(join(root, 'assets/samples', sample), join(pictures, sample));
    await user.own(picture, pictures);
    records = await mkdtemp(join(tmpdir(), 'dymu-records-'));
    const file = await makeDeb(linuxParts(older));
    await run('dpkg', ['--install', file], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
    await rm(file);
  });

  afterAll(async () => {
    started?.child.kill('SIGKILL');
    await run('dpkg', ['--purge', name]).catch(() => undefined);
    await user.remove();
    await rm(records, { recursive: true, force: true });
  });

  it('puts program, command line, menu entry, kinds of files, icons, pages and completion where they are looked for', async () => {
    const { stdout } = await run('dpkg', ['--listfiles', name]);
    const files = stdout.split('\n');
    for (const file of [
      `/usr/bin/${name}`,
      '/usr/bin/dymu',
      entry,
      `/usr/share/mime/packages/${name}.xml`,
      `/usr/share/icons/hicolor/16x16/apps/${name}.png`,
      `/usr/share/icons/hicolor/1024x1024/apps/${name}.png`,
      `/usr/share/icons/hicolor/scalable/apps/${name}.svg`,
      '/usr/share/man/man1/dymu.1.gz',
      '/usr/share/bash-completion/completions/dymu',
      '/usr/share/zsh/vendor-completions/_dymu',
      '/usr/share/fish/vendor_completions.d/dymu.fish',
      `/usr/share/doc/${name}/copyright`,
    ]) {
      expect(files).toContain(file);
    }
    const { stdout: missing } = await run('sh', [
      '-c',
      `find /usr/lib/${name} -type f \\( -name '*.so*' -o -name '*.node' -o -name ${name} \\) -exec ldd {} + | grep 'not found' | grep -vE 'libvips|libonnxruntime|libffmpeg' || true`,
    ]);
    expect(missing).toBe('');
  });

  it('starts by its menu entry, with the sandbox on, and answers a question', async () => {
    const recorder = await recorded('setpriv', records);
    log = recorder.log;
    started = await startAsUser(user, await execLine(entry, []), recorder.path);
    const view = explore(started.page);
    await view.settled();
    expect(await pagesAreSandboxed(user)).toBe(true);
    await view.askFor('What do you see?');
    expect(await view.region('Merged tokens').innerText()).toMatch(/first token\s*\d/u);
  });

  it('shows a file that is opened by its kind in the window that is there', async () => {
    const { page } = at(started);
    expect(await startAgain(user, await execLine(entry, [picture]))).toBe(0);
    await page.getByText('my picture.webp').first().waitFor();
  });

  it('asks, sweeps, counts, evaluates, and shows all its views', async () => {
    const { page } = at(started);
    await tour(page, pictures);
  }, 400_000);

  it('keeps a setting, and quits with code 0 when the session ends', async () => {
    const { page, quit } = at(started);
    await page.evaluate(() => window.dymu?.settings.write({ theme: 'dark' }));
    started = undefined;
    const { code, signal, err } = await quit();
    expect({ code, signal }).toEqual({ code: 0, signal: null });
    expect(err).not.toMatch(/FATAL|Trace|core dumped/u);
  });

  it('has said nothing to the network from its start to its end, whatever was done with it', async () => {
    expect(await callsIn(log)).toBeGreaterThan(0);
    expect(await attemptsIn(log)).toEqual([]);
  });

  it('runs dymu for the user, without a display', async () => {
    const words = ['compare', '--image', picture, '--prompt', 'What do you see?', '--json', '--quiet'];
    const { stdout, stderr } = await asUser(user, 'dymu', words);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toHaveProperty('merged.fullVisualTokens', 256);
    await expect(asUser(user, 'dymu', ['ask', '--image', 'none.png', '--prompt', 'q'])).rejects.toMatchObject(
      { code: 1 },
    );
  });

  it('serves its window to a browser that has the address, and ends when the service is stopped', async () => {
    const { address, end } = await serveAsUser(user);
    const { door, wrong, right, cookie, page } = await knock(address);
    expect([wrong, right]).toEqual([403, 204]);
    expect(door).not.toContain('assets/');
    expect(page).toContain('assets/');
    expect(await engineOf(address, cookie)).toBe(1); // in a process of its own, out of the same program
    expect(await end()).toBe(0);
  });

  it('takes over from an older version with its settings, and opens a file at the first start', async () => {
    const version = readVersion(root);
    const file = await makeDeb(linuxParts(version));
    await run('dpkg', ['--install', file]);
    await rm(file);
    const { stdout } = await run('dpkg-query', ['--show', '--showformat=${Version}', name]);
    expect(stdout).toBe(version);
    started = await startAsUser(user, await execLine(entry, [picture]));
    await started.page.getByText('my picture.webp').first().waitFor();
    expect(await started.page.evaluate(() => window.dymu?.settings.read())).toMatchObject({ theme: 'dark' });
    const { quit } = started;
    started = undefined;
    expect((await quit()).code).toBe(0);
  });

  it('leaves nothing behind but what the user made', async () => {
    const { stdout: listed } = await run('dpkg', ['--listfiles', name]);
    await run('dpkg', ['--purge', name]);
    const files = listed.split('\n').filter((file) => file.includes(name) || file.includes('dymu'));
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter((file) => existsSync(file))).toEqual([]);
    const { stdout: others } = await run('find', [
      '/usr',
      '/etc',
      '/var',
      '/opt',
      '-xdev',
      '-iname',
      '*dymu*',
    ]);
    expect(others.split('\n').filter((file) => file !== '' && !file.startsWith(root))).toEqual([]);
    expect(await readdir(join(user.home, '.config'))).toContain('DyMU Explorer');
  });
});

function at<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The test before did not start it.');
  return value;
}
