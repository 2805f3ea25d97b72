/** What each request of a page does. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { EngineDevices } from '../electron/bridge.ts';
import { createModelList } from '../electron/known-models.ts';
import { licence } from '../electron/licence.ts';
import { windowSettings, type SettingsStore } from '../electron/settings.ts';
import { readFirstStart } from '../src-engine/bundled/first-start.ts';
import { readShelf } from '../src-engine/bundled/shelf.ts';
import type { ModelSource } from '../src-engine/engine.ts';
import { EngineError } from '../src-engine/errors.ts';
import { forOwner } from '../src-engine/files/for-owner.ts';
import { isHubName } from '../src-engine/remote/path-roles.ts';
import type { Browser, Tab } from './browsers.ts';
import type { Requests, RequestName, ServerFolder } from './protocol.ts';
import type { Reach } from './reach.ts';
import { createSessionActions } from './session-actions.ts';

/** What all pages share. */
export interface ServerParts {
  readonly assets: string;
  readonly version: string;
  readonly dataDirectory: string;
  readonly calibrations: string; // folder of those that are made here
  readonly model: ModelSource;
  /** It is the one that ships along. */
  readonly embedded: boolean;
  /** Folders that are offered, by their real places. */
  readonly folders: readonly string[];
  readonly settings: SettingsStore;
  readonly restartEngine: (devices?: EngineDevices) => void;
  readonly grant: (browser: string, grant: string, path: string) => void;
}

export interface PageParts extends ServerParts {
  readonly browser: Browser;
  readonly tab: Tab;
  /** What this browser may name. */
  readonly reach: Reach;
}

export type Actions = {
  readonly [N in RequestName]: (...args: Parameters<Requests[N]>) => ReturnType<Requests[N]>;
};

export function createActions(parts: PageParts): Actions {
  const { settings, assets, browser, reach } = parts;

  async function requireReach(paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      if (await reach(path)) continue;
      throw new EngineError('bad-input', `${JSON.stringify(path)} is in no folder that this server offers`, {
        remedy: 'choose something in one of its folders',
      });
    }
  }

  const requireModel = ({ directory, calibration }: ModelSource): Promise<void> =>
    requireReach([
      ...(isHubName(directory) ? [] : [directory]),
      ...(calibration === undefined ? [] : [calibration]),
    ]);

  const models = createModelList(settings);

  return {
    'engine:restart': (devices) => {
      parts.restartEngine(devices);
      return Promise.resolve();
    },
    'shelf:read': () => readShelf(assets),
    'first-start:read': () =>
      parts.embedded ? readFirstStart(assets).catch(() => null) : Promise.resolve(null),
    'model:default': () => Promise.resolve(parts.model),
    'model:known': () => models.list(),
    'model:remember': async (model) => {
      await requireModel(model);
      return models.remember(model);
    },
    'model:forget': (directory) => models.forget(directory),
    'settings:read': () => Promise.resolve(windowSettings(settings)),
    'settings:write': async (changes) => {
      if (changes.model) await requireModel(changes.model);
      await settings.update(changes);
      return windowSettings(settings);
    },
    ...createSessionActions(parts),
    'files:own-calibration': async (name) => {
      await mkdir(parts.calibrations, { recursive: true, mode: forOwner.folder });
      const [grant, path] = [randomUUID(), join(parts.calibrations, name)];
      parts.grant(browser.id, grant, path);
      return { grant, path };
    },
    'files:bundled-questions': () => Promise.resolve(join(assets, 'bench', 'questions.jsonl')),
    'files:list': (folder) => listFolder(parts, folder),
    'app:about': () =>
      Promise.resolve({
        name: 'DyMU Explorer',
        version: parts.version,
        runsOn: `Node ${process.versions.node} on ${hostname()}, in a browser`,
        platform: `${process.platform} ${process.arch}`,
        licence,
        notices: join(assets, 'NOTICE.md'),
        userData: parts.dataDirectory,
      }),
  };
}

/** Of a folder no more is listed than somebody looks through. */
const mostEntries = 2000;

/** Folders and files by name; hidden ones are not offered. */
async function listFolder({ folders, reach }: PageParts, path: string | null): Promise<ServerFolder> {
  if (path === null) {
    return {
      ...{ path, name: 'Folders of this server', files: [] },
      folders: folders.map((folder) => ({ name: folder, path: folder })),
    };
  }
  const inside = folders.some((folder) => path === folder || path.startsWith(folder)) && (await reach(path));
  const names = inside ? await readdir(path).catch(() => undefined) : undefined;
  if (names === undefined) {
    throw new EngineError('bad-input', `${JSON.stringify(path)} is no folder that this server offers`, {
      remedy: 'begin again at the top',
    });
  }
  const shown = names
    .filter((name) => !name.startsWith('.'))
    .sort((a, b) => a.localeCompare(b, undefined, { numeric: true }))
    .slice(0, mostEntries);
  const entries = await Promise.all(
    shown.map(async (name) => {
      const entry = join(path, name);
      const status = (await reach(entry)) ? await stat(entry).catch(() => undefined) : undefined;
      return {
        name,
        path: entry,
        kind: status?.isDirectory() ? 'folder' : status?.isFile() ? 'file' : 'other',
      };
    }),
  );
  const of = (kind: string) =>
    entries.filter((entry) => entry.kind === kind).map(({ name, path: at }) => ({ name, path: at }));
  return {
    ...{ path, name: basename(path), folders: of('folder'), files: of('file') },
    above: folders.includes(path) ? null : dirname(path),
  };
}
