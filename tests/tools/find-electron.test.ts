import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findElectron, missingDisplay } from '../../tools/find-electron.ts';

describe('findElectron', () => {
  let folder = '';
  let packageFile = '';
  const fetch = vi.fn<(folder: string) => boolean>();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dymu-electron-'));
    packageFile = join(folder, 'package.json');
    await writeFile(join(folder, 'path.txt'), 'electron');
    fetch.mockReset().mockReturnValue(false);
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function runtimeIn(place: string): Promise<string> {
    await mkdir(place, { recursive: true });
    await writeFile(join(place, 'electron'), '');
    await chmod(join(place, 'electron'), 0o755);
    return join(place, 'electron');
  }

  it('prefers the folder that the user names', async () => {
    const path = await runtimeIn(join(folder, 'mine'));
    const found = findElectron(packageFile, { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'mine') }, fetch);
    expect(found).toEqual({ kind: 'found', path });
  });

  it('names the variable when it points at nothing, and fetches nothing then', () => {
    const found = findElectron(packageFile, { ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' }, fetch);
    expect(found).toMatchObject({ kind: 'missing' });
    expect(found).toHaveProperty('sentence', expect.stringContaining('ELECTRON_OVERRIDE_DIST_PATH points'));
    expect(fetch).not.toHaveBeenCalled();
  });

  it('uses the installed runtime without fetching', async () => {
    const path = await runtimeIn(join(folder, 'dist'));
    expect(findElectron(packageFile, {}, fetch)).toEqual({ kind: 'found', path });
    expect(fetch).not.toHaveBeenCalled();
  });

  it('names every remedy in one sentence when the download fails', () => {
    const found = findElectron(packageFile, {}, fetch);
    expect(fetch).toHaveBeenCalledOnce();
    if (found.kind !== 'missing') throw new Error('It found a runtime that is not there.');
    for (const remedy of ['ELECTRON_MIRROR', 'ELECTRON_OVERRIDE_DIST_PATH', 'npm run compare']) {
      expect(found.sentence).toContain(remedy);
    }
    expect(found.sentence.match(/\.(\s|$)/g)).toHaveLength(1);
  });
});

describe('missingDisplay', () => {
  it('asks for a display on Linux only', () => {
    expect(missingDisplay('linux', {})).toContain('xvfb-run -a npm start');
    expect(missingDisplay('linux', { DISPLAY: ':0' })).toBeUndefined();
    expect(missingDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBeUndefined();
    expect(missingDisplay('darwin', {})).toBeUndefined();
    expect(missingDisplay('win32', {})).toBeUndefined();
  });
});
