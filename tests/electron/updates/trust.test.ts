import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { copyKindOf } from '../../../electron/updates/copy-kind.ts';
import { feedSchema, readFeed } from '../../../electron/updates/feed.ts';
import { isSigned } from '../../../electron/updates/signature.ts';
import { trustOf, unsigned } from '../../../electron/updates/trust.ts';

const keys = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { known: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'), privateKey };
};
const mine = keys();
const written = {
  provider: 'generic',
  url: 'https://updates.example.org/dymu/',
  updaterCacheDirName: 'dymu-explorer-updater',
  signingKeys: [mine.known],
};
const feed = feedSchema.parse(written);

describe('a build', () => {
  it('without a feed file does not look for updates', () => {
    expect(trustOf(undefined, 'appimage')).toEqual({ kind: 'refused', reason: unsigned });
  });

  it('with one does', () => {
    expect(trustOf(feed, 'appimage')).toEqual({ kind: 'trusted', feed });
    expect(trustOf(feed, 'managed').kind).toBe('trusted');
  });

  it('for Windows must name its publisher, too, or no installer would be held against a certificate', () => {
    expect(trustOf(feed, 'nsis').kind).toBe('refused');
    expect(trustOf({ ...feed, publisherName: ['The makers'] }, 'nsis').kind).toBe('trusted');
  });
});

describe('a feed file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dymu-feed-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const reading = (content: unknown) => {
    const file = join(folder, 'app-update.yml');
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return readFeed(file);
  };

  it('is read as the release writes it', async () => {
    expect(await reading(written)).toEqual(feed);
  });

  it.each([
    ['an address that is not encrypted', { ...written, url: 'http://updates.example.org/dymu/' }],
    ['an address with a name and a password', { ...written, url: 'https://a:b@updates.example.org/' }],
    ['an address that is no folder', { ...written, url: 'https://updates.example.org/dymu' }],
    ['no key', { ...written, signingKeys: [] }],
    ['a key that is none', { ...written, signingKeys: ['AAAA'] }],
    ['a cache folder somewhere else', { ...written, updaterCacheDirName: '../elsewhere' }],
    ['half of its text', JSON.stringify(written).slice(0, 40)],
  ])('counts as none with %s', async (_, content) => {
    expect(await reading(content)).toBeUndefined();
  });

  it('that is not there is none', async () => {
    expect(await readFeed(join(folder, 'nothing'))).toBeUndefined();
  });
});

describe('a signature', () => {
  const text = Buffer.from('version: 1.2.0\n');
  const signature = sign(null, text, mine.privateKey).toString('base64');

  it('counts when one of the keys made it over exactly these bytes', () => {
    expect(isSigned(text, `${signature}\n`, [keys().known, mine.known])).toBe(true);
    expect(isSigned(Buffer.from('version: 1.2.1\n'), signature, [mine.known])).toBe(false);
    expect(isSigned(text, signature, [keys().known])).toBe(false);
  });

  it.each(['', 'AAAA', `${'A'.repeat(86)}==`, '<html>'])('that is %j does not', (other) => {
    expect(isSigned(text, other, [mine.known])).toBe(false);
  });
});

it('An AppImage, a copy with the uninstaller of NSIS and a Mac application can replace themselves, nothing else', () => {
  const on = (platform: NodeJS.Platform, environment: NodeJS.ProcessEnv = {}, hasUninstaller = false) =>
    copyKindOf({ platform, environment, hasUninstaller });
  expect(on('linux', { APPIMAGE: '/home/me/DyMU.AppImage' })).toBe('appimage');
  expect(on('linux', { APPIMAGE: 'DyMU.AppImage' })).toBe('managed');
  expect(on('linux')).toBe('managed');
  expect(on('win32', {}, true)).toBe('nsis');
  expect(on('win32')).toBe('managed');
  expect(on('darwin')).toBe('mac');
});
