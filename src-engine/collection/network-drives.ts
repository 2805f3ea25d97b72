/** Whether a folder lies where other computers write too: its own system is told nothing of what they do there. */
import { statfs } from 'node:fs/promises';

/** Numbers that Linux gives the kinds of file systems. */
const networkKinds: Readonly<Record<number, string>> = {
  0x6969: 'NFS',
  0x517b: 'SMB',
  0xff534d42: 'SMB',
  0xfe534d42: 'SMB',
  0x01021997: '9P',
  0x5346414f: 'AFS',
  0x00c36400: 'Ceph',
  0x65735546: 'FUSE',
  0x786f4256: 'VirtualBox',
  0x0bd00bd0: 'Lustre',
  0x47504653: 'GPFS',
};

/** The name of the network file system that a folder lies on; undefined for a disk of this computer, and where nobody knows. */
export async function networkDrive(
  folder: string,
  kindOf: (folder: string) => Promise<number> = async (path) => (await statfs(path)).type,
  platform: NodeJS.Platform = process.platform,
): Promise<string | undefined> {
  if (platform === 'win32') return /^[\\/]{2}(?![.?])/u.test(folder) ? 'SMB' : undefined;
  if (platform !== 'linux') return undefined;
  try {
    return networkKinds[(await kindOf(folder)) >>> 0];
  } catch {
    return undefined;
  }
}
