/** The package for Debian and Ubuntu, by dpkg-deb. No script of ours runs at installation: menus, kinds of files and icons are taken up by the system's triggers. */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  debianSection,
  description,
  executableName,
  licence,
  maintainer,
  productName,
  summary,
} from '../metadata.ts';
import { maintainerWords } from '../maintainer.ts';
import type { Target } from '../target.ts';
import { debianPackages, debianRecommends, leastGlibc } from './libraries.ts';
import { makeTree } from './tree.ts';
import { bytesBelow, type LinuxPackage } from './package.ts';

const architectures = { x64: 'amd64', arm64: 'arm64' } as const;

export const debianName = ({ arch }: Target, version: string): string =>
  `${executableName}_${version}_${architectures[arch]}.deb`;

/** Resolves to the file. Throws where dpkg-deb says no. */
export async function makeDeb(parts: LinuxPackage): Promise<string> {
  const { root, packaged, target, version, output, work } = parts;
  const tree = join(work, 'deb');
  await makeTree({
    root,
    packaged,
    destination: tree,
    version,
    zshFolder: 'usr/share/zsh/vendor-completions',
  });
  const doc = join(tree, 'usr/share/doc', executableName);
  await mkdir(doc, { recursive: true });
  await writeFile(join(doc, 'copyright'), await copyright(root), { mode: 0o644 });
  await copyFile(join(root, 'CHANGELOG.md'), join(doc, 'CHANGELOG.md'));
  await mkdir(join(tree, 'DEBIAN'));
  const kilobytes = Math.ceil((await bytesBelow(tree)) / 1024);
  await writeFile(join(tree, 'DEBIAN/control'), control(parts, kilobytes, process.env), { mode: 0o644 });
  const file = join(output, debianName(target, version));
  const compression = parts.quick ? ['-Znone'] : ['-Zxz'];
  await promisify(execFile)('dpkg-deb', ['--build', '--root-owner-group', ...compression, tree, file]);
  await rm(tree, { recursive: true });
  return file;
}

/** Debian's policy, chapter 5. A paragraph of the description begins with a space, paragraphs are parted by a full stop. */
export function control(
  { target, version }: LinuxPackage,
  kilobytes: number,
  environment: NodeJS.ProcessEnv,
): string {
  const depends = [`libc6 (>= ${leastGlibc})`, ...Object.values(debianPackages)];
  return `Package: ${executableName}
Version: ${version}
Architecture: ${architectures[target.arch]}
Section: ${debianSection}
Priority: optional
Maintainer: ${maintainerWords(environment)}
Installed-Size: ${kilobytes}
Depends: ${depends.join(', ')}
Recommends: ${debianRecommends.join(', ')}
Description: ${summary}
${description.map(paragraphLines).join('\n .\n')}
`;
}

/** Lines of at most 78 characters with a space before each. */
function paragraphLines(paragraph: string): string {
  return paragraph.replaceAll(/(.{1,77})(?:\s+|$)/gu, ' $1\n').trimEnd();
}

async function copyright(root: string): Promise<string> {
  const text = await readFile(join(root, 'LICENSE'), 'utf8');
  const body = text
    .trimEnd()
    .split('\n')
    .map((line) => ` ${line === '' ? '.' : line}`);
  return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: ${productName}
Comment: The licences of what the package carries besides stand in
 /usr/lib/${executableName}/resources/licences.

Files: *
Copyright: ${maintainer}
License: ${licence}
${body.join('\n')}
`;
}
