/** Whole files to begin with: the committed fixtures and the assets that ship. */
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..', '..', '..');
const fixtures = join(root, 'tests', 'fixtures');
export const assets = join(root, 'assets');

export const goldenModels = [
  'llava15-clip',
  'llava15-siglip',
  'llava-next',
  'onevision',
  'paligemma',
] as const;
export type GoldenModel = (typeof goldenModels)[number];

export const goldenFolder = (name: GoldenModel): string => join(fixtures, 'golden', name, 'model');

/** Small pictures with one of these endings, by name. */
export async function pictures(endings: readonly string[]): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  for (const folder of ['pictures', join('pictures', 'frames')]) {
    const names = (await readdir(join(fixtures, folder))).filter((name) =>
      endings.some((ending) => name.endsWith(ending)),
    );
    for (const name of names.sort()) {
      const bytes = await readFile(join(fixtures, folder, name));
      if (bytes.length < 200_000) found.push(bytes);
    }
  }
  return found;
}

export async function jsonOf(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}

export const asset = (...parts: readonly string[]): string => join(assets, ...parts);
