/** What lies in a folder, as one line of facts for every file, and in what two such folders differ. */
import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { sha256OfFile } from '../../src-engine/files/sha256.ts';

/** From path below the folder, with `/`, to mode and SHA-256, or where a link leads. */
export type TreeHashes = ReadonlyMap<string, string>;

export async function treeHashes(folder: string, below = ''): Promise<TreeHashes> {
  const found = new Map<string, string>();
  for (const name of readdirSync(join(folder, below)).sort()) {
    const path = below === '' ? name : `${below}/${name}`;
    const state = lstatSync(join(folder, path));
    if (state.isSymbolicLink()) found.set(path, `link to ${readlinkSync(join(folder, path))}`);
    else if (state.isDirectory()) {
      for (const entry of await treeHashes(folder, path)) found.set(...entry);
    } else {
      const mode = (state.mode & 0o777).toString(8);
      found.set(path, `mode ${mode}, SHA-256 ${await sha256OfFile(join(folder, path))}`);
    }
  }
  return found;
}

/** One sentence a difference, but for the paths that may differ. */
export function treeDifferences(one: TreeHashes, other: TreeHashes, mayDiffer: readonly string[]): string[] {
  const paths = [...new Set([...one.keys(), ...other.keys()])].sort();
  return paths.flatMap((path) => {
    const [first, second] = [one.get(path), other.get(path)];
    if (first === second || mayDiffer.includes(path)) return [];
    if (first === undefined) return [`${path} is in the second alone.`];
    if (second === undefined) return [`${path} is in the first alone.`];
    return [`${path} differs: ${first}; ${second}.`];
  });
}
