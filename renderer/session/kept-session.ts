/** Tells the shell what the window is like, for a page that is loaded again and for the next start; and whether the session's file still says the same. */
import type { DymuBridge } from '../../electron/bridge.ts';
import type { ModelSource } from '../../src-engine/engine.ts';
import { sessionText, type SessionDocument } from '../../src-engine/session-file/document.ts';
import type { AppStore } from '../state/store.ts';
import { keptNames } from './shelf-pictures.ts';
import { shellWords } from './shell-words.ts';
import { sessionOf } from './write-session.ts';

export interface ModelInUse {
  readonly source: ModelSource;
  readonly directory: string;
}

export interface SessionTeller {
  /** The session as it is now, known to the shell with all its pictures. */
  readonly tellNow: () => Promise<Told>;
  /** What its file says: `essence` of what was told, or of what is on screen; undefined where it says something else. */
  readonly settleFile: (essence: string | undefined) => void;
  readonly essenceNow: () => string;
  readonly dispose: () => void;
}

export interface Told {
  readonly text: string;
  readonly essence: string;
}

/** The shell is told no more often, ms. */
const everyMs = 300;

const watched = [
  'images',
  'choices',
  'question',
  'asked',
  'answers',
  'turns',
  'measurements',
  'sweeps',
  'sweepOpen',
  'view',
  'model',
  'imageBackend',
  'sessionFile',
  'restoresSession',
] as const;

/** Tells the shell from now on. @param inUse the model, where there is one */
export function keepSession(
  store: AppStore,
  bridge: DymuBridge,
  inUse: () => ModelInUse | null,
): SessionTeller {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const sent = new Set<string>();
  /** What the file says, without what is no matter of it; undefined: another thing than is on screen. */
  let filed: string | undefined;
  const said = (error: unknown) => store.getState().notify('error', shellWords(error));

  async function tellPictures(): Promise<void> {
    const names = keptNames(store.getState().images);
    const kept = new Set(names.values());
    const telling: Promise<void>[] = [];
    // First what goes: there is room for so many bytes.
    for (const name of sent) {
      if (kept.has(name)) continue;
      sent.delete(name);
      telling.push(bridge.keepPicture(name, null));
    }
    for (const [bytes, name] of names) {
      if (sent.has(name)) continue;
      sent.add(name);
      telling.push(bridge.keepPicture(name, bytes));
    }
    await Promise.all(telling);
  }

  function look(): void {
    const { sessionFile, setSessionFile } = store.getState();
    if (sessionFile === null) return;
    const changed = filed !== essenceNow();
    if (changed === sessionFile.changed) return;
    setSessionFile({ ...sessionFile, changed });
    bridge.markSession(changed).catch(said);
  }

  function essenceNow(): string {
    return essence(sessionOf(store.getState(), inUse()));
  }

  async function tellNow(): Promise<Told> {
    clearTimeout(timer);
    timer = undefined;
    look();
    await tellPictures();
    const state = store.getState();
    const session = sessionOf(state, inUse());
    const text = sessionText(session);
    await bridge.keepSession(text, state.sessionFile?.place ?? null);
    return { text, essence: essence(session) };
  }

  const stop = store.subscribe((state, before) => {
    const same = watched.every((name) => state[name] === before[name]);
    if (!same) timer ??= setTimeout(() => void tellNow().catch(said), everyMs);
  });
  return {
    tellNow,
    settleFile: (essenceOfFile) => {
      filed = essenceOfFile;
      const { sessionFile } = store.getState();
      bridge.markSession(sessionFile?.changed ?? false).catch(said);
      look();
    },
    essenceNow,
    dispose: () => {
      clearTimeout(timer);
      stop();
    },
  };
}

/** What makes two sessions different to their user: another view, an undone step, or what the window measures by itself does not. */
function essence(session: SessionDocument): string {
  const rest = { view: 'explore', file: null, typed: false, measurements: {} } as const;
  const { groups, sweepOpen: _, ...single } = session;
  const several = groups?.map(({ pictures, full, merged, turns }) => ({
    ...{ pictures, full, merged },
    ...(turns === undefined ? {} : { turns }),
  }));
  return sessionText({
    ...single,
    ...rest,
    past: [],
    future: [],
    ...(several === undefined ? {} : { groups: several }),
  });
}
