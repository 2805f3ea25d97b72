/** The one list of what goes into the application's archive and beside it. Every kind of package is made of it. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from '../target.ts';
import { isKept } from './kept-files.ts';
import { readLockfile } from './lockfile.ts';
import { missingNative } from './natives.ts';
import { runtimePackages } from './packages.ts';

/** The built program. The library and the command line of the npm package, dist/engine, are built again as part of dist/electron. */
const built = ['dist/electron', 'dist/renderer'] as const;
const plain = ['package.json', 'LICENSE'] as const;

/**
 * Files of the application's archive, relative to the checkout with `/`, sorted.
 *
 * @param root folder of the checkout, built and with its packages installed
 * @throws Error a sentence, where something is not there
 */
export function listContents(root: string, target: Target): string[] {
  const packages = runtimePackages(readLockfile(root), target);
  const files = [
    ...plain,
    ...built.flatMap((folder) => filesBelow(root, folder)),
    ...packages.flatMap((folder) =>
      filesBelow(root, folder).filter((file) => isKept(folder, file.slice(folder.length + 1), target)),
    ),
  ];
  const missing = missingNative(files, target);
  if (missing !== undefined) throw new Error(missing);
  return files.sort();
}

/** A package's own files, not those of packages inside it. Links are followed, as the copy into a package does. */
function filesBelow(root: string, folder: string): string[] {
  return entriesOf(root, folder).flatMap((name) => {
    const path = `${folder}/${name}`;
    if (!statSync(join(root, path)).isDirectory()) return [path];
    return name === 'node_modules' ? [] : filesBelow(root, path);
  });
}

function entriesOf(root: string, folder: string): string[] {
  try {
    return readdirSync(join(root, folder));
  } catch {
    throw new Error(
      folder.startsWith('dist')
        ? `${folder} is not there; run \`npm run build\` first.`
        : `${folder} is not installed; run \`npm ci\` first.`,
    );
  }
}

/** Whether electron-packager is to leave a path out. Its paths begin at the root with `/`, folders are asked for before their files. */
export function leavesOut(files: readonly string[]): (path: string) => boolean {
  const wanted = new Set(files.flatMap((file) => [file, ...foldersOf(file)]));
  return (path) => path !== '' && !wanted.has(path.slice(1));
}

function foldersOf(file: string): string[] {
  const parts = file.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
