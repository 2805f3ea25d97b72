/** A locked package with nothing wrong about it, and what a test changes of it. */
import type { LockedPackage } from '../../../tools/supply/lockfile.ts';

export function locked(changes: Partial<LockedPackage> & Pick<LockedPackage, 'name'>): LockedPackage {
  return {
    folder: `node_modules/${changes.name}`,
    version: '1.0.0',
    integrity: `sha512-${'A'.repeat(86)}==`,
    licence: 'MIT',
    development: false,
    hasInstallScript: false,
    linked: false,
    resolved: undefined,
    ...changes,
  };
}
