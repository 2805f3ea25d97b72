/** For which system a package is made. */

export interface Target {
  readonly platform: 'linux' | 'darwin' | 'win32';
  readonly arch: 'x64' | 'arm64';
}

export const targetWords = ({ platform, arch }: Target): string => `${platform} ${arch}`;

/** Throws where this is no system that packages are made for. */
export function targetOf(platform: string, arch: string): Target {
  if (platform !== 'linux' && platform !== 'darwin' && platform !== 'win32') {
    throw new Error(`No packages are made for ${platform}.`);
  }
  if (arch !== 'x64' && arch !== 'arm64') throw new Error(`No packages are made for ${arch}.`);
  return { platform, arch };
}
