/** The host of the window in a browser: what the application's shell does there, by the server and by the browser's own means. */
import type { HubState } from '../../electron/hub-state.ts';
import type { Cannot, DymuBridge, EngineDevices, Unsubscribe } from '../../electron/bridge.ts';
import { sessionEnding } from '../../src-engine/session-file/document.ts';
import { download, imagesAccepted, pastePicture, pick, pickFolder, upload, uploadAll } from './files.ts';
import { openLink, type Link } from './link.ts';
import { chooseOnServer, type FolderQuestion } from './ServerFolders.tsx';

const noFolders =
  'This server offers no folders; start it with dymu serve --folder DIR to open models, collections and questions that lie there.';

const noDownloads =
  'Models are fetched, checked and removed on the server itself, with dymu download; what lies in its download cache can be used here.';

function cannotOf({ folders }: Link): Cannot {
  return {
    menu: 'A browser shows the menu of its own.',
    updates: 'The program is brought up to date where dymu serve runs.',
    'next-start':
      'In a browser, what is on screen is kept as long as its tab and the server; save the session to keep it for longer.',
    models: noDownloads,
    ...(folders ? {} : { folders: noFolders }),
  };
}

const hubHere: HubState = {
  ...{ endpoint: null, offline: true, asks: '', tokenFrom: null },
  forbiddenBy: 'dymu serve',
  cannotKeep: noDownloads,
};

const never = (): Unsubscribe => () => undefined;
const done = (): Promise<void> => Promise.resolve();

export async function openWebHost(): Promise<DymuBridge> {
  const link = await openLink();
  const { ask } = link;
  const cannot = cannotOf(link);
  const closing = askBeforeClosing();
  const list: FolderQuestion['list'] = (folder) => ask('files:list', folder);

  async function onServer(title: string, what: FolderQuestion['what']): Promise<string | null> {
    if (cannot.folders !== undefined) throw new Error(cannot.folders);
    return chooseOnServer({ title, what, list });
  }

  return {
    cannot,
    onEnginePort: link.onEnginePort,
    onEngineStatus: link.onStatus,
    restartEngine: (devices?: EngineDevices) =>
      devices === undefined ? ask('engine:restart') : ask('engine:restart', devices),
    openImages: async () => uploadAll(await pick({ accept: imagesAccepted, several: true })),
    openFolder: pickFolder,
    chooseCollectionFolder: () => onServer('Open a folder as a collection', 'folder'),
    chooseQuestions: (what) =>
      onServer(what === 'file' ? 'Choose a file of questions' : 'Choose a folder of questions', what),
    bundledQuestions: () => ask('files:bundled-questions'),
    rememberImages: done,
    pathForFile: upload,
    chooseWritePlace: () => Promise.resolve(null),
    ownCalibration: (name) => ask('files:own-calibration', name),
    onOpenFiles: never,
    shelf: () => ask('shelf:read'),
    firstStart: () => ask('first-start:read'),
    defaultModel: () => ask('model:default'),
    chooseModelFolder: async () => {
      const directory = await onServer('Choose a model folder', 'folder');
      return directory === null ? null : { directory };
    },
    knownModels: () => ask('model:known'),
    rememberModel: (model) => ask('model:remember', model),
    forgetModel: (directory) => ask('model:forget', directory),
    settings: {
      read: () => ask('settings:read'),
      write: (changes) => ask('settings:write', changes),
    },
    keepSession: (text, place) => ask('session:keep', text, place),
    keepPicture: done, // each is a file of the server's: it was sent
    keptSession: () => ask('session:read'),
    openSession: async (path) => {
      const chosen = path ?? (await chosenSession());
      return chosen === null ? null : ask('session:open', chosen);
    },
    saveSession: async (text, { place, inside, name }) => {
      const { bytes, left } = await ask('session:write', text, inside);
      const saved = download(place ?? name, bytes);
      return { place: saved, name: saved, path: saved, left };
    },
    markSession: (changed) => {
      closing(changed);
      return done();
    },
    setMenu: done,
    onMenuCommand: never,
    saveText: (name, text) => Promise.resolve(download(name, text)),
    saveBytes: (name, bytes) => Promise.resolve(download(name, bytes)),
    paste: pastePicture,
    about: () => ask('app:about'),
    updates: { check: done, download: done, cancel: done, install: done },
    hub: { read: () => Promise.resolve(hubHere), write: () => Promise.reject(new Error(noDownloads)) },
    onUpdateView: never,
  };
}

async function chosenSession(): Promise<string | null> {
  const [file] = await pick({ accept: `.${sessionEnding}` });
  return file === undefined ? null : upload(file);
}

/** The browser asks before a tab is closed whose session's file is not as the session is. */
function askBeforeClosing(): (changed: boolean) => void {
  let asks = false;
  window.addEventListener('beforeunload', (event) => {
    if (asks) event.preventDefault();
  });
  return (changed) => {
    asks = changed;
  };
}
