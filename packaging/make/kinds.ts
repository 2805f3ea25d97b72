/** The kinds of packages: on which system each is made, what it wants there, how it is made. */
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { basename, dirname, join, win32 } from 'node:path';
import { promisify } from 'node:util';
import { installerConfiguration } from '../installers.ts';
import { makeDeb } from '../linux/deb.ts';
import type { LinuxPackage } from '../linux/package.ts';
import { makeRpm } from '../linux/rpm.ts';
import { executableName, productName } from '../metadata.ts';
import type { Target } from '../target.ts';

export const kindNames = ['deb', 'rpm', 'zip', 'appimage', 'nsis', 'dmg'] as const;
export type KindName = (typeof kindNames)[number];

export interface Kind {
  readonly system: 'linux' | 'win32' | 'darwin' | 'any';
  /** Programs it runs, and what one installs to have them. */
  readonly tools: Readonly<Record<string, string>>;
  /** Its tools come from a release host when it is made. */
  readonly fetches: boolean;
  /** Resolves to the files. */
  readonly make: (parts: LinuxPackage) => Promise<readonly string[]>;
}

export const kinds: Readonly<Record<KindName, Kind>> = {
  deb: {
    system: 'linux',
    tools: { 'dpkg-deb': "Debian's package dpkg" },
    fetches: false,
    make: async (parts) => [await makeDeb(parts)],
  },
  rpm: {
    system: 'linux',
    tools: { rpmbuild: "Debian's package rpm, Fedora's rpm-build" },
    fetches: false,
    make: async (parts) => [await makeRpm(parts)],
  },
  zip: {
    system: 'any',
    tools: process.platform === 'win32' ? { tar: 'Windows 10 or newer' } : { zip: 'the package zip' },
    fetches: false,
    make: async (parts) => [await makeZip(parts)],
  },
  appimage: { system: 'linux', tools: {}, fetches: true, make: (parts) => makeInstaller(parts, 'AppImage') },
  nsis: { system: 'win32', tools: {}, fetches: true, make: (parts) => makeInstaller(parts, 'nsis') },
  dmg: { system: 'darwin', tools: {}, fetches: true, make: (parts) => makeInstaller(parts, 'dmg') },
};

async function makeZip({ packaged, target, version, output, quick }: LinuxPackage): Promise<string> {
  const file = join(output, `${executableName}-${version}-${target.platform}-${target.arch}.zip`);
  await rm(file, { force: true });
  const [program, ...words] =
    process.platform === 'win32'
      ? [systemTar(process.env), '-a', '-c', '-f', file, basename(packaged)]
      : ['zip', '-q', '-r', '-y', '-X', quick ? '-1' : '-9', file, basename(packaged)];
  await promisify(execFile)(program, words, { cwd: dirname(packaged) });
  return file;
}

/** Windows' own: the one that Git brings and puts before it knows no zip. */
export const systemTar = ({ SystemRoot = String.raw`C:\Windows` }: NodeJS.ProcessEnv): string =>
  win32.join(SystemRoot, 'System32', 'tar.exe');

/** What electron-builder takes for the packaged application: on macOS the bundle, else the folder. */
export const wrapped = (packaged: string, { platform }: Target): string =>
  platform === 'darwin' ? join(packaged, `${productName}.app`) : packaged;

/** electron-builder's words for them. */
const platforms = { linux: 'LINUX', win32: 'WINDOWS', darwin: 'MAC' } as const;

async function makeInstaller(parts: LinuxPackage, name: string): Promise<readonly string[]> {
  const { build, Platform, Arch } = await import('electron-builder'); // large, and rarely wanted
  const { root, packaged, target, output } = parts;
  return build({
    projectDir: root,
    prepackaged: wrapped(packaged, target),
    targets: Platform[platforms[target.platform]].createTarget([name], Arch[target.arch]),
    config: installerConfiguration(output, process.env),
    publish: 'never',
  });
}
