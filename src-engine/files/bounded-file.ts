/** Reads files of unknown origin: regular files only, never more than a cap, every failure a sentence. Not a parser. */
import { constants } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { EngineError } from '../errors.ts';
import { quote } from './words.ts';

function systemCode(cause: unknown): string | undefined {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
}

/** The sentence for a file system failure; `missing` says what to do when the file is not there. */
export function fileError(path: string, cause: unknown, missing: string): EngineError {
  if (cause instanceof EngineError) return cause;
  const code = systemCode(cause);
  const file = quote(basename(path));
  const detail = cause instanceof Error ? cause.message : String(cause);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new EngineError('bad-checkpoint', `${file} is missing; ${missing}.`, { detail, cause });
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new EngineError('bad-checkpoint', `${file} may not be read; allow reading it for your user.`, {
      detail,
      cause,
    });
  }
  return new EngineError(
    'bad-checkpoint',
    `${file} cannot be read; check the disk and copy the file again.`,
    {
      detail,
      cause,
    },
  );
}

/**
 * Opens a regular file (through symlinks), hands it to `use`, closes it.
 * Looks before it opens: opening a named pipe would wait for ever.
 * Throws `bad-checkpoint`.
 */
export async function withFile<T>(
  path: string,
  missing: string,
  use: (handle: FileHandle, size: number) => Promise<T>,
): Promise<T> {
  let handle: FileHandle | undefined;
  try {
    if (!(await stat(path)).isFile()) {
      throw new EngineError('bad-checkpoint', `${quote(basename(path))} is not a file; put the file there.`);
    }
    handle = await open(path, constants.O_RDONLY);
    return await use(handle, (await handle.stat()).size);
  } catch (cause) {
    throw fileError(path, cause, missing);
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

/** The whole file, if it is no longer than `maxBytes`. Throws `bad-checkpoint`. */
export async function readBounded(path: string, maxBytes: number, missing: string): Promise<Buffer> {
  return withFile(path, missing, async (handle, size) => {
    if (size > maxBytes) {
      const message = `${quote(basename(path))} has ${size} bytes, more than the ${maxBytes} that such a file may have; get the original file.`;
      throw new EngineError('bad-checkpoint', message);
    }
    return readAt(handle, 0, size);
  });
}

/** False also where a folder on the way does not exist. */
export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}
