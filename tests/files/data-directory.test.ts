import { describe, expect, it } from 'vitest';
import { userDataDirectory } from '../../src-engine/files/data-directory.ts';

describe("the user's data folder", () => {
  it.each([
    ['linux', {}, '/home/u/.local/share/dymu-explorer'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/dymu-explorer'],
    ['linux', { XDG_DATA_HOME: '' }, '/home/u/.local/share/dymu-explorer'],
    ['darwin', {}, '/home/u/Library/Application Support/dymu-explorer'],
    ['linux', { DYMU_DATA: '/elsewhere' }, '/elsewhere'],
  ] as const)('on %s with %j is %s', (platform, environment, folder) => {
    expect(userDataDirectory(environment, platform, '/home/u')).toBe(folder);
  });
});
