import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readChannel } from '../../../electron/updates/channel.ts';
import { isSigned } from '../../../electron/updates/signature.ts';
import { channelsOf, channelText, privateKeyFrom, signatureOf } from '../../../tools/supply/channel-files.ts';
import { checksums } from '../../../tools/supply/checksums.ts';
import { releaseFiles } from '../../../tools/supply/collect-release.ts';
import { notesOf } from '../../../tools/supply/release-notes.ts';
import { feedFrom } from '../../../tools/supply/update-feed.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const known = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const secret = privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');

describe('the feed file of a build', () => {
  const environment = { DYMU_UPDATE_URL: 'https://updates.example.org/dymu/', DYMU_UPDATE_KEYS: known };

  it('is none where the release says nothing', () => {
    expect(feedFrom({}, 'linux').kind).toBe('none');
  });

  it('is what the application reads', () => {
    expect(feedFrom(environment, 'linux')).toMatchObject({
      kind: 'feed',
      feed: { url: environment.DYMU_UPDATE_URL, signingKeys: [known], publisherName: [] },
    });
    expect(feedFrom({ ...environment, DYMU_PUBLISHER: 'The makers' }, 'win32')).toMatchObject({
      feed: { publisherName: ['The makers'] },
    });
  });

  it('is refused by halves', () => {
    expect(() => feedFrom(environment, 'win32')).toThrow('DYMU_PUBLISHER is not set');
    expect(() => feedFrom({ DYMU_UPDATE_URL: environment.DYMU_UPDATE_URL }, 'linux')).toThrow('public keys');
    expect(() => feedFrom({ ...environment, DYMU_UPDATE_URL: 'http://example.org/' }, 'linux')).toThrow(
      'https',
    );
  });
});

describe('an announcement', () => {
  it('names the installers of each system that replace a copy there', () => {
    const names = [
      'A-1.0.0.AppImage',
      'A-1.0.0-arm64.AppImage',
      'A.deb',
      'A Setup.exe',
      'A-darwin-arm64.zip',
      'A-linux-x64.zip',
    ];
    expect([...channelsOf(names)]).toEqual([
      ['latest-linux.yml', ['A-1.0.0.AppImage']],
      ['latest-linux-arm64.yml', ['A-1.0.0-arm64.AppImage']],
      ['latest.yml', ['A Setup.exe']],
      ['latest-mac.yml', ['A-darwin-arm64.zip']],
    ]);
    expect([...channelsOf(['A.deb'])]).toEqual([]);
  });

  it('is read by the application, and its signature counts there', () => {
    const text = channelText('1.2.3', ['A.AppImage'], () => Buffer.from('an installer'));
    expect(readChannel(text)).toMatchObject({
      kind: 'channel',
      channel: { version: '1.2.3', files: [{ url: 'A.AppImage', size: 12 }] },
    });
    const key = privateKeyFrom(secret);
    expect(isSigned(Buffer.from(text), signatureOf(text, key), [known])).toBe(true);
    expect(createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64')).toBe(known);
  });

  it('is not signed with what is no key, nor with one of another kind', () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    for (const wrong of ['no key', known, other.export({ type: 'pkcs8', format: 'der' }).toString('base64')])
      expect(() => privateKeyFrom(wrong)).toThrow('DYMU_UPDATE_KEY must be a private key as');
  });

  it('of a file with a name that the application would refuse is not made', () => {
    expect(() => channelText('1.2.3', ['A Setup.exe'], () => Buffer.from('x'))).toThrow();
  });
});

describe('what goes into a release', () => {
  const bom = 'stage/resources/sbom.cdx.json';

  it('is the installers and what is inside them, under names of their own', () => {
    expect([
      ...releaseFiles(
        ['make/deb/a.deb', 'make\\nsis\\A Setup.exe', 'stage/b.zip', bom],
        'linux-x64',
      ).values(),
    ]).toEqual(['a.deb', 'A-Setup.exe', 'sbom-linux-x64.cdx.json']);
  });

  it('is refused without installers, without the list of contents, and with two of one name', () => {
    expect(() => releaseFiles([bom], 'linux-x64')).toThrow('No installer was made for linux-x64.');
    expect(() => releaseFiles(['make/a.deb'], 'linux-x64')).toThrow('has no list of what is inside');
    expect(() => releaseFiles(['make/x/a.deb', 'make/y/a.deb', bom], 'linux-x64')).toThrow('Two installers');
  });
});

it('Checksums are in the form of sha256sum, by name, without themselves', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dymu-sums-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  for (const name of ['b', 'a', 'SHA256SUMS']) writeFileSync(join(folder, name), '');
  const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  expect(checksums(folder)).toBe(`${empty}  a\n${empty}  b\n`);
});

it('Notes are the section of the version, which must have its day', () => {
  const text = '# Changes\n\n## 1.1.0 (2027-01-02)\n\n- new\n\n## 1.0.0 (unreleased)\n\n- old\n';
  expect(notesOf(text, '1.1.0')).toBe('- new\n');
  expect(() => notesOf(text, '1.0.0')).toThrow('still calls 1.0.0 unreleased');
  expect(() => notesOf(text, '2.0.0')).toThrow('has no section for 2.0.0');
});
