/** A shell that is not there: answers as the real one does and can be told to restart the engine or to send menu commands. */
import type {
  DymuBridge,
  EngineStatus,
  KeptSession,
  KnownModel,
  MenuGroup,
  OpenedFile,
  OpenedImage,
  ShelfItem,
  UpdateView,
} from '../../../electron/bridge.ts';
import type { Engine } from '../../../src-engine/engine.ts';
import type { AnyPort, EventTargetPort } from '../../../src-engine/remote/port.ts';

export interface FakeShell {
  readonly bridge: DymuBridge;
  /** Pass as `connect`: every port leads to the engine that was started last. */
  readonly connect: (port: AnyPort) => Engine;
  /** The engine process is there: a new port. */
  readonly startEngine: (engine: Engine) => void;
  readonly status: (status: EngineStatus) => void;
  /** An entry of the menu is chosen. */
  readonly command: (id: string) => void;
  /** The menu as the window sent it last. */
  readonly menu: () => readonly MenuGroup[];
  readonly openFromSystem: (files: readonly OpenedFile[]) => void;
  /** Files that the window had saved. */
  /** The shell tells of an update. */
  readonly tellUpdate: (view: UpdateView) => void;
  /** What the window asked of updates. */
  readonly updateActs: string[];
  readonly saved: { readonly name: string; readonly text: string }[];
  readonly written: Parameters<DymuBridge['settings']['write']>[0][];
  /** What the next dialog answers. */
  readonly dialog: {
    images: readonly OpenedImage[];
    model: string | null;
    folder: string | null;
    questions: string | null;
  };
}

export const sampleShelf: readonly ShelfItem[] = ['anchor', 'balloon', 'cactus'].map((name) => ({
  path: `/assets/${name}.png`,
  title: name,
  questions: [`Where is the ${name}?`, 'Describe the picture.'],
  kind: 'scene',
}));

export function createFakeShell(shelf: readonly ShelfItem[] = sampleShelf): FakeShell {
  const ports = new Set<(port: EventTargetPort) => void>();
  const statuses = new Set<(status: EngineStatus) => void>();
  const commands = new Set<(id: string) => void>();
  const updateViews = new Set<(view: UpdateView) => void>();
  const updateActs: string[] = [];
  let menu: readonly MenuGroup[] = [];
  const opened = new Set<(files: readonly OpenedFile[]) => void>();
  const written: FakeShell['written'] = [];
  const saved: FakeShell['saved'] = [];
  const dialog: FakeShell['dialog'] = { images: [], model: null, folder: null, questions: null };
  let known: readonly KnownModel[] = [];
  let current: Engine | null = null;
  let status: EngineStatus = { kind: 'starting' };
  const port = new MessageChannel().port1;

  function listen<T>(set: Set<(value: T) => void>, listener: (value: T) => void): () => void {
    set.add(listener);
    return () => void set.delete(listener);
  }

  const shell: { kept: KeptSession | null } = { kept: null };
  const bridge: DymuBridge = {
    onEnginePort: (listener) => {
      if (current !== null) listener(port);
      return listen(ports, listener);
    },
    onEngineStatus: (listener) => {
      listener(status);
      return listen(statuses, listener);
    },
    restartEngine: () => Promise.resolve(),
    openImages: () => Promise.resolve(dialog.images),
    openFolder: () => Promise.resolve(dialog.images),
    chooseCollectionFolder: () => Promise.resolve(dialog.folder),
    chooseQuestions: () => Promise.resolve(dialog.questions),
    bundledQuestions: () => Promise.resolve('/assets/bench/questions.jsonl'),
    rememberImages: () => Promise.resolve(),
    pathForFile: () => Promise.resolve(''),
    chooseWritePlace: () => Promise.resolve(null),
    ownCalibration: (name) =>
      Promise.resolve({ grant: `/home/user/calibrations/${name}`, path: `/home/user/calibrations/${name}` }),
    onOpenFiles: (listener) => listen(opened, listener),
    shelf: () => Promise.resolve(shelf),
    firstStart: () => Promise.resolve(null),
    defaultModel: () => Promise.resolve({ directory: '/assets/pocket' }),
    chooseModelFolder: () => Promise.resolve(dialog.model === null ? null : { directory: dialog.model }),
    knownModels: () => Promise.resolve(known),
    rememberModel: (model) => {
      known = [{ ...model, missing: false }, ...known.filter((each) => each.directory !== model.directory)];
      return Promise.resolve(known);
    },
    forgetModel: (directory) => {
      known = known.filter((each) => each.directory !== directory);
      return Promise.resolve(known);
    },
    settings: {
      read: () => Promise.resolve({ theme: 'system', model: null, updatesAtStart: false, values: {} }),
      write: (changes) => {
        written.push(changes);
        return Promise.resolve({
          theme: 'system',
          model: null,
          updatesAtStart: false,
          values: {},
          ...changes,
        });
      },
    },
    keepSession: (session) => {
      shell.kept = { session: structuredClone(session), pictures: shell.kept?.pictures ?? [], cause: null };
      return Promise.resolve();
    },
    keepPicture: (id, bytes) => {
      const others = (shell.kept?.pictures ?? []).filter((picture) => picture.id !== id);
      const pictures = bytes === null ? others : [...others, { id, bytes }];
      shell.kept = { session: shell.kept?.session, pictures, cause: null };
      return Promise.resolve();
    },
    keptSession: () => Promise.resolve(shell.kept),
    setMenu: (groups) => {
      menu = groups;
      return Promise.resolve();
    },
    onMenuCommand: (listener) => listen(commands, listener),
    saveText: (name, text) => {
      saved.push({ name, text });
      return Promise.resolve(`/saved/${name}`);
    },
    saveBytes: (name, bytes) => {
      saved.push({ name, text: Buffer.from(bytes).toString('latin1') });
      return Promise.resolve(`/saved/${name}`);
    },
    paste: () => Promise.resolve(),
    updates: {
      check: () => Promise.resolve(void updateActs.push('check')),
      download: () => Promise.resolve(void updateActs.push('download')),
      cancel: () => Promise.resolve(void updateActs.push('cancel')),
      install: () => Promise.resolve(void updateActs.push('install')),
    },
    onUpdateView: (listener) => listen(updateViews, listener),
    about: () =>
      Promise.resolve({
        name: 'DyMU Explorer',
        version: '1.2.3',
        electron: '42.0.0',
        chrome: '140.0',
        node: '24.0.0',
        platform: 'linux x64',
        userData: '/home/somebody/data',
        licence: 'MIT',
        notices: '/assets/NOTICE.md',
      }),
  };

  return {
    bridge,
    connect: () => {
      if (current === null) throw new Error('No engine has been started.');
      return current;
    },
    startEngine: (engine) => {
      current = engine;
      ports.forEach((listener) => listener(port));
    },
    status: (next) => {
      status = next;
      statuses.forEach((listener) => listener(next));
    },
    command: (id) => commands.forEach((listener) => listener(id)),
    menu: () => menu,
    tellUpdate: (view) => updateViews.forEach((listener) => listener(view)),
    updateActs,
    openFromSystem: (files) => opened.forEach((listener) => listener(files)),
    saved,
    written,
    dialog,
  };
}
