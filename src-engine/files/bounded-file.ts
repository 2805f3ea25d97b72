/** Reads files of unknown origin: regular files only, never more than a cap, every failure a sentence. Not a parser. */
import { constants } from 'node:fs';
import { lstat, open, readlink, stat, type FileHandle } from 'node:fs/promises';
import { EngineError } from '../errors.ts';
import { impostor } from './impostor.ts';
import { refusal, type Subject } from './refusal.ts';
import { quotePath } from './words.ts';

interface Failure {
  readonly fact: string;
  /** Absent: the subject's own. */
  readonly cure?: string;
}

const missing: Failure = { fact: 'is missing' };
const forbidden: Failure = { fact: 'may not be read', cure: 'allow reading it for your user' };

const failures: ReadonlyMap<string, Failure> = new Map([
  ['ENOENT', missing],
  ['ENOTDIR', missing],
  ['EACCES', forbidden],
  ['EPERM', forbidden],
  ['ENAMETOOLONG', { fact: 'has too long a path', cure: 'move it nearer to the root of the disk' }],
  ['ELOOP', { fact: 'is a link that leads back to itself', cure: 'give the path of the file itself' }],
]);

const unreadable: Failure = { fact: 'cannot be read', cure: 'check the disk and copy the file again' };

function systemCode(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}

/** The refusal for a failure of the file system; one that is a refusal already stays it. */
export function fileError(subject: Subject, cause: unknown): EngineError {
  if (cause instanceof EngineError) return cause;
  const { fact, cure } = failures.get(systemCode(cause)) ?? unreadable;
  return refusal(subject, fact, { cause, ...(cure === undefined ? {} : { cure }) });
}

/** A link whose target is gone, as in a copied download cache or one whose blobs were deleted. */
async function danglingLink(path: string): Promise<Failure | undefined> {
  const target = await readlink(path).catch(() => undefined);
  return target === undefined
    ? undefined
    : {
        fact: `is a link to ${quotePath(target)}, which is not there`,
        cure: 'copy the folder again with the files that its links lead to, or download it again',
      };
}

/**
 * Opens a regular file (through symlinks), hands it to `use`, closes it.
 * Looks before it opens: opening a named pipe would wait for ever.
 * Throws an EngineError of the subject's code.
 */
export async function withFile<T>(
  path: string,
  subject: Subject,
  use: (handle: FileHandle, size: number) => Promise<T>,
): Promise<T> {
  let handle: FileHandle | undefined;
  try {
    const status = await stat(path);
    if (status.isDirectory()) throw refusal(subject, 'is a folder and not a file');
    if (!status.isFile()) throw refusal(subject, 'is not an ordinary file');
    handle = await open(path, constants.O_RDONLY);
    return await use(handle, (await handle.stat()).size);
  } catch (cause) {
    const link = systemCode(cause) === 'ENOENT' ? await danglingLink(path) : undefined;
    if (link === undefined) throw fileError(subject, cause);
    throw refusal(subject, link.fact, { cause, ...(link.cure === undefined ? {} : { cure: link.cure }) });
  } finally {
    await handle?.close();
  }
}

/** Reads up to `length` bytes from `position`; fewer only where the file ends. */
export async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** The whole file, if it is no longer than `maxBytes`. Throws an EngineError of the subject's code. */
export async function readBounded(path: string, maxBytes: number, subject: Subject): Promise<Buffer> {
  return withFile(path, subject, async (handle, size) => {
    if (size > maxBytes) {
      throw refusal(subject, `has ${size} bytes, more than the ${maxBytes} that such a file may have`);
    }
    return readAt(handle, 0, size);
  });
}

/** Strict UTF-8 text, without its byte order mark. Throws an EngineError of the subject's code. */
export async function readText(path: string, maxBytes: number, subject: Subject): Promise<string> {
  return decodeText(await readBounded(path, maxBytes, subject), subject);
}

/** Strict UTF-8; what lies there in the place of a text is named; a zero byte, which no text has, counts as damage too. Throws an EngineError of the subject's code. */
export function decodeText(bytes: Uint8Array, subject: Subject): string {
  const other = impostor(bytes);
  if (other !== undefined) throw refusal(subject, other.fact, { cure: other.cure });
  try {
    if (!bytes.includes(0)) return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw refusal(subject, 'is not UTF-8 text', { cause });
  }
  throw refusal(subject, 'is not UTF-8 text');
}

/** True also for a link that leads nowhere, so that reading it says so. False also where a folder on the way does not exist. */
export async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch {
    return false;
  }
}
