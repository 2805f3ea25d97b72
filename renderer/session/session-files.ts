/** Saving what is on screen as a file, and opening such a file; what was on screen before can be had back. */
import { sessionEnding } from '../../src-engine/session-file/document.ts';
import type { OpenedSession } from '../../electron/bridge.ts';
import { selectImage } from '../state/selectors.ts';
import type { NoticeAction } from '../state/status-slice.ts';
import type { AppState } from '../state/store.ts';
import { foreignWords, leftWords, missingModelWords, sessionFileName } from '../words/session-words.ts';
import type { Deps } from './deps.ts';
import type { ModelInUse, SessionTeller } from './kept-session.ts';
import type { ModelLoader } from './model-loader.ts';
import { samplePicture } from './shelf-pictures.ts';
import { shellWords } from './shell-words.ts';
import { takeUp } from './take-up-session.ts';
import { withoutThumbnail } from './thumbnail-urls.ts';

export interface SessionFiles {
  /** Where it was saved last; asks where it never was. */
  readonly save: () => Promise<void>;
  /** Where the user says; `inside` with the bytes of all pictures. */
  readonly saveAs: (inside: boolean) => Promise<void>;
  /** The file at the path, or one that the user chooses. */
  readonly open: (path?: string) => Promise<void>;
}

interface Parts {
  readonly loader: ModelLoader;
  readonly teller: () => SessionTeller | null;
  /** Ends answers and measurements. */
  readonly stop: () => void;
  readonly useEmbedded: () => Promise<void>;
  /** Another model is in use, or other pictures are on the shelf. */
  readonly afterChange: () => void;
}

/** What opening replaces. */
const replaced = [
  'images',
  'choices',
  'history',
  'question',
  'typed',
  'asked',
  'answers',
  'turns',
  'measurements',
  'sweeps',
  'sweepOpen',
  'view',
  'imageBackend',
  'sessionFile',
] as const;
type Replaced = Pick<AppState, (typeof replaced)[number]>;

const partsOf = (state: AppState): Replaced =>
  Object.fromEntries(replaced.map((name) => [name, state[name]])) as Replaced;

export function createSessionFiles({ store, bridge }: Deps, parts: Parts): SessionFiles {
  const { loader } = parts;
  const failed = (error: unknown) => store.getState().notify('error', shellWords(error));

  async function write(place: string | null, inside: boolean): Promise<void> {
    const teller = parts.teller();
    if (teller === null) return;
    const { text, essence } = await teller.tellNow();
    const state = store.getState();
    const name = sessionFileName(selectImage(state)?.name, sessionEnding);
    const saved = await bridge.saveSession(text, { place, inside, name });
    if (saved === null) return;
    state.setSessionFile({ name: saved.name, place: saved.place, inside, changed: false });
    teller.settleFile(essence);
    const rest =
      saved.left.length === 0 ? '' : ` These pictures could not be read for it: ${saved.left.join(', ')}.`;
    state.notify(rest === '' ? 'info' : 'error', `Saved as ${saved.path}.${rest}`);
  }

  async function open(path?: string): Promise<void> {
    const [opened, shelf] = await Promise.all([bridge.openSession(path ?? null), bridge.shelf()]);
    if (opened === null) return;
    parts.stop();
    const state = store.getState();
    const undo = undoTo(partsOf(state), loader.inUse);
    const { session, name, place } = opened;
    const { machine, date } = session.made;
    const day = date.slice(0, 10);
    const taken = takeUp(opened, {
      samples: shelf.map(samplePicture),
      embedded: state.embedded,
      origin: opened.foreign ? { processor: machine, saved: day } : null,
      cutOff: 'The session was saved while this was answered; ask again.',
      jobs: 'gone',
    });
    store.setState({ ...taken.state, imageBackend: session.imageBackend });
    const inside = session.pictures.some(({ from }) => from.kind === 'beside');
    state.setSessionFile({ name, place, inside, changed: false });
    const models = await takeModel(taken.model, opened);
    parts.afterChange();
    const teller = parts.teller();
    teller?.settleFile(teller.essenceNow());
    if (taken.left.length > 0) state.notify('error', leftWords(taken.left));
    if (opened.foreign) state.notify('info', foreignWords(name, machine, day));
    if (models === 'missing' && taken.model !== null)
      state.setBanner({ tone: 'warn', text: missingModelWords(taken.model) });
    state.notify('info', `${name} is open in the place of what was on screen.`, {
      action: undo,
      topic: 'session',
    });
  }

  /** The session's own model where it can be had, the embedded one where it cannot. */
  async function takeModel(
    model: ModelInUse | null,
    { modelKnown }: OpenedSession,
  ): Promise<'there' | 'missing'> {
    if (model === null) return 'there';
    const loaded = modelKnown && (await change(model));
    if (loaded) return 'there';
    if (loader.current?.directory !== store.getState().embedded) await parts.useEmbedded();
    return 'missing';
  }

  /** False where it does not load; the one before stays in use then. */
  async function change(model: ModelInUse): Promise<boolean> {
    const now = loader.inUse;
    const same = now?.directory === model.directory && now.source.calibration === model.source.calibration;
    const { model: loaded, imageBackend } = store.getState();
    if (same && loaded.kind === 'ready' && loaded.info.imageBackend === imageBackend) return true;
    loader.takeUp(model); // the choices are for it
    const done = await loader.load(model.source);
    if (!done && now !== null) loader.takeUp(now);
    return done;
  }

  /**
   * In a function of its own: closures of one function hold what any of them names, and all that the window knew would be held by the message, with
   * the messages of then, and what those held.
   */
  function undoTo(before: Replaced, model: ModelInUse | null): NoticeAction {
    return { label: 'Undo', run: () => void back(before, model).catch(failed) };
  }

  async function back(before: Replaced, model: ModelInUse | null): Promise<void> {
    parts.stop();
    store.setState({ ...before, images: before.images.map(withoutThumbnail) });
    store.getState().setBanner(null);
    if (model !== null) await change(model);
    parts.afterChange();
    const teller = parts.teller();
    teller?.settleFile(before.sessionFile?.changed === false ? teller.essenceNow() : undefined);
  }

  return {
    save: async () => {
      const { sessionFile, setDialog } = store.getState();
      if (sessionFile === null || sessionFile.place === null) setDialog('save-session');
      else await write(sessionFile.place, sessionFile.inside).catch(failed);
    },
    saveAs: (inside) => write(null, inside).catch(failed),
    open: (path) => open(path).catch(failed),
  };
}
