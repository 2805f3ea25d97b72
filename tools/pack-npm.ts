/**
 * `npm run pack:npm [folder]`: packs the command line, the library, the embedded model and the page of `dymu serve` as one archive. npm always packs the file that
 * `main` names, which is the window's; so the package is put together in a folder of its own, under a manifest that has no application.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { bundledPackages } from '../packaging/bundled-packages.ts';
import { licenceOf, licencesText } from '../packaging/licences/npm.ts';

const root = resolve(import.meta.dirname, '..');
const always = ['README.md', 'LICENSE'];
const manifestSchema = z.looseObject({ files: z.array(z.string()) });

const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
const published = Object.fromEntries(
  Object.entries(manifest).filter(
    ([field]) => !['main', 'scripts', 'devDependencies', 'overrides'].includes(field),
  ),
);
const folder = mkdtempSync(join(tmpdir(), 'dymu-package-'));
try {
  for (const path of [...manifest.files.filter((entry) => !entry.startsWith('!')), ...always]) {
    cpSync(join(root, path), join(folder, path), { recursive: true });
  }
  // What is bundled into the page lies in no folder of its own, whose licence would come along.
  const bundled = bundledPackages(root).map((each) => licenceOf(root, each));
  writeFileSync(join(folder, 'dist/renderer/licences.txt'), licencesText(bundled));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
  const destination = resolve(process.argv[2] ?? root);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['pack', '--json', '--pack-destination', destination], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true });
}
