/** What each request of the window does. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { app, nativeTheme, type BrowserWindow } from 'electron';
import { readFirstStart } from '../src-engine/bundled/first-start.ts';
import { readShelf } from '../src-engine/bundled/shelf.ts';
import { writeAtomically } from '../src-engine/files/atomic-write.ts';
import { forOwner } from '../src-engine/files/for-owner.ts';
import {
  chooseCollectionFolder,
  chooseImageFolder,
  chooseModelFolder,
  chooseQuestions,
  chooseSavePlace,
  openImages,
} from './dialogs.ts';
import type { EngineDevices } from './bridge.ts';
import type { ClosingGuard } from './closing-guard.ts';
import type { ChosenPaths } from './chosen-paths.ts';
import type { DataPlaces } from './data-places.ts';
import type { Actions } from './handlers.ts';
import type { SessionKeeper } from './kept-session.ts';
import { lookInto, remember } from './image-files.ts';
import type { MenuBar } from './menu-bar.ts';
import type { PathGrants } from './path-grants.ts';
import type { Paths } from './paths.ts';
import { licence } from './licence.ts';
import { createModelList } from './known-models.ts';
import { createSessionActions } from './session-actions.ts';
import { zoomOf } from './settings-schema.ts';
import { windowSettings, type SettingsStore } from './settings.ts';
import type { HubDesk } from './hub-desk.ts';
import type { Updates } from './updates/updates.ts';

export interface ActionParts {
  readonly window: BrowserWindow;
  readonly paths: Paths;
  readonly settings: SettingsStore;
  readonly grants: PathGrants;
  readonly chosen: ChosenPaths;
  readonly restartEngine: (devices?: EngineDevices) => void;
  /** The page can hear now: send it what there is. */
  readonly pageListens: () => void;
  readonly menuBar: MenuBar;
  readonly keeper: SessionKeeper;
  readonly closing: ClosingGuard;
  readonly updates: Updates;
  readonly hub: HubDesk;
  readonly data: DataPlaces;
}

export function createActions(given: ActionParts): Actions {
  const { window, paths, settings, grants, chosen, ...parts } = given;
  const page = window.webContents.id;

  async function rememberAll(opened: readonly string[]): Promise<void> {
    await settings.update({ recentImages: remember(settings.current.recentImages, opened) });
    for (const path of opened.slice(0, 20)) app.addRecentDocument(path);
    parts.menuBar.rebuild();
  }

  /** What a dialog has come to; null when it was cancelled. */
  async function chose(path: string | null): Promise<string | null> {
    if (path !== null) await chosen.chose([path]);
    return path;
  }

  /** Where the user says, whole or not at all. */
  async function save(name: string, content: string | Uint8Array): Promise<string | null> {
    const place = await chooseSavePlace(window, name);
    if (place === undefined) return null;
    await writeAtomically(place, content);
    return place;
  }

  const models = createModelList(settings);

  return {
    'engine:restart': (devices) => {
      parts.restartEngine(devices);
      return Promise.resolve();
    },
    'files:open-images': async () => {
      const opened = await openImages(window);
      const chosenNow = opened.map(({ path }) => path);
      if (opened.length > 0) {
        await chosen.chose(chosenNow);
        await rememberAll(chosenNow);
      }
      return opened;
    },
    'files:open-folder': async () => {
      const folder = await chose((await chooseImageFolder(window)) ?? null);
      return folder === null ? null : lookInto(folder);
    },
    'files:choose-collection': async () => chose(await chooseCollectionFolder(window)),
    'files:choose-questions': async (what) => chose(await chooseQuestions(window, what)),
    'files:dropped': (path) => chosen.chose([path]),
    'files:choose-place': async (what, name) => {
      const path = await chooseSavePlace(window, name);
      return path === undefined ? null : grants.grantWrite({ path, what, window: page });
    },
    'files:own-calibration': async (name) => {
      await mkdir(paths.calibrations, { recursive: true, mode: forOwner.folder });
      return grants.grantWrite({ path: join(paths.calibrations, name), what: 'calibration', window: page });
    },
    'files:bundled-questions': () => Promise.resolve(join(paths.assets, 'bench', 'questions.jsonl')),
    'files:remember': async (opened) => {
      chosen.require(opened);
      await rememberAll(opened);
    },
    'files:save-text': save,
    'files:save-bytes': save,
    'shelf:read': () => readShelf(paths.assets),
    // A window without a recording is as good; why there is none is of interest to those who change the assets.
    'first-start:read': () =>
      readFirstStart(paths.assets).catch((error: unknown) => {
        console.error(
          `No recorded first start is shown: ${error instanceof Error ? error.message : String(error)}`,
        );
        return null;
      }),
    'model:default': () => Promise.resolve({ directory: paths.pocketModel }),
    'model:choose-folder': async () => {
      const model = await chooseModelFolder(window);
      if (model !== null) await chosen.chose([model.directory]);
      return model;
    },
    'model:known': () => models.list(),
    'model:remember': async (model) => {
      chosen.requireModel(model);
      return models.remember(model);
    },
    'model:forget': (directory) => models.forget(directory),
    'settings:read': () => Promise.resolve(windowSettings(settings)),
    'settings:write': async (changes) => {
      if (changes.model) chosen.requireModel(changes.model);
      await settings.update(changes);
      nativeTheme.themeSource = settings.current.theme;
      window.webContents.setZoomFactor(zoomOf(settings.current));
      return windowSettings(settings);
    },
    ...createSessionActions({
      ...{ window, settings, grants, chosen, keeper: parts.keeper, guard: parts.closing },
      application: app.getVersion(),
    }),
    'menu:set': (groups) => {
      parts.menuBar.show(groups);
      return Promise.resolve();
    },
    'clipboard:paste': () => {
      window.webContents.paste();
      return Promise.resolve();
    },
    'data:places': () => parts.data.list(),
    'data:clear': (id) => parts.data.clear(id),
    'data:show': (id) => {
      parts.data.show(id);
      return Promise.resolve();
    },
    'app:about': () =>
      Promise.resolve({
        name: app.getName(),
        version: app.getVersion(),
        runsOn: runtimeWords(process.versions),
        platform: `${process.platform} ${process.arch}`,
        licence,
        notices: join(paths.assets, 'NOTICE.md'),
        userData: paths.userData,
      }),
    'hub:read': () => parts.hub.read(),
    'hub:write': (changes) => parts.hub.write(changes),
    'updates:check': () => parts.updates.check(),
    'updates:download': () => parts.updates.download(),
    'updates:cancel': () => {
      parts.updates.cancel();
      return Promise.resolve();
    },
    'updates:install': () => parts.updates.install(),
    'window:listening': () => {
      parts.pageListens();
      return Promise.resolve();
    },
  };
}

function runtimeWords({ electron, chrome, node }: NodeJS.ProcessVersions): string {
  return `Electron ${electron}, Chromium ${chrome}, Node ${node}`;
}
