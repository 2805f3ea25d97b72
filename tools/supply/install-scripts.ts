/** Packages that would run a program when they are installed. None may (`ignore-scripts` in .npmrc); for each it is known why that does no harm. */
import type { LockedPackage } from './lockfile.ts';

/** What is lost by not running it. */
export const whyUnrun: Readonly<Record<string, string>> = {
  '@bufbuild/buf':
    'it would look whether the binary of this platform was installed; that comes as a package of its own, and buf says so itself where it is missing',
  'electron-winstaller': 'it would choose a 7-Zip for Squirrel installers, which are not made',
  esbuild:
    'it would replace its start script by the binary, which saves milliseconds; the binary is a package of its own',
  'msgpackr-extract':
    'it would look for a prebuilt addon that makes reading faster; msgpackr reads without it, and only workers on a queue use it',
  'onnxruntime-node':
    'it would download CUDA libraries, which are not used; the libraries for CPU and WebGPU are in the package',
};

export interface ScriptFindings {
  /** Packages with an install script of which nothing is known. */
  readonly unexplained: readonly string[];
  /** Lines of the table that no package needs. */
  readonly needless: readonly string[];
}

export function installScripts(
  lock: readonly LockedPackage[],
  explained: Readonly<Record<string, string>> = whyUnrun,
): ScriptFindings {
  const names = new Set(lock.filter((locked) => locked.hasInstallScript).map(({ name }) => name));
  return {
    unexplained: [...names].filter((name) => !(name in explained)).sort(),
    needless: Object.keys(explained).filter((name) => !names.has(name)),
  };
}

/** Whether npm is told to run none. */
export const scriptsAreOff = (npmrc: string): boolean => /^ignore-scripts\s*=\s*true\s*$/m.test(npmrc);
