/** A shell that is not there: answers as the real one does and can be told to restart the engine or to send menu commands. */
import type { HubState } from '../../../electron/hub-state.ts';
import type {
  Cannot,
  DymuBridge,
  EngineStatus,
  KeptSession,
  KnownModel,
  MenuGroup,
  OpenedFile,
  OpenedFolder,
  OpenedImage,
  OpenedSession,
  ShelfItem,
  UpdateView,
} from '../../../electron/bridge.ts';
import type { Engine } from '../../../src-engine/engine.ts';
import { parseSession } from '../../../src-engine/session-file/read-session.ts';
import type { AnyPort, EventTargetPort } from '../../../src-engine/remote/port.ts';

/** Sessions that the window had kept, saved and opened. */
export interface FakeSessions {
  kept: string | null;
  readonly pictures: Map<string, Uint8Array>;
  /** Text of the file that the next dialog answers. */
  toOpen: string | null;
  /** What the shell says of that file. */
  facts: Partial<OpenedSession>;
  readonly written: { readonly text: string; readonly place: string | null; readonly inside: boolean }[];
  /** Whether the session had changed, as the window said one after the other. */
  readonly marks: boolean[];
  readonly read: (text: string) => KeptSession;
}

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
  readonly session: FakeSessions;
  readonly saved: { readonly name: string; readonly text: string }[];
  readonly written: Parameters<DymuBridge['settings']['write']>[0][];
  /** What the next dialog answers. */
  readonly dialog: {
    images: readonly OpenedImage[];
    /** What else lies in the folder of the next dialog. */
    rest?: Partial<OpenedFolder>;
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

/** @param cannot what this host cannot do */
export function createFakeShell(shelf: readonly ShelfItem[] = sampleShelf, cannot: Cannot = {}): FakeShell {
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
  let hubState: HubState = {
    endpoint: null,
    offline: false,
    asks: 'https://huggingface.co',
    forbiddenBy: null,
    tokenFrom: null,
    cannotKeep: null,
  };
  let known: readonly KnownModel[] = [];
  let current: Engine | null = null;
  let status: EngineStatus = { kind: 'starting' };
  const port = new MessageChannel().port1;

  function listen<T>(set: Set<(value: T) => void>, listener: (value: T) => void): () => void {
    set.add(listener);
    return () => void set.delete(listener);
  }

  const session: FakeSessions = {
    ...{ kept: null, toOpen: null, facts: {} },
    ...{ pictures: new Map(), written: [], marks: [] },
    read(text) {
      const parsed = parseSession(Buffer.from(text), 'the last session');
      const bytes = parsed.pictures.flatMap(({ key, from }) => {
        const found = from.kind === 'beside' ? session.pictures.get(from.id) : undefined;
        return found === undefined ? [] : [{ key, bytes: found.slice() }]; // processes share no memory
      });
      const left = parsed.pictures.flatMap(({ key, name, from }) =>
        from.kind === 'beside' && !session.pictures.has(from.id) ? [{ key, name, why: 'too large' }] : [],
      );
      return { session: parsed, bytes, left, place: 'kept', cause: null };
    },
  };
  const bridge: DymuBridge = {
    cannot,
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
    openFolder: () =>
      Promise.resolve({
        ...{ folder: 'pictures', images: dialog.images, hidden: [], folders: [], others: [] },
        ...dialog.rest,
      }),
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
    hub: {
      read: () => Promise.resolve(hubState),
      write: ({ token, ...changes }) => {
        const tokenFrom = token === undefined ? hubState.tokenFrom : token === null ? null : 'settings';
        hubState = { ...hubState, ...changes, tokenFrom };
        return Promise.resolve(hubState);
      },
    },
    keepSession: (text) => {
      session.kept = text;
      return Promise.resolve();
    },
    keepPicture: (id, bytes) => {
      if (bytes === null) session.pictures.delete(id);
      else session.pictures.set(id, bytes);
      return Promise.resolve();
    },
    keptSession: () =>
      Promise.resolve().then(() => (session.kept === null ? null : session.read(session.kept))),
    openSession: () => {
      const opened = session.toOpen;
      return opened === null
        ? Promise.resolve(null)
        : Promise.resolve().then(() => ({
            ...session.read(opened),
            ...{ place: 'opened', name: 'opened.dymu-session', foreign: false, modelKnown: true },
            ...session.facts,
          }));
    },
    saveSession: (text, where) => {
      session.written.push({ text, ...where });
      const name = where.place === null ? where.name : 'again.dymu-session';
      return Promise.resolve({ place: where.place ?? 'saved', name, path: `/saved/${name}`, left: [] });
    },
    markSession: (changed) => {
      session.marks.push(changed);
      return Promise.resolve();
    },
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
        runsOn: 'Electron 42.0.0, Chromium 140.0, Node 24.0.0',
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
    session,
    written,
    dialog,
  };
}
