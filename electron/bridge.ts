/** What the window can ask of whoever hosts it, as types. Implemented by the preload, which offers it as `window.dymu`. */
import type { ModelSource } from '../src-engine/engine.ts';
import type { FirstStart } from '../src-engine/bundled/first-start.ts';
import type { WriteKind } from '../src-engine/remote/path-roles.ts';
import type { EventTargetPort } from '../src-engine/remote/port.ts';
import type { SessionDocument } from '../src-engine/session-file/document.ts';
import type { ShelfPicture } from '../src-engine/bundled/shelf.ts';
import type { HubChanges, HubState } from './hub-state.ts';
import type { MenuGroup } from './menu-schema.ts';
import type { RememberedModel, WindowSettings } from './settings-schema.ts';
import type { UpdateView } from './update-state.ts';

export type { HubChanges, HubState } from './hub-state.ts';
export type { MenuEntry, MenuGroup } from './menu-schema.ts';
export type { UpdateState, UpdateView } from './update-state.ts';
export type {
  DeviceChoice,
  Json,
  Motion,
  RememberedModel,
  Theme,
  WindowSettings,
} from './settings-schema.ts';

/** Ends a subscription. Calling it twice does no harm. */
export type Unsubscribe = () => void;

export interface OpenedImage {
  readonly path: string; // absolute
  readonly name: string; // file name with extension
}

/** What lies directly in a folder. All but `images` are names. */
export interface OpenedFolder {
  readonly folder: string; // its name
  readonly images: readonly OpenedImage[];
  readonly hidden: readonly string[]; // files whose names begin with a dot
  readonly folders: readonly string[];
  readonly others: readonly string[]; // files that are no images by their names
}

/** What the operating system wants opened. A calibration is for the model in use. */
export interface OpenedFile extends OpenedImage {
  readonly kind: 'image' | 'calibration' | 'session' | 'folder';
}

/** A bundled picture that is on the shelf from the start. */
export type ShelfItem = ShelfPicture;

/** Where the engine may write one file. A request holds `grant` in the place of a path; `path` is for reading it to the user. */
export interface WritePlace {
  readonly grant: string;
  readonly path: string;
}

/** All that pass their check; or the processor alone, since the engine ended three times within a minute. */
export type EngineDevices = 'all' | 'processor';

export type EngineStatus = (
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready' }
  /** The engine process ended; another one is being started, or the one that is elsewhere `reached` again. `cause` is a sentence. */
  | { readonly kind: 'restarting'; readonly cause: string; readonly how?: 'started' | 'reached' }
  /** It ended too often in a row. `restartEngine()` tries again. */
  | { readonly kind: 'failed'; readonly cause: string }
  /** The server of this page has ended, or lets it in no more: nothing in the page brings it back. `cause` says what does. */
  | { readonly kind: 'gone'; readonly cause: string }
) & {
  /** Which it may use, `all` unless said. */
  readonly devices?: EngineDevices;
};

/** A picture of a session that is not on the shelf afterwards. */
export interface LeftOut {
  readonly key: string; // in the session
  readonly name: string;
  readonly why: string; // the end of a sentence about it
}

export interface SessionPictures {
  readonly left: readonly LeftOut[];
  /** Of those that are not read from files, by key. */
  readonly bytes: readonly { readonly key: string; readonly bytes: Uint8Array }[];
}

/** A session that has been read and checked. */
export interface ReadSession extends SessionPictures {
  readonly session: SessionDocument;
  /** Stands for its file, where it has one, when it is saved again. */
  readonly place: string | null;
}

/** What the window was like before its page was loaded again, or when the application was last used. */
export interface KeptSession extends ReadSession {
  /** Why the page was loaded again, a sentence; null at a start. */
  readonly cause: string | null;
}

export interface OpenedSession extends ReadSession {
  readonly name: string; // of the file
  /** Its figures are of another computer than this. */
  readonly foreign: boolean;
  /** Its model may be loaded without being chosen here. */
  readonly modelKnown: boolean;
}

export interface SavedSession {
  readonly place: string;
  readonly name: string; // of the file
  readonly path: string;
  /** Names of pictures that could not be read. */
  readonly left: readonly string[];
}

