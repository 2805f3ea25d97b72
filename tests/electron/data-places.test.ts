import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDataPlaces } from '../../electron/data-places.ts';

const shown: string[] = [];
vi.mock('electron', () => ({ shell: { showItemInFolder: (path: string) => shown.push(path) } }));

let userData: string;
beforeEach(async () => {
  shown.length = 0;
  userData = await mkdtemp(join(tmpdir(), 'dymu-data-'));
  const files = {
    'settings.json': 10,
    'last-session/a.png': 20,
    'engine-cache/pocket/weights.bin': 300,
    'compiled/x': 4000,
    'Code Cache/js/y': 50_000,
  };
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(join(userData, name, '..'), { recursive: true });
    await writeFile(join(userData, name), Buffer.alloc(bytes));
  }
});

afterEach(() => rm(userData, { recursive: true }));

function places(clearPage = () => Promise.resolve()) {
  const folders = {
    userData,
    engineCache: join(userData, 'engine-cache'),
    compiled: join(userData, 'compiled'),
  };
  return createDataPlaces(folders, clearPage);
}

const bytes = (list: readonly { readonly id: string; readonly bytes: number }[]) =>
  Object.fromEntries(list.map((place) => [place.id, place.bytes]));

describe('the places of data', () => {
  it('are told with their sizes, each file once', async () => {
    expect(bytes(await places().list())).toEqual({ data: 30, weights: 300, code: 54_000 });
  });

  it('that can be made again are emptied, and nothing else is', async () => {
    const clearPage = vi.fn(() => Promise.resolve());
    const here = places(clearPage);
    expect(bytes(await here.clear('weights'))).toEqual({ data: 30, weights: 0, code: 54_000 });
    expect(clearPage).not.toHaveBeenCalled();
    expect(bytes(await here.clear('code'))).toEqual({ data: 30, weights: 0, code: 50_000 });
    expect(clearPage).toHaveBeenCalledOnce(); // those are Chromium's to empty
    await here.clear('data');
    expect((await readdir(userData)).sort()).toContain('settings.json');
    expect(await readdir(join(userData, 'last-session'))).toEqual(['a.png']);
  });

  it('are nothing where no folder is', async () => {
    const none = createDataPlaces({ userData: '/none', engineCache: '/none/a', compiled: '/none/b' }, () =>
      Promise.resolve(),
    );
    expect(bytes(await none.list())).toEqual({ data: 0, weights: 0, code: 0 });
    expect(bytes(await none.clear('weights'))).toEqual({ data: 0, weights: 0, code: 0 });
  });

  it('are shown by their names, never by a path of the page', () => {
    places().show('data');
    expect(shown).toEqual([userData]);
  });
});
