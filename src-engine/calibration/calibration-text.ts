/** Text of calibration files and the like: read with a cap, parsed, refused in one sentence. Knows no schema. */
import { readFile, stat } from 'node:fs/promises';
import { EngineError } from '../errors.ts';

const largestFile = 16 * 2 ** 20; // bytes; a curve of 100 points over 100 layers has 0.3 MB

export function refusal(
  file: string,
  fact: string,
  remedy = 'calibrate again with "dymu calibrate"',
  cause?: unknown,
): EngineError {
  const detail = cause instanceof Error ? { detail: cause.message, cause } : {};
  return new EngineError('bad-calibration', `The file "${file}" ${fact}; ${remedy}.`, detail);
}

/** Throws EngineError `bad-calibration`. */
export async function readSmallText(path: string): Promise<string> {
  try {
    const status = await stat(path);
    if (!status.isFile()) throw refusal(path, 'is no file', 'choose another file');
    if (status.size <= largestFile) return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof EngineError) throw cause;
    throw refusal(path, 'cannot be read', 'check that it exists and is readable', cause);
  }
  throw refusal(path, 'is too large for a calibration', 'choose another file');
}

/** Throws EngineError `bad-calibration`. */
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw refusal(file, 'is not valid JSON', undefined, cause);
  }
}
