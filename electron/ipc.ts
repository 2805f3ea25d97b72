/** The one vocabulary between preload and main: channel names and what travels on them, all of it taken from the bridge. No code but names. */
import type { DymuBridge, EngineStatus, OpenedFile, UpdateView } from './bridge.ts';

type HostData = NonNullable<DymuBridge['data']>;

/** Asked by the window, answered by main. */
export interface Requests {
  'engine:restart': DymuBridge['restartEngine'];
  'files:open-images': DymuBridge['openImages'];
  'files:open-folder': DymuBridge['openFolder'];
  'files:choose-collection': DymuBridge['chooseCollectionFolder'];
  'files:choose-questions': DymuBridge['chooseQuestions'];
  'files:bundled-questions': DymuBridge['bundledQuestions'];
  /** From the preload only, which has the path from the system. */
  'files:dropped': (path: string) => Promise<void>;
  'files:choose-place': DymuBridge['chooseWritePlace'];
  'files:own-calibration': DymuBridge['ownCalibration'];
  'files:remember': DymuBridge['rememberImages'];
  'files:save-text': DymuBridge['saveText'];
  'files:save-bytes': DymuBridge['saveBytes'];
  'shelf:read': DymuBridge['shelf'];
  'first-start:read': DymuBridge['firstStart'];
  'model:default': DymuBridge['defaultModel'];
  'model:choose-folder': DymuBridge['chooseModelFolder'];
  'model:known': DymuBridge['knownModels'];
  'model:remember': DymuBridge['rememberModel'];
  'model:forget': DymuBridge['forgetModel'];
  'settings:read': DymuBridge['settings']['read'];
  'settings:write': DymuBridge['settings']['write'];
  'session:keep': DymuBridge['keepSession'];
  'session:keep-picture': DymuBridge['keepPicture'];
  'session:read': DymuBridge['keptSession'];
  'session:open': DymuBridge['openSession'];
  'session:save': DymuBridge['saveSession'];
  'session:mark': DymuBridge['markSession'];
  'menu:set': DymuBridge['setMenu'];
  'clipboard:paste': DymuBridge['paste'];
  'data:places': HostData['places'];
  'data:clear': HostData['clear'];
  'data:show': HostData['show'];
  'app:about': DymuBridge['about'];
  'hub:read': DymuBridge['hub']['read'];
  'hub:write': DymuBridge['hub']['write'];
  'updates:check': DymuBridge['updates']['check'];
  'updates:download': DymuBridge['updates']['download'];
  'updates:cancel': DymuBridge['updates']['cancel'];
  'updates:install': DymuBridge['updates']['install'];
  /** The preload has its listeners in place: send what there is. */
  'window:listening': () => Promise<void>;
}

/** Told by main. */
export interface Events {
  'engine:status': EngineStatus;
  'menu:command': string; // an entry's id
  'files:opened': readonly OpenedFile[];
  'updates:view': UpdateView;
}

/** Carries a port and no payload. */
export const enginePortChannel = 'engine:port';

export type RequestChannel = keyof Requests;
export type EventChannel = keyof Events;

/** How an answer travels: an error that crosses Electron's IPC by itself arrives with a technical prefix. */
export type Answer<T> =
  { readonly kind: 'value'; readonly value: T } | { readonly kind: 'refused'; readonly sentence: string };
