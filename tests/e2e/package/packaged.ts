/** Where `npm run package` puts what. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LinuxPackage } from '../../../packaging/linux/package.ts';
import { targetOf } from '../../../packaging/target.ts';
import { root } from '../support/launch.ts';

export const folder = join(root, 'out', `DyMU Explorer-${process.platform}-${process.arch}`);
const mac = process.platform === 'darwin';
const contents = join(folder, 'DyMU Explorer.app/Contents');

export const resources = mac ? join(contents, 'Resources') : join(folder, 'resources');
export const program = mac
  ? join(contents, 'MacOS/dymu-explorer')
  : join(folder, process.platform === 'win32' ? 'dymu-explorer.exe' : 'dymu-explorer');
/** The command line. */
export const launcher = mac
  ? join(resources, 'dymu')
  : join(folder, process.platform === 'win32' ? 'dymu.cmd' : 'dymu');

/** What packages for Linux are made of, quickly packed, in a folder of the checkout. */
export function linuxParts(version: string): LinuxPackage {
  const output = join(root, 'out/tests');
  mkdirSync(output, { recursive: true });
  const target = targetOf('linux', process.arch);
  return { root, packaged: folder, target, version, output, work: join(root, 'out/work'), quick: true };
}
