/** What each request of the window does. */
import { join } from 'node:path';
import { app, nativeTheme, type BrowserWindow } from 'electron';
import { readFirstStart } from '../src-engine/bundled/first-start.ts';
import { readShelf } from '../src-engine/bundled/shelf.ts';
import { writeAtomically } from '../src-engine/files/atomic-write.ts';
import {
  chooseCollectionFolder,
  chooseModelFolder,
  chooseQuestions,
  chooseSavePlace,
  openFolder,
  openImages,
} from './dialogs.ts';
import type { EngineDevices, KnownModel } from './bridge.ts';
import type { Actions } from './handlers.ts';
import type { SessionKeeper } from './kept-session.ts';
import { remember } from './image-files.ts';
import type { MenuBar } from './menu-bar.ts';
import type { Paths } from './paths.ts';
import { licence } from './licence.ts';
import { lookUp, rememberedModels, withModel, withoutModel } from './known-models.ts';
import type { RememberedModel, WindowSettings } from './settings-schema.ts';
import type { SettingsStore } from './settings.ts';

export interface ActionParts {
  readonly window: BrowserWindow;
  readonly paths: Paths;
  readonly settings: SettingsStore;
  readonly restartEngine: (devices?: EngineDevices) => void;
  /** The page can hear now: send it what there is. */
  readonly pageListens: () => void;
  readonly menuBar: MenuBar;
  readonly keeper: SessionKeeper;
}

export function createActions({ window, paths, settings, ...parts }: ActionParts): Actions {
  async function rememberAll(opened: readonly string[]): Promise<void> {
    await settings.update({ recentImages: remember(settings.current.recentImages, opened) });
    for (const path of opened.slice(0, 20)) app.addRecentDocument(path);
    parts.menuBar.rebuild();
  }

  async function remembering<T extends { readonly path: string }>(opened: T[]): Promise<T[]> {
    if (opened.length > 0) await rememberAll(opened.map(({ path }) => path));
    return opened;
  }

  const known = () => rememberedModels(settings.current);

  async function keepKnown(knownModels: RememberedModel[]): Promise<KnownModel[]> {
    await settings.update({ knownModels });
    return lookUp(knownModels);
  }

  return {
    'engine:restart': (devices) => {
      parts.restartEngine(devices);
      return Promise.resolve();
    },
    'files:open-images': async () => remembering(await openImages(window)),
    'files:open-folder': () => openFolder(window),
    'files:choose-collection': () => chooseCollectionFolder(window),
    'files:choose-questions': (what) => chooseQuestions(window, what),
    'files:bundled-questions': () => Promise.resolve(join(paths.assets, 'bench', 'questions.jsonl')),
    'files:remember': rememberAll,
    'files:save-text': async (name, text) => {
      const place = await chooseSavePlace(window, name);
      if (place === undefined) return null;
      await writeAtomically(place, text);
      return place;
    },
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
    'model:choose-folder': () => chooseModelFolder(window),
    'model:known': () => lookUp(known()),
    'model:remember': (model) => keepKnown(withModel(known(), model)),
    'model:forget': async (directory) => {
      const knownModels = withoutModel(known(), directory);
      if (settings.current.model?.directory === directory) await settings.update({ model: null });
      return keepKnown(knownModels);
    },
    'settings:read': () => Promise.resolve(windowSettings(settings)),
    'settings:write': async (changes) => {
      await settings.update(changes);
      nativeTheme.themeSource = settings.current.theme;
      return windowSettings(settings);
    },
    'session:keep': (session) => {
      parts.keeper.keep(session);
      return Promise.resolve();
    },
    'session:keep-picture': (id, bytes) => {
      parts.keeper.keepPicture(id, bytes);
      return Promise.resolve();
    },
    'session:read': () => Promise.resolve(parts.keeper.read()),
    'menu:set': (groups) => {
      parts.menuBar.show(groups);
      return Promise.resolve();
    },
    'clipboard:paste': () => {
      window.webContents.paste();
      return Promise.resolve();
    },
    'app:about': () =>
      Promise.resolve({
        name: app.getName(),
        version: app.getVersion(),
        electron: process.versions.electron,
        chrome: process.versions.chrome,
        node: process.versions.node,
        platform: `${process.platform} ${process.arch}`,
        licence,
        notices: join(paths.assets, 'NOTICE.md'),
        userData: paths.userData,
      }),
    'window:listening': () => {
      parts.pageListens();
      return Promise.resolve();
    },
  };
}

function windowSettings({ current }: SettingsStore): WindowSettings {
  return { theme: current.theme, model: current.model, values: current.values };
}
