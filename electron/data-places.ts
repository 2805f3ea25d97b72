/** Where the application keeps what is its user's: which folders, how large they are, emptying those that can be made again, showing one in the file manager. */
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { shell } from 'electron';
import type { DataPlace, DataPlaceId } from './bridge.ts';

/** What lies where. Paths are ours: the page names a place, never a path. */
export interface DataFolders {
  readonly userData: string;
  readonly engineCache: string;
  readonly compiled: string;
}

export interface DataPlaces {
  list(): Promise<DataPlace[]>;
  /** Removes what can be made again; answers with what is there then. */
  clear(id: DataPlaceId): Promise<DataPlace[]>;
  show(id: DataPlaceId): void;
}

/** The caches of Chromium's, in the user's data. */
const ofChromium = ['Cache', 'Code Cache', 'GPUCache', 'DawnGraphiteCache', 'DawnWebGPUCache'];

/** @param clearPage empties Chromium's caches, which are its to write */
export function createDataPlaces(folders: DataFolders, clearPage: () => Promise<void>): DataPlaces {
  const pages = ofChromium.map((name) => join(folders.userData, name));
  const caches = new Set([folders.engineCache, folders.compiled, ...pages]);
  const paths: Readonly<Record<DataPlaceId, string>> = {
    data: folders.userData,
    weights: folders.engineCache,
    code: folders.compiled,
  };

  async function list(): Promise<DataPlace[]> {
    const [data, weights, code, ...page] = await Promise.all([
      bytesBelow(folders.userData, caches),
      bytesBelow(folders.engineCache, new Set()),
      ...[folders.compiled, ...pages].map((folder) => bytesBelow(folder, new Set())),
    ]);
    return [
      { id: 'data', path: paths.data, bytes: data, clearable: false },
      { id: 'weights', path: paths.weights, bytes: weights, clearable: true },
      {
        id: 'code',
        path: paths.code,
        bytes: page.reduce((sum, each) => sum + each, code ?? 0),
        clearable: true,
      },
    ];
  }

  return {
    list,
    clear: async (id) => {
      if (id === 'weights') await empty(folders.engineCache);
      if (id === 'code') await Promise.all([empty(folders.compiled), clearPage()]);
      return list();
    },
    show: (id) => shell.showItemInFolder(paths[id]),
  };
}

/** Of all files below a folder, without those in `except`. What goes away or cannot be read meanwhile counts as nothing. */
async function bytesBelow(folder: string, except: ReadonlySet<string>): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const sizes = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return except.has(path) ? 0 : bytesBelow(path, except);
    return lstat(path).then(
      ({ size }) => size,
      () => 0,
    );
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** The folder stays. A file that is in use, which some systems do not let go, stays too: it is as good as before. */
async function empty(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  await Promise.all(
    names.map((name) => rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined)),
  );
}
