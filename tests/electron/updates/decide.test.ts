import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareVersions, decide } from '../../../electron/updates/decide.ts';

const files = [
  { url: 'DyMU-Explorer-1.2.0.AppImage', sha512: '', size: 10 },
  { url: 'DyMU-Explorer-1.2.0.zip', sha512: '', size: 20 },
];

describe('an announced version', () => {
  it('that is newer is offered with the installer of this kind of copy', () => {
    expect(decide('1.1.9', { version: '1.2.0', files }, '.AppImage')).toEqual({
      kind: 'newer',
      version: '1.2.0',
      installer: files[0],
    });
  });

  it('that is newer is told without an installer where the copy does not replace itself, or there is none for it', () => {
    const told = { kind: 'newer', version: '1.2.0', installer: null };
    expect(decide('1.1.9', { version: '1.2.0', files }, null)).toEqual(told);
    expect(decide('1.1.9', { version: '1.2.0', files }, '.exe')).toEqual(told);
  });

  it('that runs already, or is older, is never offered', () => {
    expect(decide('1.2.0', { version: '1.2.0', files }, '.zip')).toEqual({
      kind: 'newest',
      version: '1.2.0',
    });
    expect(decide('1.10.0', { version: '1.9.9', files }, '.zip')).toEqual({
      kind: 'older',
      version: '1.9.9',
    });
  });
});

describe('versions', () => {
  it('are compared number by number, not letter by letter', () => {
    expect(compareVersions('0.10.0', '0.9.9')).toBeGreaterThan(0);
    expect(compareVersions('1.0.0', '0.99.99')).toBeGreaterThan(0);
  });

  it('of a build before a release are older than the release', () => {
    expect(compareVersions('1.2.0', '1.2.0-beta.1')).toBeGreaterThan(0);
    expect(compareVersions('1.2.0-beta.1', '1.1.9')).toBeGreaterThan(0);
  });

  it('have one order: of two one is older, or they are the same', () => {
    const version = fc.tuple(fc.nat(50), fc.nat(50), fc.nat(50)).map((numbers) => numbers.join('.'));
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(Math.sign(compareVersions(a, b))).toBe(0 - Math.sign(compareVersions(b, a)));
        expect(compareVersions(a, b) === 0).toBe(a === b);
      }),
    );
  });
});
