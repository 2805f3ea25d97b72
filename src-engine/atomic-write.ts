/** Writes a file so that readers see the old content or the new one, never a part of it. */
import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { EngineError } from './errors.ts';

/**
 * Writes beside the target, then renames over it. The folder must exist.
 *
 * @throws EngineError `bad-input` where the target cannot be written; nothing is left behind then
 */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const target = resolve(path);
  const temporary = `${target}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync(); // else a power cut may leave the new name with no content
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new EngineError(
      'bad-input',
      `Cannot write "${path}"; check that the folder "${dirname(target)}" exists, is writable and has free space.`,
      { detail: String(cause), cause },
    );
  }
}
