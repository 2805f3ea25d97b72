import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { isVendors, packagerSigning, signable, signingFrom } from '../../packaging/signing.ts';

const apple = { APPLE_API_KEY: '/keys/a.p8', APPLE_API_KEY_ID: 'T9', APPLE_API_ISSUER: 'c0-55' };
const windows = { WINDOWS_CERTIFICATE_FILE: 'C:\\c.pfx', WINDOWS_CERTIFICATE_PASSWORD: 'secret' };
const identity = 'Developer ID Application: Somebody (TEAM)';

describe('what the environment says of signing', () => {
  it.each(['darwin', 'win32', 'linux'] as const)(
    'is not required on %s, where empty is absent',
    (platform) => {
      const empty = Object.fromEntries(Object.keys({ ...apple, ...windows }).map((name) => [name, '']));
      for (const environment of [{}, { ...empty, MACOS_IDENTITY: '' }]) {
        const order = signingFrom(environment, platform);
        expect(order).toEqual({ kind: 'none' });
        expect(packagerSigning(order)).toEqual({});
      }
    },
  );

  it('is an identity on macOS, with the key for notarisation where there is one', () => {
    expect(signingFrom({ MACOS_IDENTITY: identity, ...windows }, 'darwin')).toEqual({
      kind: 'macos',
      identity,
      notary: null,
    });
    expect(signingFrom({ MACOS_IDENTITY: identity, ...apple }, 'darwin')).toEqual({
      kind: 'macos',
      identity,
      notary: { key: '/keys/a.p8', id: 'T9', issuer: 'c0-55' },
    });
  });

  it('is a certificate on Windows, and nothing on Linux', () => {
    expect(signingFrom({ MACOS_IDENTITY: identity, ...windows }, 'win32')).toEqual({
      kind: 'windows',
      certificate: 'C:\\c.pfx',
      password: 'secret',
    });
    expect(signingFrom({ MACOS_IDENTITY: identity, ...apple, ...windows }, 'linux').kind).toBe('none');
  });

  it.each([
    [
      'darwin',
      apple,
      'MACOS_IDENTITY is not set: Apple notarises only what is signed. Set it, or no APPLE_API_*.',
    ],
    [
      'darwin',
      { MACOS_IDENTITY: identity, APPLE_API_KEY: '/keys/a.p8' },
      'APPLE_API_KEY_ID, APPLE_API_ISSUER are not set, but APPLE_API_KEY is: set all of them, or none.',
    ],
    [
      'win32',
      { WINDOWS_CERTIFICATE_FILE: 'C:\\c.pfx' },
      'WINDOWS_CERTIFICATE_PASSWORD is not set, but WINDOWS_CERTIFICATE_FILE is: set all of them, or none.',
    ],
  ] as const)('on %s is refused where it is half of it', (platform, environment, sentence) => {
    expect(() => signingFrom(environment, platform)).toThrow(sentence);
  });
});

describe('what the packager is told', () => {
  const vendors = '/x/DyMU Explorer.app/Contents/Resources/app.asar.unpacked/node_modules/sharp/a.node';

  it('leaves libraries beside the archive as they are', () => {
    const { osxSign } = packagerSigning({ kind: 'macos', identity, notary: null });
    const ignore = typeof osxSign === 'object' ? osxSign.ignore : undefined;
    if (typeof ignore !== 'function') throw new Error('A list would be lost in @electron/osx-sign.');
    expect(ignore(vendors)).toBe(true);
    expect(ignore('/x/DyMU Explorer.app/Contents/MacOS/dymu-explorer')).toBe(false);
    expect(isVendors(String.raw`C:\out\resources\app.asar.unpacked\node_modules\sharp\a.node`)).toBe(true);
    expect(isVendors('/x/Contents/Resources/app.asar')).toBe(false);
  });

  it('lets pages and the graphics process load no library of others', () => {
    const { osxSign } = packagerSigning({ kind: 'macos', identity, notary: null });
    const of = (path: string) => (typeof osxSign === 'object' ? osxSign.optionsForFile?.(path) : undefined);
    const others = 'com.apple.security.cs.disable-library-validation';
    for (const kind of ['GPU', 'Renderer'])
      expect(of(`/x/F/DyMU Explorer Helper (${kind}).app`)?.entitlements).not.toContain(others);
    for (const path of ['/x/DyMU Explorer.app', '/x/F/DyMU Explorer Helper.app']) {
      expect(of(path)).toMatchObject({ hardenedRuntime: true });
      expect(of(path)?.entitlements).toContain(others);
    }
  });

  it('ends where a signature fails, and notarises with the key', () => {
    const mac = packagerSigning(signingFrom({ MACOS_IDENTITY: identity, ...apple }, 'darwin'));
    expect(mac.osxSign).toMatchObject({ identity, continueOnError: false });
    expect(mac.osxNotarize).toEqual({
      appleApiKey: '/keys/a.p8',
      appleApiKeyId: 'T9',
      appleApiIssuer: 'c0-55',
    });
    expect(packagerSigning(signingFrom(windows, 'win32')).windowsSign).toMatchObject({
      continueOnError: false,
    });
  });
});

describe('on Windows', () => {
  let folder = '';
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('names what is signed once it is known: programs and libraries, but those beside the archive', async () => {
    folder = mkdtempSync(join(tmpdir(), 'dymu-signing-'));
    const vendors = join('resources', 'app.asar.unpacked', 'node_modules', 'sharp');
    mkdirSync(join(folder, vendors), { recursive: true });
    const files = ['dymu-explorer.exe', 'ffmpeg.dll', 'LICENSE', join('resources', 'app.asar')];
    for (const file of [...files, join(vendors, 'a.node'), join(vendors, 'b.dll')])
      writeFileSync(join(folder, file), '');
    const inFolder = (paths: readonly string[]) =>
      paths.map((path) => relative(folder, path).split(sep).join('/'));
    expect(inFolder(await signable(folder))).toEqual(['dymu-explorer.exe', 'ffmpeg.dll']);

    const { windowsSign, afterCopyExtraResources: [hook] = [] } = packagerSigning(
      signingFrom(windows, 'win32'),
    );
    if (hook === undefined) throw new Error('The packager should be told when to look.');
    const { files: named } = windowsSign as unknown as { readonly files: readonly string[] };
    expect(named).toEqual([]);
    await promisify(hook)(folder, '42.0.0', 'win32', 'x64');
    expect(inFolder(named)).toEqual(['dymu-explorer.exe', 'ffmpeg.dll']);
    await expect(promisify(hook)(join(folder, 'gone'), '42.0.0', 'win32', 'x64')).rejects.toThrow('ENOENT');
  });
});
