/** Looks at single names below a folder at which something has happened: files, folders with all below them, and what is not there any more. */
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { isImageName } from '../files/image-names.ts';
import { scanFolder, statAll } from './scan-folder.ts';
import type { Candidate, FoundFile, Problem, StatOptions } from './scan-folder.ts';

export interface FoundAtNames {
  /** What was known of these names, and of all below them, is replaced by what was found. */
  readonly looked: readonly string[];
  readonly files: readonly FoundFile[];
  readonly problems: readonly Problem[];
}

export interface NameOptions extends Pick<StatOptions, 'mayRead'> {
  /** As `ScanOptions.onFolder`. */
  readonly onFolder: (below: string) => void;
  /** No folder that was known is there any more, or another one is. */
  readonly onLeft: (below: string) => void;
}

/** A name below a link to a folder is no name below this folder. */
export async function scanNames(
  folder: string,
  names: readonly string[],
  { onFolder, onLeft, mayRead }: NameOptions,
): Promise<FoundAtNames> {
  const kinds = kindsBelow(folder);
  const looked = withoutThoseBelow(names);
  const candidates: Candidate[] = [];
  const files: FoundFile[] = [];
  const problems: Problem[] = [];
  for (const name of looked) {
    const kind = await kinds(name);
    if (kind !== 'file') onLeft(name);
    if (kind === 'folder') {
      const found = await scanFolder(folder, { below: name, onFolder, mayRead });
      files.push(...found.files);
      problems.push(...found.problems);
    } else if (kind === 'file' && isImageName(name)) candidates.push({ path: join(folder, name), name });
  }
  const found = await statAll(candidates, { problems, mayRead });
  return { looked, files: [...files, ...found.files], problems: found.problems };
}

type Kind = 'file' | 'folder' | 'none';

function kindsBelow(folder: string): (name: string) => Promise<Kind> {
  const folders = new Map<string, Promise<boolean>>();
  const isFolder = (name: string): Promise<boolean> => {
    const known = folders.get(name) ?? kindOf(name).then((kind) => kind === 'folder');
    folders.set(name, known);
    return known;
  };
  const kindOf = async (name: string): Promise<Kind> => {
    const end = name.lastIndexOf('/');
    if (end > 0 && !(await isFolder(name.slice(0, end)))) return 'none';
    try {
      return (await lstat(join(folder, name))).isDirectory() ? 'folder' : 'file';
    } catch {
      return 'none';
    }
  };
  return kindOf;
}

/** Looking at a folder is looking at all below it. */
function withoutThoseBelow(names: readonly string[]): string[] {
  const all = new Set(names);
  return [...all].filter((name) => {
    for (let end = name.lastIndexOf('/'); end > 0; end = name.lastIndexOf('/', end - 1)) {
      if (all.has(name.slice(0, end))) return false;
    }
    return true;
  });
}