/** What not every host of the window can do. */
export type HostAbility =
  /** Shows the commands as a menu, and acts on the menu's keys. */
  | 'menu'
  | 'updates'
  /** Takes the session up at its next start. */
  | 'next-start'
  /** Offers folders that the engine can read. */
  | 'folders'
  /** Fetches models, checks and removes them. */
  | 'models';

/** Of each that this host cannot do, the sentence why. */
export type Cannot = Readonly<Partial<Record<HostAbility, string>>>;

/** Folders of the application's own: what is its user's, weights that were made smaller, and code that was compiled or pages that were kept. */
export type DataPlaceId = 'data' | 'weights' | 'code';

export interface DataPlace {
  readonly id: DataPlaceId;
  readonly path: string;
  readonly bytes: number;
  /** What is in it can be made again. */
  readonly clearable: boolean;
}

export interface About {
  readonly name: string;
  readonly version: string;
  readonly runsOn: string; // 'Electron 45.5.0, Chromium 146, Node 24.1.0'
  readonly platform: string; // 'linux x64', of the engine
  readonly licence: string; // 'MIT'
  readonly notices: string; // file: who made what ships along, under which licence
  readonly userData: string; // folder
}

export interface KnownModel extends RememberedModel {
  /** The folder is not there now. */
  readonly missing: boolean;
}

export interface DymuBridge {
  readonly cannot: Cannot;
  /**
   * A port on which the engine listens: pass it to `connectEngine`. Called at once when a port is there already, and again with a
   * new port after every restart of the engine; the port before it is closed by then.
   */
  readonly onEnginePort: (listener: (port: EventTargetPort) => void) => Unsubscribe;
  /** Called at once with the present status, then on every change. */
  readonly onEngineStatus: (listener: (status: EngineStatus) => void) => Unsubscribe;
  /** Ends the engine process, if there is one, and starts a new one without delay; with the devices that it may use now, unless said. */
  readonly restartEngine: (devices?: EngineDevices) => Promise<void>;

  /** The system's dialog, several files. Empty when cancelled. */
  readonly openImages: () => Promise<readonly OpenedImage[]>;
  /** The system's dialog for a folder: the images directly inside it, by name, and what else is there; null when cancelled. */
  readonly openFolder: () => Promise<OpenedFolder | null>;
  /** The system's dialog for a folder whose images are looked at together, with all folders below it; null when cancelled. */
  readonly chooseCollectionFolder: () => Promise<string | null>;
  /** The system's dialog for a file or a folder of questions with known answers; null when cancelled. The engine says what it is. */
  readonly chooseQuestions: (what: 'file' | 'folder') => Promise<string | null>;
  /** Where the questions lie that ship with the application. */
  readonly bundledQuestions: () => Promise<string>;
  /** The window says which files it opened by drop, so that they are remembered. */
  readonly rememberImages: (paths: readonly string[]) => Promise<void>;
  /** Path of a dropped file, which may be read from then on; '' for one that has no path (pasted): send its bytes to the engine instead. */
  readonly pathForFile: (file: File) => Promise<string>;
  /** The system's dialog for a file that the engine is to write; null when cancelled. */
  readonly chooseWritePlace: (what: WriteKind, name: string) => Promise<WritePlace | null>;
  /** A place among the user's own calibrations, without a dialog. `name` is a file's name, no path. */
  readonly ownCalibration: (name: string) => Promise<WritePlace>;
  /** Files that the operating system wants opened. Those that came before the first listener are delivered to it. */
  readonly onOpenFiles: (listener: (files: readonly OpenedFile[]) => void) => Unsubscribe;

  readonly shelf: () => Promise<readonly ShelfItem[]>;
  /** What the embedded model once made of the shelf's first picture; null where that is not known for the files installed. */
  readonly firstStart: () => Promise<FirstStart | null>;
  /** The embedded model. */
  readonly defaultModel: () => Promise<ModelSource>;
  /** The system's dialog for a model folder; null when cancelled. Nothing is checked here: `engine.inspect` does that. */
  readonly chooseModelFolder: () => Promise<ModelSource | null>;

