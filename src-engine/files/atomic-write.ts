/** Writes a file so that readers see the old content or the new one, never a part of it. */
import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { EngineError } from '../errors.ts';
import { removeAbandoned, temporaryOf } from './temporary-names.ts';

/**
 * Writes beside the target, then renames over it. The folder must exist.
 *
 * @param mode of the file, less the umask; readable and writable for all unless said
 * @throws EngineError `bad-input` where the target cannot be written; nothing is left behind then
 */
export async function writeAtomically(
  path: string,
  content: string | Uint8Array,
  mode?: number,
): Promise<void> {
  await replaceAtomically(path, (file) => file.writeFile(content), mode);
}

/**
 * As `writeAtomically`, for content that does not fit in memory: `fill` writes it into the new file.
 *
 * @throws EngineError what `fill` throws as one, else `bad-input`; nothing is left behind then
 */
export async function replaceAtomically(
  path: string,
  fill: (file: FileHandle) => Promise<void>,
  mode?: number,
): Promise<void> {
  const target = resolve(path);
  const temporary = temporaryOf(target);
  const there = await stat(target).catch(() => undefined);
  if (there?.isFile() === false && !there.isDirectory()) {
    // Renaming would replace a device or a pipe for whoever may do that.
    throw new EngineError('bad-input', `"${path}" is no ordinary file`, {
      remedy: 'give the name of a file',
    });
  }
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      await fill(file);
      await file.sync(); // else a power cut may leave the new name with no content
    } finally {
      await file.close();
    }
    await rename(temporary, target);
    await removeAbandoned(target);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined); // why it could not be written is what matters
    if (cause instanceof EngineError) throw cause;
    throw new EngineError('bad-input', `Cannot write "${path}"`, {
      remedy: `check that the folder "${dirname(target)}" exists, is writable and has free space`,
      detail: String(cause),
      cause,
    });
  }
}
