/** The folder of licences that goes into a package: of npm packages, ONNX Runtime, libvips, and where those of Electron, Chromium and the assets are. */
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { bundledPackages } from '../bundled-packages.ts';
import { readLockfile } from '../contents/lockfile.ts';
import { runtimePackages } from '../contents/packages.ts';
import { productName } from '../metadata.ts';
import type { Target } from '../target.ts';
import { licenceOf, licencesText } from './npm.ts';

const texts = join(import.meta.dirname, 'texts');

/** @param folder to make; emptied before */
export async function writeLicences(root: string, target: Target, folder: string): Promise<void> {
  const carried = runtimePackages(readLockfile(root), target);
  const packages = [...new Set([...carried, ...bundledPackages(root)])].sort();
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'README.txt'), overview);
  await writeFile(
    join(folder, 'npm-packages.txt'),
    licencesText(packages.map((each) => licenceOf(root, each))),
  );
  const notices = gunzipSync(await readFile(join(texts, 'onnxruntime-ThirdPartyNotices.txt.gz')));
  await writeFile(join(folder, 'onnxruntime-ThirdPartyNotices.txt'), notices);
  for (const name of ['LGPL-3.0.txt', 'GPL-3.0.txt']) await copyFile(join(texts, name), join(folder, name));
  const vips = carried.find((each) => each.includes('sharp-libvips-'));
  if (vips !== undefined) await copyFile(join(root, vips, 'README.md'), join(folder, 'libvips.md'));
}

const overview = `Licences of what ${productName} carries

${productName} itself is under the MIT licence: the file LICENSE inside resources/app.asar, and the page About.

npm-packages.txt
    every npm package, those of the program and those in the page's script, with their texts

onnxruntime-ThirdPartyNotices.txt
    what ONNX Runtime (MIT, Microsoft) is made with

libvips.md, LGPL-3.0.txt, GPL-3.0.txt
    libvips reads images. It and libraries inside it are under the GNU Lesser General Public License, version 3 or
    later; libvips.md lists them. The library lies as a file of its own below resources/app.asar.unpacked/node_modules/@img
    and may be replaced by another build of the same version. Its sources and how it is built:
    https://github.com/lovell/sharp-libvips

../assets/NOTICE.md
    pictures, drawings and the embedded model

Beside the program: LICENSE (Electron, MIT) and LICENSES.chromium.html.gz (Chromium and what it is made with).

../sbom.cdx.json lists everything with versions and hashes.
`;