  /** Folders of models that were in use, the newest first; the embedded one is not among them. */
  readonly knownModels: () => Promise<readonly KnownModel[]>;
  /** Puts a model first in that list. Answers with the list. */
  readonly rememberModel: (model: RememberedModel) => Promise<readonly KnownModel[]>;
  /** Takes a model out of the list; touches nothing in its folder. Answers with the list. */
  readonly forgetModel: (directory: string) => Promise<readonly KnownModel[]>;

  readonly settings: {
    readonly read: () => Promise<WindowSettings>;
    /** Replaces the fields given, keeps the others, answers with the whole. */
    readonly write: (changes: Partial<WindowSettings>) => Promise<WindowSettings>;
  };

  /**
   * Keeps what the window is like, the text of a session: for a page that is loaded again after its process ended, and for the next start unless
   * the settings say otherwise. What is larger than the shell keeps changes nothing. Rejects where an earlier one could not be written down.
   * @param place of the file that it was saved as or opened from
   */
  readonly keepSession: (text: string, place: string | null) => Promise<void>;
  /** The same of a picture that has no file; null: it was closed. */
  readonly keepPicture: (id: string, bytes: Uint8Array | null) => Promise<void>;
  /** Null at a first start. Rejects where what was kept cannot be read; it has been put aside then. */
  readonly keptSession: () => Promise<KeptSession | null>;
  /** The file at the path, which has to be chosen; or what the system's dialog says, null when cancelled. */
  readonly openSession: (path: string | null) => Promise<OpenedSession | null>;
  /**
   * Writes a session file where `place` says, or where the user says in the system's dialog; null when cancelled. `inside`: with the bytes of
   * all pictures, else those of files by path and sum. `name` is suggested.
   */
  readonly saveSession: (
    text: string,
    where: { readonly place: string | null; readonly inside: boolean; readonly name: string },
  ) => Promise<SavedSession | null>;
  /** Whether closing the window is asked about first, because the session's file is not as the session is. */
  readonly markSession: (changed: boolean) => Promise<void>;
  /** The commands that the application menu offers; sent again whenever an entry goes on or off. */
  readonly setMenu: (groups: readonly MenuGroup[]) => Promise<void>;
  /** An entry of that menu was chosen: its id. */
  readonly onMenuCommand: (listener: (id: string) => void) => Unsubscribe;
  /** Asks where to write a text of ours (.csv, .json, .jsonl, .md, .svg, .html, .txt) and writes it; the file's path, or null when cancelled. */
  readonly saveText: (name: string, text: string) => Promise<string | null>;
  /** The same for bytes (.parquet, .png), at most 64 MB. */
  readonly saveBytes: (name: string, bytes: Uint8Array) => Promise<string | null>;
  /**
   * Pastes as the Paste key does: the page hears a `paste` event with what the clipboard holds. The main process reads no clipboard: the
   * interface for that is another one from Electron 44 on.
   */
  readonly paste: () => Promise<void>;
  /** Where data lies. Absent where the window's host keeps none that is its user's to clear. */
  readonly data?: {
    readonly places: () => Promise<readonly DataPlace[]>;
    /** Empties a place that can be made again. Answers with what is there then. */
    readonly clear: (id: DataPlaceId) => Promise<readonly DataPlace[]>;
    /** Shows its folder in the system's file manager. */
    readonly show: (id: DataPlaceId) => Promise<void>;
  };
  readonly about: () => Promise<About>;

  /** Newer versions of the application. Each of these is an act of the user; what comes of it is told to `onUpdateView`. */
  readonly updates: {
    readonly check: () => Promise<void>;
    readonly download: () => Promise<void>;
    readonly cancel: () => Promise<void>;
    /** Ends the application and starts the new one. */
    readonly install: () => Promise<void>;
  };
  /** Who is asked for models, and with which token. The token goes to the shell and never comes back. */
  readonly hub: {
    readonly read: () => Promise<HubState>;
    /** Rejects with a sentence for what is no address or no token, and where no token can be kept. */
    readonly write: (changes: HubChanges) => Promise<HubState>;
  };
  /** Called at once with what is known, then on every change. */
  readonly onUpdateView: (listener: (view: UpdateView) => void) => Unsubscribe;
}

declare global {
  interface Window {
    /** Absent in a plain browser and in component tests. */
    readonly dymu?: DymuBridge;
  }
}
