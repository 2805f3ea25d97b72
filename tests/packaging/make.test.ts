import { describe, expect, it } from 'vitest';
import { choosePossible, obstacleOf, type Surroundings } from '../../packaging/make/choose.ts';

const linux: Surroundings = {
  platform: 'linux',
  hasProgram: () => true,
  reachesTools: () => Promise.resolve(true),
};

describe('choosePossible', () => {
  it('says of every kind that is not made what is in the way', async () => {
    const bare = {
      ...linux,
      hasProgram: (name: string) => name === 'zip',
      reachesTools: () => Promise.resolve(false),
    };
    const { made, leftOut } = await choosePossible(bare);
    expect(made).toEqual(['zip']);
    expect(leftOut).toEqual([
      "deb is left out: it wants dpkg-deb (Debian's package dpkg).",
      "rpm is left out: it wants rpmbuild (Debian's package rpm, Fedora's rpm-build).",
      'appimage is left out: electron-builder fetches its tools from github.com, which does not answer; ELECTRON_BUILDER_BINARIES_MIRROR names a mirror.',
      'nsis is left out: it is made on Windows.',
      'dmg is left out: it is made on macOS.',
    ]);
  });

  it('makes all that a system has', async () => {
    expect((await choosePossible(linux)).made).toEqual(['deb', 'rpm', 'zip', 'appimage']);
    expect((await choosePossible({ ...linux, platform: 'win32' })).made).toEqual(['zip', 'nsis']);
    expect((await choosePossible({ ...linux, platform: 'darwin' })).made).toEqual(['zip', 'dmg']);
  });
});

describe('obstacleOf', () => {
  it('asks the host of the tools only where everything else is there', async () => {
    const never = { ...linux, reachesTools: () => Promise.reject(new Error('asked')) };
    expect(await obstacleOf('deb', never)).toBeUndefined();
    expect(await obstacleOf('dmg', never)).toBe('it is made on macOS');
  });
});
