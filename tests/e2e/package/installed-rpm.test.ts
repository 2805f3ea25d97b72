/** The package for Fedora and its kin, unpacked into a folder: what is in it, and that it runs for an ordinary user. */
import { chmod, mkdtemp, readlink, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeRpm } from '../../../packaging/linux/rpm.ts';
import { readVersion } from '../../../packaging/version.ts';
import { explore } from '../support/explore.ts';
import { root } from '../support/launch.ts';
import {
  asUser,
  describeInstallation,
  execLine,
  makeUser,
  pagesAreSandboxed,
  run,
  startAsUser,
  type Started,
  type User,
} from './installed.ts';
import { linuxParts } from './packaged.ts';

describeInstallation('the package for Fedora', () => {
  let user: User;
  let system = '';
  let started: Started | undefined;
  const version = readVersion(root);

  beforeAll(async () => {
    user = await makeUser();
    system = await mkdtemp(join(tmpdir(), 'dymu-rpm-'));
    await chmod(system, 0o755);
    const file = await makeRpm(linuxParts(version));
    const { stdout } = await run('rpm', ['-qp', '--queryformat', '%{NAME} %{VERSION} %{ARCH}', file]);
    expect(stdout).toBe(`dymu-explorer ${version} ${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}`);
    await run('sh', ['-c', 'rpm2cpio "$1" | cpio -idm --quiet', 'sh', file], { cwd: system });
    await rm(file);
  });

  afterAll(async () => {
    started?.child.kill('SIGKILL');
    await rm(system, { recursive: true, force: true });
    await user.remove();
  });

  it('holds the sandbox that root owns, and both commands', async () => {
    const { mode, uid } = await stat(join(system, 'usr/lib/dymu-explorer/chrome-sandbox'));
    expect([mode & 0o7777, uid]).toEqual([0o4755, 0]);
    expect(await readlink(join(system, 'usr/bin/dymu'))).toBe('../lib/dymu-explorer/dymu');
    expect(await readlink(join(system, 'usr/bin/dymu-explorer'))).toBe('../lib/dymu-explorer/dymu-explorer');
    await stat(join(system, 'usr/share/zsh/site-functions/_dymu'));
  });

  it('starts by its menu entry, with the sandbox on, and answers a question', async () => {
    const [program = '', ...words] = await execLine(
      join(system, 'usr/share/applications/dymu-explorer.desktop'),
      [],
    );
    started = await startAsUser(user, [join(system, 'usr/bin', program), ...words]);
    const view = explore(started.page);
    await view.settled();
    expect(await pagesAreSandboxed(user)).toBe(true);
    await view.askFor('What do you see?');
    expect(await view.region('Merged tokens').innerText()).toMatch(/first token\s*\d/u);
    const { quit } = started;
    started = undefined;
    expect((await quit()).code).toBe(0);
  });

  it('runs dymu for the user, without a display', async () => {
    const { stdout } = await asUser(user, join(system, 'usr/bin/dymu'), ['compare', '--json', '--quiet']);
    expect(JSON.parse(stdout)).toHaveProperty('merged.fullVisualTokens', 256);
  });
});
