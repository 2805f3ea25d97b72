/** Puts the command line's starter where a system expects it: beside the program, on macOS among the application's resources. */
import { chmod, copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Target } from '../target.ts';

const places = {
  linux: { script: 'dymu.sh', at: 'dymu' },
  darwin: { script: 'dymu-mac.sh', at: 'Electron.app/Contents/Resources/dymu' },
  win32: { script: 'dymu.cmd', at: 'dymu.cmd' },
} as const;

/** @param folder of the runtime, unpacked: on macOS the one with Electron.app in it */
export async function placeLauncher(folder: string, { platform }: Target): Promise<void> {
  const { script, at } = places[platform];
  await copyFile(join(import.meta.dirname, script), join(folder, at));
  await chmod(join(folder, at), 0o755);
}
