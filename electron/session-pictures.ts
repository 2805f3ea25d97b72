/** The pictures of a session that is read: there and as they were, or left out with the reason. A path in a file of somebody else's opens nothing that this one does not know already. */
import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { sha256, sha256OfFile } from '../src-engine/files/sha256.ts';
import type { SessionDocument, SessionPicture } from '../src-engine/session-file/document.ts';
import { sessionLimits } from '../src-engine/session-file/limits.ts';
import type { LeftOut, SessionPictures } from './bridge.ts';
import { isImageName } from './image-files.ts';

export interface PictureRules {
  readonly mayRead: (path: string) => boolean | Promise<boolean>;
  /** Length and sum of this file were those of the session: it may be read from now on. Null: that proves nothing here. */
  readonly proved: ((path: string) => Promise<void>) | null;
}

type Found = { readonly bytes?: Uint8Array } | { readonly why: string };

/** @param beside pictures that are kept apart from the session, by id */
export async function findPictures(
  session: SessionDocument,
  beside: ReadonlyMap<string, Uint8Array>,
  rules: PictureRules,
): Promise<SessionPictures> {
  const left: LeftOut[] = [];
  const bytes: { key: string; bytes: Uint8Array }[] = [];
  let room: number = sessionLimits.pictures;
  const shared = new Map<string, Found>(); // by sum: frames of one animation have the same bytes
  for (const { key, name, from } of session.pictures) {
    const known = from.kind === 'inside' ? shared.get(from.sha256) : undefined;
    const found = known ?? (await find(from, beside, rules, room));
    if ('why' in found) left.push({ key, name, why: found.why });
    else if (found.bytes !== undefined) {
      if (from.kind === 'inside' && known === undefined) {
        room -= found.bytes.length;
        shared.set(from.sha256, found);
      }
      bytes.push({ key, bytes: found.bytes });
    }
  }
  return { left, bytes };
}

async function find(
  from: SessionPicture['from'],
  beside: ReadonlyMap<string, Uint8Array>,
  rules: PictureRules,
  room: number,
): Promise<Found> {
  switch (from.kind) {
    case 'sample':
      return {};
    case 'beside': {
      const bytes = beside.get(from.id);
      return bytes === undefined ? { why: 'it was too large to keep, or its copy is damaged' } : { bytes };
    }
    case 'inside': {
      const bytes = Buffer.from(from.data, 'base64');
      if (bytes.length > room) return { why: 'the pictures inside of the file are too large together' };
      return sha256(bytes) === from.sha256 ? { bytes } : { why: 'its bytes in the file are damaged' };
    }
    case 'file': {
      const why = await whyNotFile(from, rules);
      return why === null ? {} : { why };
    }
  }
}

/** Two strokes at the start: the path leads to another computer, which would be told that somebody asks. */
const elsewhere = /^(?:\\\\|\/\/)/u;

async function whyNotFile(
  { path, bytes, sha256: sum }: Extract<SessionPicture['from'], { kind: 'file' }>,
  { mayRead, proved }: PictureRules,
): Promise<string | null> {
  const known = await mayRead(path);
  if (!known && (elsewhere.test(path) || !isAbsolute(path)))
    return 'it lies on another computer; open it yourself';
  if (!known && (sum === undefined || proved === null || !isImageName(path)))
    return 'nobody has chosen that file here; open it yourself';
  const status = await stat(path).catch(() => null);
  if (status === null) return 'its file is not there';
  if (!status.isFile()) return 'there is something else in the place of its file';
  if (sum === undefined) return null;
  if (status.size !== bytes || (await sha256OfFile(path).catch(() => '')) !== sum)
    return 'its file has changed since';
  if (!known) await proved?.(path);
  return null;
}
