/** What a page's requests about sessions do: a tab's own is kept in memory as long as the server runs, files come as uploads and go as bytes. */
import { basename, sep } from 'node:path';
import { Readable } from 'node:stream';
import { readSessionFile, sessionBytes, thisMachine } from '../electron/session-files.ts';
import { findPictures, type PictureRules } from '../electron/session-pictures.ts';
import { isHubName } from '../src-engine/remote/path-roles.ts';
import {
  modelOfApplication,
  type SessionDocument,
  type SessionPicture,
} from '../src-engine/session-file/document.ts';
import { parseSession } from '../src-engine/session-file/read-session.ts';
import type { Actions, PageParts } from './actions.ts';
import type { Reach } from './reach.ts';

type SessionActions = Pick<Actions, Extract<keyof Actions, `session:${string}`>>;

type FromFile = Extract<SessionPicture['from'], { readonly kind: 'file' }>;
type FromInside = Extract<SessionPicture['from'], { readonly kind: 'inside' }>;

export function createSessionActions({ browser, tab, reach, version }: PageParts): SessionActions {
  const rules: PictureRules = { mayRead: reach, proved: null };

  /** Pictures inside of a file become files of the browser's own, which the engine reads like any other. */
  async function unpacked(pictures: readonly SessionPicture[]): Promise<SessionPicture[]> {
    const files = new Map<string, Promise<FromFile>>();
    return Promise.all(
      pictures.map(async (picture) => {
        const { from, name, key, frame } = picture;
        if (from.kind !== 'inside') return picture;
        // Frames of one animation are of one file; other pictures with the same bytes are pictures of their own.
        const of = frame?.animated === true ? from.sha256 : key;
        const file = files.get(of) ?? unpack(name, from);
        files.set(of, file);
        return { ...picture, from: await file };
      }),
    );
  }

  async function unpack(name: string, { data, sha256 }: FromInside): Promise<FromFile> {
    const bytes = Buffer.from(data, 'base64');
    const path = await browser.uploads.take(withEnding(name), Readable.from([bytes]), bytes.length);
    return { kind: 'file', path, bytes: bytes.length, sha256 };
  }

  return {
    'session:keep': (text, name) => {
      tab.kept = { text, name };
      return Promise.resolve();
    },
    'session:read': async () => {
      if (tab.kept === null) return null;
      const { text, name } = tab.kept;
      const session = parseSession(Buffer.from(text), 'the session of this tab');
      const pictures = await findPictures(session, new Map(), rules);
      return { session, place: name, cause: null, ...pictures };
    },
    'session:open': async (path) => {
      const read = await readSessionFile(await required(reach, path));
      const session = { ...read, pictures: await unpacked(read.pictures) };
      const name = basename(path);
      return {
        ...(await findPictures(session, new Map(), rules)),
        ...{ session, name, place: name },
        foreign: session.made.machine !== thisMachine(),
        modelKnown: await mayLoad(session, reach),
      };
    },
    'session:write': async (text, inside) => {
      const session = parseSession(Buffer.from(text), 'the session');
      const own = (path: string) => path.startsWith(`${browser.uploads.folder}${sep}`);
      return sessionBytes({
        ...{ session, application: version, beside: new Map(), mayRead: reach },
        // A path of this server's temporary folder says nothing to anybody.
        inside: (path) => inside || own(path),
      });
    },
  };
}

async function required(reach: Reach, path: string): Promise<string> {
  if (await reach(path)) return path;
  throw new Error('The session has to be opened again.');
}

/** Names of pictures are words; an upload is told by its name what it is. */
function withEnding(name: string): string {
  return /\.\w+$/u.test(name) ? name : `${name}.png`;
}

async function mayLoad({ model }: SessionDocument, reach: Reach): Promise<boolean> {
  if (model === null) return false;
  const { directory, calibration } = model.source;
  const here = directory === modelOfApplication || isHubName(directory) || (await reach(directory));
  return here && (calibration === undefined || (await reach(calibration)));
}
