/** Looks at the place of an output file before any work is done for it. Writes nothing. */
import { stat } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { EngineError } from '../errors.ts';
import { UsageError } from './usage-error.ts';

/** Returns the absolute path. Throws `bad-input` when its folder is not there or the path is a folder, a device or a pipe. */
export async function checkOutputPath(path: string): Promise<string> {
  const absolute = resolve(path);
  const folder = await stat(dirname(absolute)).catch(() => undefined);
  if (!folder?.isDirectory()) {
    throw new EngineError('bad-input', `The folder of ${path} does not exist`, {
      remedy: 'create it or choose another place',
    });
  }
  const target = await stat(absolute).catch(() => undefined);
  if (target?.isDirectory()) {
    throw new EngineError('bad-input', `${path} is a folder`, { remedy: 'give the name of a file to write' });
  }
  // It would be replaced: a device or a pipe does not take what is written beside it and renamed.
  if (target?.isFile() === false) {
    throw new EngineError('bad-input', `${path} is no ordinary file`, {
      remedy: 'give the name of a file to write',
    });
  }
  return absolute;
}

/** As `checkOutputPath`, where the ending says what is written. Throws UsageError for another ending; what is not asked for is not checked. */
export async function checkTypedPath(
  option: string,
  path: string | undefined,
  endings: readonly string[],
): Promise<string | undefined> {
  if (path === undefined) return undefined;
  if (!endings.includes(extname(path))) {
    throw new UsageError(`${option} takes a file ending in ${endings.join(' or ')}, and "${path}" does not.`);
  }
  return checkOutputPath(path);
}

/** As `checkOutputPath`, for a figure. Throws UsageError for an ending other than .png or .svg. */
export async function checkFigurePath(path: string, option = '--overlay'): Promise<string> {
  const ending = extname(path).toLowerCase();
  if (ending !== '.png' && ending !== '.svg') {
    throw new UsageError(`${option} takes a file ending in .png or .svg, and "${path}" does not.`);
  }
  return checkOutputPath(path);
}
