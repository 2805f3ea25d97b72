/** The files of the built page, looked up once: what is not among them is not there, whatever a path says. */
import { readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { contentTypes } from '../electron/app-protocol.ts';
import { EngineError } from '../src-engine/errors.ts';

export interface PageFile {
  readonly type: string;
  readonly plain: Buffer;
  readonly gzipped: Buffer;
  /** Its name says what is in it, so that a browser may keep it. */
  readonly lasting: boolean;
}

/** `path` is below the page's own, '' for the page. */
export type PageFiles = (path: string) => Promise<PageFile | undefined>;

export const pageName = 'index.html';

/** @param folder of the built page @throws EngineError where it is not there */
export function openPageFiles(folder: string): PageFiles {
  const names = new Set(namesBelow(folder, ''));
  if (!names.has(pageName)) {
    throw new EngineError('bad-input', `The window's page is not in "${folder}"`, {
      remedy: 'build it with npm run build, or install the package again',
    });
  }
  const read = new Map<string, Promise<PageFile>>();
  return async (path) => {
    const name = path === '' ? pageName : path;
    if (!names.has(name)) return undefined;
    let file = read.get(name);
    if (file === undefined) {
      file = readPageFile(folder, name);
      read.set(name, file);
    }
    return file;
  };
}

function namesBelow(folder: string, prefix: string): string[] {
  const names = list(join(folder, prefix));
  return names.flatMap((name) => {
    const path = `${prefix}${name}`;
    return statSync(join(folder, path)).isDirectory() ? namesBelow(folder, `${path}/`) : [path];
  });
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

async function readPageFile(folder: string, name: string): Promise<PageFile> {
  const plain = await readFile(join(folder, name));
  return {
    type: contentTypes[extname(name)] ?? 'application/octet-stream',
    plain,
    gzipped: await promisify(gzip)(plain),
    lasting: name.startsWith('assets/'), // names with a sum, by the build
  };
}
