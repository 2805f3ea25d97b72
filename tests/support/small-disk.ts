/** A disk that is full after a few hundred kilobytes, where this process may mount one; and one that may not be written. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  readonly folder: string;
  readonly makeReadOnly: () => void;
  readonly remove: () => void;
}

/** Why there is none, in words, where mounting is not permitted. */
export function smallDisk(kilobytes: number): SmallDisk | string {
  if (process.platform !== 'linux') return 'only Linux has a tmpfs';
  const folder = mkdtempSync(join(tmpdir(), 'dymu-small-disk-'));
  const mount = (...options: string[]) =>
    execFileSync('mount', [...options, folder], { stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    mount('-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'none');
  } catch (cause) {
    rmSync(folder, { recursive: true });
    return `a disk cannot be mounted here (${cause instanceof Error ? cause.message.split('\n').at(-1) : ''})`;
  }
  return {
    folder,
    makeReadOnly: () => mount('-o', 'remount,ro'),
    remove: () => {
      execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true });
    },
  };
}
