/** package.json as it goes into a package: what the program reads of it, nothing for developers. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const manifestSchema = z.looseObject({ name: z.string(), version: z.string() });
const left = ['scripts', 'devDependencies', 'overrides', 'files', 'bin', 'exports', 'engines'];

/** @param folder of the application inside the package, before it becomes an archive */
export async function trimManifest(folder: string): Promise<void> {
  const file = join(folder, 'package.json');
  const manifest = manifestSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const kept = Object.fromEntries(Object.entries(manifest).filter(([field]) => !left.includes(field)));
  await writeFile(file, `${JSON.stringify(kept, null, 2)}\n`);
}
