import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { userCacheDirectory } from '../../src-engine/files/cache-directory.ts';

const home = path.join(path.sep, 'home', 'ada');

describe('userCacheDirectory', () => {
  it('follows the convention of each platform', () => {
    expect(userCacheDirectory({}, 'linux', home)).toBe(path.join(home, '.cache', 'dymu-explorer'));
    expect(userCacheDirectory({ XDG_CACHE_HOME: '/fast' }, 'linux', home)).toBe(
      path.join('/fast', 'dymu-explorer'),
    );
    expect(userCacheDirectory({}, 'darwin', home)).toBe(
      path.join(home, 'Library', 'Caches', 'dymu-explorer'),
    );
    expect(userCacheDirectory({ LOCALAPPDATA: 'local' }, 'win32', home)).toBe(
      path.join('local', 'dymu-explorer', 'Cache'),
    );
    expect(userCacheDirectory({}, 'win32', home)).toBe(
      path.join(home, 'AppData', 'Local', 'dymu-explorer', 'Cache'),
    );
  });

  it('is DYMU_CACHE where that is set to something', () => {
    expect(userCacheDirectory({ DYMU_CACHE: 'here' }, 'darwin', home)).toBe(path.resolve('here'));
    expect(userCacheDirectory({ DYMU_CACHE: '', XDG_CACHE_HOME: '' }, 'linux', home)).toBe(
      path.join(home, '.cache', 'dymu-explorer'),
    );
  });
});
