/** Where `npm run package` puts what. */
import { join } from 'node:path';
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
