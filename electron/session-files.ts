/** Session files: which may be written where, with the pictures inside or by their paths. Asks no user; dialogs.ts does. */
import { randomUUID } from 'node:crypto';
import { arch, cpus, platform } from 'node:os';
import { basename } from 'node:path';
import { writeAtomically } from '../src-engine/files/atomic-write.ts';
import { readBounded } from '../src-engine/files/bounded-file.ts';
import { sha256 } from '../src-engine/files/sha256.ts';
import { EngineError } from '../src-engine/errors.ts';
import {
  sessionText,
  type SessionDocument,
  type SessionPicture,
} from '../src-engine/session-file/document.ts';
import { sessionLimits } from '../src-engine/session-file/limits.ts';
import { parseSession, sessionSubject } from '../src-engine/session-file/read-session.ts';
import type { SavedSession } from './bridge.ts';

/** Files that the window may save its session to again: those that a dialog named, and sessions that were read. The page knows words for them, no paths. */
export interface SessionPlaces {
  readonly grant: (path: string) => string;
  readonly pathOf: (place: string) => string | undefined;
}

const mostPlaces = 64;

export function createSessionPlaces(): SessionPlaces {
  const paths = new Map<string, string>();
  return {
    grant: (path) => {
      const [known] = [...paths].find(([, other]) => other === path) ?? [];
      if (known !== undefined) return known;
      const place = randomUUID();
      paths.set(place, path);
      const [oldest] = paths.keys();
      if (paths.size > mostPlaces && oldest !== undefined) paths.delete(oldest);
      return place;
    },
    pathOf: (place) => paths.get(place),
  };
}

/** Whose figures a session holds. */
export function thisMachine(): string {
  return `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${platform()} ${arch()}`;
}

export async function readSessionFile(path: string): Promise<SessionDocument> {
  return parseSession(await readBounded(path, sessionLimits.file, sessionSubject(path)), basename(path));
}

interface Writing {
  readonly session: SessionDocument;
  /** Whether the picture at this path is written with its bytes. */
  readonly inside: (path: string) => boolean;
  readonly application: string;
  readonly beside: ReadonlyMap<string, Uint8Array>;
  readonly mayRead: (path: string) => boolean | Promise<boolean>;
}

interface FileWriting extends Omit<Writing, 'inside'> {
  readonly path: string;
  readonly inside: boolean; // all pictures, or none that has a file
}

/** Answers with the names of pictures whose bytes could not be had: their paths alone are in the file. */
export async function writeSessionFile({
  path,
  inside,
  ...writing
}: FileWriting): Promise<Pick<SavedSession, 'left'>> {
  const { bytes, left } = await sessionBytes({ ...writing, inside: () => inside });
  await writeAtomically(path, bytes);
  return { left };
}

/** The same as the bytes of a file. */
export async function sessionBytes(
  writing: Writing,
): Promise<Pick<SavedSession, 'left'> & { readonly bytes: Uint8Array }> {
  const { session, application } = writing;
  const left: string[] = [];
  const pictures: SessionPicture[] = [];
  const room: Room = { bytes: sessionLimits.pictures, sums: new Set() };
  for (const picture of session.pictures) {
    const from = await written(picture, writing, room);
    if (from === null) left.push(picture.name);
    else pictures.push({ ...picture, from });
    if (from?.kind === 'file' && from.sha256 === undefined) left.push(picture.name);
  }
  const made = { application, machine: thisMachine(), date: new Date().toISOString() };
  const text = sessionText({ ...onlyOf(session, pictures), made, file: null });
  return { bytes: new Uint8Array(Buffer.from(text)), left };
}

/** What may still be written, and the sums of what has been: frames of one animation share its bytes. */
interface Room {
  bytes: number;
  readonly sums: Set<string>;
}

async function written(
  { name, from }: SessionPicture,
  { inside, beside, mayRead }: Writing,
  room: Room,
): Promise<SessionPicture['from'] | null> {
  if (from.kind === 'sample' || from.kind === 'inside') return from;
  if (from.kind === 'file' && !(await mayRead(from.path))) return null;
  const bytes = from.kind === 'beside' ? (beside.get(from.id) ?? null) : await readPicture(from.path);
  if (bytes === null) return from.kind === 'file' ? { kind: 'file', path: from.path } : null;
  const sum = sha256(bytes);
  if (from.kind === 'file' && !inside(from.path))
    return { kind: 'file', path: from.path, bytes: bytes.length, sha256: sum };
  if (room.sums.has(sum)) return { kind: 'inside', data: '', sha256: sum };
  room.bytes -= bytes.length;
  if (room.bytes < 0) {
    throw new EngineError('bad-input', `With ${name} the pictures are too large for one file`, {
      remedy: 'save the session with the pictures by their paths, or close some of them',
    });
  }
  room.sums.add(sum);
  return { kind: 'inside', data: Buffer.from(bytes).toString('base64'), sha256: sum };
}

function readPicture(path: string): Promise<Uint8Array | null> {
  return readBounded(path, sessionLimits.pictures, sessionSubject(path)).catch(() => null);
}

/** What is said of pictures that are not written goes with them. */
function onlyOf(session: SessionDocument, pictures: readonly SessionPicture[]): SessionDocument {
  const keys = new Set(pictures.map(({ key }) => key));
  const of = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(record).filter(([key]) => keys.has(key)));
  const choices = (entry: SessionDocument['choices']): SessionDocument['choices'] => ({
    ...entry,
    selected: entry.selected !== null && keys.has(entry.selected) ? entry.selected : null,
    readings: of(entry.readings),
    regions: of(entry.regions),
  });
  return {
    ...session,
    pictures: [...pictures],
    choices: choices(session.choices),
    past: session.past.map(choices),
    future: session.future.map(choices),
    answers: of(session.answers),
    measurements: of(session.measurements),
  };
}
