/**
 * In a package no native library is loaded but those that it was made with: each is held against a list in the archive before the system's
 * loader sees it (decision 39). A checkout has no list: there npm has compared the packages with package-lock.json when it installed them.
 */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import { EngineError } from '../src-engine/errors.ts';

/** Of the list, below the folder of the application. It is written when a package is made (packaging/contents/native-list.ts). */
export const nativeList = 'dist/native-libraries.json';

/** From path below the application's folder, with `/`, to SHA-256 as hex. */
const listSchema = z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/));
export type NativeList = z.infer<typeof listSchema>;

const archive = 'app.asar';
const remedy = 'install DyMU Explorer again, from where its makers offer it';

/** Puts the check in front of every native library that this thread loads from now on; what a package's library links to is checked with it. */
export function guardLibraries(application: string = resolve(import.meta.dirname, '../..')): void {
  if (!isPackaged(application)) return;
  const check = libraryCheck(application);
  const load = process.dlopen.bind(process);
  process.dlopen = (module: object, file: string, ...flags: number[]): void => {
    check(file);
    Reflect.apply(load, process, [module, file, ...flags]);
  };
}

export const isPackaged = (application: string): boolean => application.split(/[\\/]/).includes(archive);

/**
 * What throws a sentence for a library that is not the listed one, or not listed. A package's libraries are looked at together and once:
 * ONNX Runtime's addon links to another library beside it, that of sharp to one in another package of its scope.
 */
export function libraryCheck(application: string): (file: string) => void {
  let list: NativeList | undefined;
  const checked = new Set<string>();
  return (file) => {
    list ??= readList(application);
    const name = nameBelow(application, file);
    if (!Object.hasOwn(list, name))
      throw new EngineError('native-failure', `${file} is no library of this version, so it was not loaded`, {
        remedy,
      });
    const scope = scopeOf(name);
    if (checked.has(scope)) return;
    for (const [each, hash] of Object.entries(list))
      if (scopeOf(each) === scope) compare(application, each, hash);
    checked.add(scope);
  };
}

function readList(application: string): NativeList {
  try {
    return listSchema.parse(JSON.parse(readFileSync(join(application, nativeList), 'utf8')));
  } catch (cause) {
    throw new EngineError('native-failure', 'This installation has lost the list of its libraries', {
      remedy,
      cause,
    });
  }
}

function compare(application: string, name: string, hash: string): void {
  const file = unpacked(join(application, name));
  let found: string;
  try {
    found = sha256OfLibrary(file);
  } catch (cause) {
    throw new EngineError('native-failure', `${file}, a library of this version, cannot be read`, {
      remedy,
      cause,
    });
  }
  if (found !== hash)
    throw new EngineError(
      'native-failure',
      `${file} is not the library that this version was made with, so it was not loaded`,
      { remedy },
    );
}

/** Libraries lie beside the archive: the loader cannot read from it. */
const unpacked = (file: string): string => file.replace(`${archive}${sep}`, `${archive}.unpacked${sep}`);

/** `file` may name the archive or the folder beside it, on Windows with the prefix of long paths. */
function nameBelow(application: string, file: string): string {
  const plain = file.replace(/^\\\\\?\\/, '').replace(`${archive}.unpacked${sep}`, `${archive}${sep}`);
  return relative(application, plain).split(sep).join('/');
}

/** `node_modules/@img` of `node_modules/@img/sharp-linux-x64/lib/a.node`. */
const scopeOf = (name: string): string => name.split('/').slice(0, 2).join('/');

const piece = 1 << 20;

/** At once, because the loader does not wait; through one small buffer, which is quicker than tens of megabytes in a piece. */
export function sha256OfLibrary(path: string): string {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(piece);
  const file = openSync(path, 'r');
  try {
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer))
      hash.update(buffer.subarray(0, read));
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}
