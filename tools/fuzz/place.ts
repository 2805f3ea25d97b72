/** Where a case lives: a folder that the user is taken to have chosen, and one beside it that nobody chose and nothing may be read from. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Place {
  readonly folder: string; // chosen, empty at first
  readonly outside: string; // holds one file of every kind that could be read by mistake
}

/** Files that an input may try to reach; each would be taken for what its name says. */
export const canaryNames = [
  'canary.png',
  'canary.json',
  'canary.safetensors',
  'canary.txt',
  'canary.jinja',
] as const;

/** A word that no sentence may repeat. */
export const canaryWord = 'CANARY-7f3a';

export async function makePlace(): Promise<Place> {
  const root = realpathSync(await mkdtemp(join(tmpdir(), 'dymu-fuzz-')));
  const [folder, outside] = [join(root, 'chosen'), join(root, 'outside')];
  await mkdir(folder);
  await mkdir(outside);
  for (const name of canaryNames) await writeFile(join(outside, name), `${canaryWord} ${name}\n`);
  return { folder, outside };
}

export async function emptyPlace({ folder }: Place): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
}

export async function removePlace({ folder }: Place): Promise<void> {
  await rm(dirname(folder), { recursive: true, force: true });
}

/** What an input lays into the chosen folder. */
export type Laid = Uint8Array | string | { readonly link: string };

/** A link's `{outside}` stands for the folder beside. */
export async function layFile({ folder, outside }: Place, name: string, content: Laid): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  if (typeof content === 'object' && 'link' in content) {
    await symlink(content.link.replace('{outside}', outside), path);
  } else await writeFile(path, content);
  return path;
}
