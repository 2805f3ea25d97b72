/** Reads a text file that a person wrote, with a cap. Not for images or weights. */
import { readFile, stat } from 'node:fs/promises';
import { EngineError } from '../errors.ts';

const maxBytes = 16 * 1_048_576;

/** `what` names the content in the sentence: "thresholds", "a list of images". Throws `bad-input`. */
export async function readSmallText(path: string, what: string): Promise<string> {
  const info = await stat(path).catch(() => undefined);
  if (info === undefined)
    throw new EngineError('bad-input', `${path} does not exist; give a file with ${what}.`);
  if (!info.isFile()) throw new EngineError('bad-input', `${path} is not a file; give a file with ${what}.`);
  if (info.size > maxBytes) {
    throw new EngineError('bad-input', `${path} is larger than 16 MB; give a smaller file with ${what}.`);
  }
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined)
    throw new EngineError('bad-input', `${path} cannot be read; check its permissions.`);
  if (bytes.includes(0)) {
    throw new EngineError('bad-input', `${path} is not a text file; give a file with ${what}.`);
  }
  return bytes.toString('utf8');
}
