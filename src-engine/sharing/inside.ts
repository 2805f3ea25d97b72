/** Keeps paths that others name below one folder: whoever may send tasks must not be able to make a machine read any file it likes. */
import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, relative, sep } from 'node:path';
import { EngineError } from '../errors.ts';
import { exists } from '../files/bounded-file.ts';
import { quotePath } from '../files/words.ts';

export interface Inside {
  readonly root: string;
  /**
   * Links are followed before it is decided. Throws `bad-input` for a path outside the folder, and where the folder of a file is not there:
   * then this machine does not see what the others see.
   */
  check(path: string): Promise<void>;
}

/** Throws `bad-input` where the folder is not there. */
export async function insideOf(root: string): Promise<Inside> {
  const real = await realpath(root).catch((cause: unknown) => {
    throw new EngineError('bad-input', `The folder ${quotePath(root)} is not there`, {
      remedy: 'give the folder that all machines share',
      cause,
    });
  });
  const isInside = (path: string): boolean => {
    const way = relative(real, path);
    return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
  };
  return {
    root: real,
    async check(path) {
      const folder = dirname(path);
      const found = (await exists(path))
        ? await realpath(path).catch(() => undefined)
        : await realpath(folder).catch(() => undefined);
      if (isAbsolute(path) && found !== undefined && isInside(found)) return;
      const outside = found !== undefined || !isInside(path);
      throw new EngineError(
        'bad-input',
        outside
          ? `A task names ${quotePath(path)}, which is not below ${quotePath(real)}`
          : `A task names ${quotePath(path)}, whose folder is not there`,
        { remedy: 'give this machine the folder that the others share, at the same place' },
      );
    },
  };
}
