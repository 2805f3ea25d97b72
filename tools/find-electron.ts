/** Finds the Electron runtime for a start from the checkout, fetching it where that is possible. For developers, never part of the application. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type FoundElectron =
  { readonly kind: 'found'; readonly path: string } | { readonly kind: 'missing'; readonly sentence: string };

type Environment = Readonly<Record<string, string | undefined>>;

const remedies =
  'set ELECTRON_MIRROR to a mirror that you can reach, or ELECTRON_OVERRIDE_DIST_PATH to the folder of an Electron runtime, or see the same comparison without a window by `npm run compare`';

/** `packageFile` is the package.json of the installed `electron` package. `fetch` runs its installer and tells whether that worked. */
export function findElectron(
  packageFile: string,
  environment: Environment,
  fetch: (folder: string) => boolean = runInstaller,
): FoundElectron {
  const folder = dirname(packageFile);
  const override = environment['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override) {
    const path = join(override, executable(folder));
    if (existsSync(path)) return { kind: 'found', path };
    return {
      kind: 'missing',
      sentence: `There is no Electron runtime at ${path}, where ELECTRON_OVERRIDE_DIST_PATH points; correct or unset it.`,
    };
  }
  const installed = () => join(folder, 'dist', executable(folder));
  if (existsSync(installed()) || (fetch(folder) && existsSync(installed()))) {
    return { kind: 'found', path: installed() };
  }
  return { kind: 'missing', sentence: `The Electron runtime could not be downloaded: ${remedies}.` };
}

/** A sentence when windows cannot be shown. */
export function missingDisplay(platform: NodeJS.Platform, environment: Environment): string | undefined {
  if (platform !== 'linux' || environment['DISPLAY'] || environment['WAYLAND_DISPLAY']) return undefined;
  return 'There is no display to open a window on: start it from a desktop session, or under `xvfb-run -a npm start`, or see the same comparison without a window by `npm run compare`.';
}

function executable(folder: string): string {
  const file = join(folder, 'path.txt'); // written by Electron's installer
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const byPlatform: Partial<Record<NodeJS.Platform, string>> = {
    darwin: 'Electron.app/Contents/MacOS/Electron',
    win32: 'electron.exe',
  };
  return byPlatform[process.platform] ?? 'electron';
}

/** Its own words about a failed download are a stack trace; ours replace them. */
function runInstaller(folder: string): boolean {
  console.error('Fetching the Electron runtime, once…');
  const { status } = spawnSync(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore' });
  return status === 0;
}
