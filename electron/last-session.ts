/** The session of the last start on disk: one text, whole or as it was before, and beside it the pictures that have no file. */
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../src-engine/files/atomic-write.ts';
import { exists, readBounded } from '../src-engine/files/bounded-file.ts';
import { forOwner } from '../src-engine/files/for-owner.ts';
import { sha256 } from '../src-engine/files/sha256.ts';
import { sessionLimits } from '../src-engine/session-file/limits.ts';
import { sessionSubject } from '../src-engine/session-file/read-session.ts';

export interface LastSession {
  /** One after the other; of several that wait the last alone is written. Rejects with `bad-input` where it cannot be written. */
  write(text: string, pictures: ReadonlyMap<string, Uint8Array>): Promise<void>;
  /** Null where there is none. @throws EngineError where there is one that cannot be read */
  read(): Promise<{ readonly text: Uint8Array; readonly pictures: ReadonlyMap<string, Uint8Array> } | null>;
  clear(): Promise<void>;
  /** Its new name; undefined where it could not be moved. */
  putAside(): Promise<string | undefined>;
  flush(): Promise<void>;
}

const fileName = 'last.dymu-session';

export function openLastSession(folder: string): LastSession {
  const file = join(folder, fileName);
  const beside = join(folder, 'pictures');
  /** Names of pictures that are on disk. */
  let stored: Set<string> | undefined;
  let waiting: { readonly text: string; readonly pictures: ReadonlyMap<string, Uint8Array> } | null = null;
  let turn: Promise<void> = Promise.resolve();

  function next(task: () => Promise<void>): Promise<void> {
    const mine = turn.then(task);
    turn = mine.catch(() => undefined);
    return mine;
  }

  async function listed(): Promise<Set<string>> {
    stored ??= new Set(await readdir(beside).catch(() => []));
    return stored;
  }

  async function writeWaiting(): Promise<void> {
    if (waiting === null) return; // a later one took it along
    const { text, pictures } = waiting;
    waiting = null;
    await mkdir(beside, { recursive: true, mode: forOwner.folder });
    const there = await listed();
    const wanted = new Map([...pictures].map(([id, bytes]) => [sha256(id), { id, bytes }]));
    for (const [name, { id, bytes }] of wanted) {
      if (there.has(name)) continue;
      await writeAtomically(join(beside, name), withName(id, bytes), forOwner.file);
      there.add(name);
    }
    await writeAtomically(file, text, forOwner.file);
    for (const name of there) {
      if (wanted.has(name)) continue;
      await rm(join(beside, name), { force: true });
      there.delete(name);
    }
  }

  return {
    write: (text, pictures) => {
      waiting = { text, pictures: new Map(pictures) };
      return next(writeWaiting);
    },
    async read() {
      if (!(await exists(file))) return null;
      const text = await readBounded(file, sessionLimits.state, sessionSubject(file));
      const pictures = new Map<string, Uint8Array>();
      let room: number = sessionLimits.keptPictures;
      for (const name of await listed()) {
        const bytes = await readBounded(join(beside, name), room, sessionSubject(name)).catch(() => null);
        const [id, picture] = bytes === null ? ['', null] : nameIn(bytes);
        if (picture === null || sha256(id) !== name) continue; // it is missed, and named, where the session is read
        room -= picture.length;
        pictures.set(id, picture);
      }
      return { text, pictures };
    },
    clear: () => {
      waiting = null;
      return next(async () => {
        stored = undefined;
        await rm(file, { force: true });
        await rm(beside, { recursive: true, force: true });
      });
    },
    async putAside() {
      const aside = `${file}.unreadable-${new Date().toISOString().replaceAll(':', '-')}`;
      return rename(file, aside).then(
        () => aside,
        () => undefined,
      );
    },
    flush: () => turn,
  };
}

/** A picture's file begins with the name that the session knows it by: length (4 bytes), UTF-8, then the picture. */
function withName(id: string, bytes: Uint8Array): Buffer {
  const name = Buffer.from(id);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(name.length);
  return Buffer.concat([length, name, bytes]);
}

function nameIn(bytes: Buffer): [id: string, picture: Uint8Array | null] {
  const length = bytes.length < 4 ? 0 : bytes.readUInt32LE(0);
  if (length === 0 || bytes.length < 4 + length) return ['', null];
  return [bytes.toString('utf8', 4, 4 + length), bytes.subarray(4 + length)];
}
