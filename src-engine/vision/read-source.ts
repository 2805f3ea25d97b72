/** Gets an image's bytes from where the caller has them. Does not look at what they mean. */
import { readFile, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { basename } from 'node:path';
import { quote } from '../files/words.ts';
import type { ImageSource } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { ImageLimits } from './limits.ts';
import { imageLimits } from './limits.ts';

export type EncodedImageSource = Exclude<ImageSource, { kind: 'pixel-values' }>;

/** How error sentences call the source: its quoted file name, made safe to print. */
export function sourceName(source: ImageSource): string {
  return quote(basename(source.kind === 'bytes' ? source.name : source.path));
}

const failures: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist; check the path',
  ENOTDIR: 'does not exist; check the path',
  EACCES: 'may not be read; change its permissions or copy it elsewhere',
  EPERM: 'may not be read; change its permissions or copy it elsewhere',
  ENAMETOOLONG: 'has too long a path; move it nearer to the root of the disk',
  ELOOP: 'is a link that leads back to itself; give the path of the picture itself',
};

function readFailure(name: string, cause: unknown): EngineError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const fact = failures[code] ?? 'could not be read; check the disk and the path';
  return new EngineError('bad-input', `${name} ${fact}`, { detail: String(cause), cause });
}

function checkSize(name: string, bytes: number, limits: ImageLimits): void {
  if (bytes === 0)
    throw new EngineError('bad-input', `${name} is empty (0 bytes)`, {
      remedy: 'save or copy the picture again',
    });
  if (bytes <= limits.fileBytes) return;
  const mebibytes = (n: number) => (n / 1024 / 1024).toFixed(n % 1048576 === 0 ? 0 : 1);
  throw new EngineError(
    'bad-input',
    `${name} has ${mebibytes(bytes)} MB, more than the ${mebibytes(limits.fileBytes)} MB that are opened`,
    { remedy: 'save a smaller copy' },
  );
}

/** Also within a path: resolving makes `https://host/a.png` a file `https:/host/a.png` of the working folder. */
const address = /(?:^|[\\/])(?:https?|file|s3|gs):[\\/]/iu;

/** The facts of an ordinary file. Throws `bad-input` for folders, pipes, missing and forbidden files. */
export async function statFile(path: string): Promise<Stats> {
  const name = quote(basename(path));
  const stats = await stat(path).catch((cause: unknown) => {
    if (address.test(path)) {
      throw new EngineError('bad-input', `${name} was given by an address, and nothing is downloaded`, {
        remedy: 'save the picture on this computer and give its path',
      });
    }
    throw readFailure(name, cause);
  });
  if (stats.isDirectory()) {
    throw new EngineError('bad-input', `${name} is a folder`, {
      remedy: 'give the path of one picture inside it',
    });
  }
  if (!stats.isFile()) {
    throw new EngineError('bad-input', `${name} is not an ordinary file`, {
      remedy: 'give the path of a picture',
    });
  }
  return stats;
}

/** The bytes of an image file or buffer, at most `limits.fileBytes`. Throws `bad-input`. */
export async function readSource(
  source: EncodedImageSource,
  limits: ImageLimits = imageLimits,
): Promise<Uint8Array> {
  if (source.kind === 'bytes') {
    checkSize(sourceName(source), source.bytes.byteLength, limits);
    return source.bytes;
  }
  const { size } = await statFile(source.path);
  checkSize(sourceName(source), size, limits);
  return readFile(source.path).catch((cause: unknown) => {
    throw readFailure(sourceName(source), cause);
  });
}
