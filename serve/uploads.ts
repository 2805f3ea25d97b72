/** Files that browsers have sent: each browser has a folder of its own with a quota; all of them go when the server ends. */
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isImageName } from '../electron/image-files.ts';
import { EngineError } from '../src-engine/errors.ts';
import { forOwner } from '../src-engine/files/for-owner.ts';
import { limits } from '../src-engine/remote/limits.ts';
import { sessionEnding } from '../src-engine/session-file/document.ts';
import { sessionLimits } from '../src-engine/session-file/limits.ts';

const MB = 1_048_576;
/** Of one browser, unless a test says otherwise. */
export const usualQuota = { bytes: 2048 * MB, files: 5000 } as const;
export type Quota = Readonly<Record<keyof typeof usualQuota, number>>;

export interface Uploads {
  readonly folder: string;
  /**
   * Keeps a file; the same contents under the same name have the same path.
   *
   * @param announced bytes that are said to come
   * @throws EngineError where it is of a kind that the window does not open, or there is no room
   */
  readonly take: (name: string, content: Readable, announced: number) => Promise<string>;
  readonly remove: () => void;
}

export interface UploadStore {
  readonly folder: string;
  readonly open: (quota?: Quota) => Uploads;
  readonly remove: () => void;
}

const prefix = 'dymu-serve-';

/** A folder for this process among the system's temporary ones; what earlier processes left because they were killed is removed. */
export function createUploadStore(temporary = tmpdir()): UploadStore {
  removeAbandoned(temporary);
  const folder = mkdtempSync(join(temporary, `${prefix}${process.pid}-`));
  return {
    folder,
    open: (quota) => openUploads(join(folder, randomUUID()), quota ?? usualQuota),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function removeAbandoned(temporary: string): void {
  for (const name of readdirSync(temporary)) {
    const [, pid] = /^dymu-serve-(\d+)-/u.exec(name) ?? [];
    if (pid === undefined || isAlive(Number(pid))) continue;
    try {
      rmSync(join(temporary, name), { recursive: true, force: true });
    } catch {
      // Another user's.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function openUploads(folder: string, quota: Quota): Uploads {
  mkdirSync(folder, { mode: forOwner.folder });
  let bytes = 0;
  let files = 0;

  async function take(name: string, content: Readable, announced: number): Promise<string> {
    const cap = capOf(name);
    const safe = safeName(name);
    if (announced > cap) throw tooLarge(name, cap);
    if (bytes + announced > quota.bytes || files >= quota.files) throw full(name);
    // Counted from the beginning: two that come at once do not both find the same room.
    bytes += announced;
    files += 1;
    const part = join(folder, `${randomUUID()}.part`);
    const hash = createHash('sha256');
    let came = 0;
    const counted = new Transform({
      transform(chunk: Buffer, _, done) {
        came += chunk.length;
        hash.update(chunk);
        done(came > announced ? tooLarge(name, announced) : null, chunk);
      },
    });
    try {
      await pipeline(content, counted, createWriteStream(part, { flags: 'wx', mode: forOwner.file }));
      const own = join(folder, hash.digest('hex').slice(0, 16));
      const path = join(own, safe);
      await mkdir(own, { recursive: true, mode: forOwner.folder });
      if (await isThere(path)) {
        bytes -= announced;
        files -= 1;
        await rm(part, { force: true });
      } else await rename(part, path);
      return path;
    } catch (error) {
      bytes -= announced;
      files -= 1;
      await rm(part, { force: true }).catch(() => undefined);
      if (error instanceof EngineError) throw error;
      throw new EngineError('bad-input', `The server could not keep ${name}`, {
        remedy: 'send it again, or make room on the server’s disk',
        cause: error,
      });
    }
  }

  return { folder, take, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const calibrationName = /\.(?:dymu-calibration|json)$/iu;

/** @throws EngineError for a kind of file that the window does not open */
function capOf(name: string): number {
  if (name.toLowerCase().endsWith(`.${sessionEnding}`)) return sessionLimits.file;
  if (isImageName(name)) return limits.imageBytes;
  if (calibrationName.test(name)) return 64 * MB;
  throw new EngineError(
    'bad-input',
    `${name === '' ? 'A file without a name' : name} is nothing that the window opens`,
    {
      remedy: 'send a PNG, JPEG, WebP, GIF, TIFF, AVIF or BMP picture, a session or a calibration',
    },
  );
}

/** UTF-16 units: at most 240 bytes, and a file's name may have 255. */
const mostNameLength = 80;

/** The name without what means something in a path; its end, which says the kind, stays. */
function safeName(name: string): string {
  const plain = name.replace(/[^\p{L}\p{N}._ ()+-]/gu, '_').replace(/^\.+/u, '_');
  return plain.slice(-mostNameLength);
}

function tooLarge(name: string, cap: number): EngineError {
  return new EngineError('bad-input', `${name} is larger than ${Math.floor(cap / MB)} MB`, {
    remedy: 'make it smaller, or put it into a folder that the server offers',
  });
}

function full(name: string): EngineError {
  return new EngineError('bad-input', `There is no more room on the server for ${name}`, {
    remedy: 'put large sets of pictures into a folder that the server offers (dymu serve --folder)',
  });
}
