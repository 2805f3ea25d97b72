/** The tree of files that a package for Linux puts under `/`, from the packaged application. Debian's and RPM's packages are both made of it. */
import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { bashCompletion, fishCompletion, zshCompletion } from '../command-line/completion.ts';
import { programFacts } from '../command-line/commands.ts';
import { commandLinePage, windowPage } from '../command-line/man-page.ts';
import { executableName, iconSizes, productName } from '../metadata.ts';
import { desktopEntry, sharedMimeInfo } from './desktop.ts';

export interface TreeParts {
  readonly root: string; // of the checkout
  readonly packaged: string; // folder that electron-packager made
  readonly destination: string; // is emptied
  readonly version: string;
  /** Where zsh looks: Debian and Fedora have places of their own. */
  readonly zshFolder: string;
}

/** Of every package; below it the program is as in the archives. */
export const programFolder = `usr/lib/${executableName}`;

const commands = [executableName, 'dymu'];

export async function makeTree(parts: TreeParts): Promise<void> {
  const { root, packaged, destination } = parts;
  await rm(destination, { recursive: true, force: true });
  await mkdir(join(destination, 'usr/lib'), { recursive: true });
  // Links instead of copies: nothing of it is changed but modes, and the one file below.
  await promisify(execFile)('cp', ['-al', packaged, join(destination, programFolder)]);
  // Whoever installs it may look; a folder that electron-packager made is its maker's alone.
  await promisify(execFile)('chmod', ['-R', 'u=rwX,go=rX', join(destination, programFolder)]);
  await ownSandbox(packaged, join(destination, programFolder));
  for (const [path, content] of Object.entries(textFiles(parts))) await put(join(destination, path), content);
  await mkdir(join(destination, 'usr/bin'), { recursive: true });
  for (const name of commands) {
    await symlink(`../lib/${executableName}/${name}`, join(destination, 'usr/bin', name));
  }
  const icons = join(destination, 'usr/share/icons/hicolor');
  for (const size of iconSizes) {
    await putCopy(
      join(root, `assets/icon/${size}x${size}.png`),
      join(icons, `${size}x${size}/apps/${executableName}.png`),
    );
  }
  await putCopy(join(root, 'assets/icon/icon.svg'), join(icons, `scalable/apps/${executableName}.svg`));
}

/** Chromium's sandbox where the system forbids namespaces to ordinary users: it must belong to root and run as root. */
async function ownSandbox(packaged: string, program: string): Promise<void> {
  const file = join(program, 'chrome-sandbox');
  await rm(file);
  await copyFile(join(packaged, 'chrome-sandbox'), file);
  await chmod(file, 0o4755);
}

function textFiles({ version, zshFolder }: TreeParts): Record<string, string | Buffer> {
  const facts = programFacts();
  const release = `${productName} ${version}`;
  return {
    [`usr/share/applications/${executableName}.desktop`]: desktopEntry(executableName),
    [`usr/share/mime/packages/${executableName}.xml`]: sharedMimeInfo(),
    'usr/share/man/man1/dymu.1.gz': packed(commandLinePage(facts, release)),
    [`usr/share/man/man1/${executableName}.1.gz`]: packed(windowPage(release)),
    'usr/share/bash-completion/completions/dymu': bashCompletion(facts),
    [`${zshFolder}/_dymu`]: zshCompletion(facts),
    'usr/share/fish/vendor_completions.d/dymu.fish': fishCompletion(facts),
  };
}

/** Node writes no time into it: equal pages, equal files. */
const packed = (text: string): Buffer => gzipSync(text, { level: 9 });

async function put(path: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content, { mode: 0o644 });
}

async function putCopy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to);
  await chmod(to, 0o644);
}
