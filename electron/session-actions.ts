/** What the window's requests about sessions do: keeping one for the next start, session files. */
import { basename } from 'node:path';
import type { BrowserWindow } from 'electron';
import { EngineError } from '../src-engine/errors.ts';
import { isHubName } from '../src-engine/remote/path-roles.ts';
import { modelOfApplication, type SessionDocument } from '../src-engine/session-file/document.ts';
import { parseSession } from '../src-engine/session-file/read-session.ts';
import type { ChosenPaths } from './chosen-paths.ts';
import type { ClosingGuard } from './closing-guard.ts';
import { chooseSavePlace, chooseSession } from './dialogs.ts';
import type { Actions } from './handlers.ts';
import type { Kept, SessionKeeper } from './kept-session.ts';
import type { PathGrants } from './path-grants.ts';
import { createSessionPlaces, readSessionFile, thisMachine, writeSessionFile } from './session-files.ts';
import { findPictures } from './session-pictures.ts';
import type { SettingsStore } from './settings.ts';

interface Parts {
  readonly window: BrowserWindow;
  readonly settings: SettingsStore;
  readonly grants: PathGrants;
  readonly chosen: ChosenPaths;
  readonly keeper: SessionKeeper;
  readonly guard: ClosingGuard;
  readonly application: string; // its version
}

type SessionActions = Pick<Actions, Extract<keyof Actions, `session:${string}`>>;

export function createSessionActions(given: Parts): SessionActions {
  const { window, settings, grants, chosen, keeper, guard, application } = given;
  const places = createSessionPlaces();
  const rules = { mayRead: grants.mayRead, proved: (path: string) => chosen.chose([path]) };

  /** Words of ours, not the page's: it has never heard a path to write to. */
  async function rememberFile(path: string): Promise<void> {
    if ((settings.current.sessionFile ?? '') !== path) await settings.update({ sessionFile: path });
  }

  async function parseKept({ text, cause }: Kept): Promise<SessionDocument> {
    try {
      return parseSession(text, 'the last session');
    } catch (error) {
      if (cause !== null || !(error instanceof EngineError)) throw error;
      const aside = await keeper.putAside();
      throw new EngineError(error.code, `The last session cannot be taken up: ${error.fact}`, {
        remedy: aside === undefined ? 'delete it' : `it lies in ${aside} now`,
        cause: error,
      });
    }
  }

  return {
    'session:keep': async (text, place) => {
      keeper.keep(text);
      await rememberFile(place === null ? '' : (places.pathOf(place) ?? ''));
    },
    'session:keep-picture': (id, bytes) => {
      keeper.keepPicture(id, bytes);
      return Promise.resolve();
    },
    'session:read': async () => {
      const kept = await keeper.read();
      if (kept === null) return null;
      const session = await parseKept(kept);
      const { sessionFile = '' } = settings.current;
      const place = session.file === null || sessionFile === '' ? null : places.grant(sessionFile);
      return { session, place, cause: kept.cause, ...(await findPictures(session, keeper.pictures, rules)) };
    },
    'session:open': async (asked) => {
      const path = asked ?? (await chooseSession(window));
      if (path === null) return null;
      if (asked === null) await chosen.chose([path]);
      chosen.require([path]);
      const session = await readSessionFile(path);
      const pictures = await findPictures(session, new Map(), rules);
      return {
        ...pictures,
        // Their bytes have just been handed over.
        session: { ...session, pictures: session.pictures.map(withoutData) },
        place: places.grant(path),
        name: basename(path),
        foreign: session.made.machine !== thisMachine(),
        modelKnown: mayLoad(session, grants),
      };
    },
    'session:save': async (text, { place, inside, name }) => {
      try {
        const session = parseSession(Buffer.from(text), 'the session');
        const path = place === null ? await chooseSavePlace(window, name) : places.pathOf(place);
        if (path === undefined) {
          guard.settled(false);
          return null;
        }
        const beside = keeper.pictures;
        const { left } = await writeSessionFile({
          ...{ session, path, inside, application, beside, mayRead: grants.mayRead },
        });
        await chosen.chose([path]);
        await rememberFile(path);
        guard.settled(true);
        return { place: places.grant(path), name: basename(path), path, left };
      } catch (error) {
        guard.settled(false);
        throw error;
      }
    },
    'session:mark': (changed) => {
      guard.mark(changed);
      return Promise.resolve();
    },
  };
}

function withoutData(picture: SessionDocument['pictures'][number]): SessionDocument['pictures'][number] {
  const { from, key, frame } = picture;
  if (from.kind !== 'inside') return picture;
  // Frames of one animation are of one file; other pictures with the same bytes are pictures of their own.
  return { ...picture, from: { kind: 'beside', id: frame?.animated === true ? from.sha256 : key } };
}

function mayLoad({ model }: SessionDocument, grants: PathGrants): boolean {
  if (model === null) return false;
  const { directory, calibration } = model.source;
  const here = directory === modelOfApplication || isHubName(directory) || grants.mayRead(directory);
  return here && (calibration === undefined || grants.mayRead(calibration));
}
