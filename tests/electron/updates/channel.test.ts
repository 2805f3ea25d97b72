import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { channelFileName } from '../../../electron/updates/channel-name.ts';
import { readChannel } from '../../../electron/updates/channel.ts';

const sha512 = `${'A'.repeat(86)}==`;
const file = { url: 'DyMU-Explorer-1.2.0.AppImage', sha512, size: 1000 };

it('A channel file is its version and its installers; whatever else it says is dropped', () => {
  const text = dump({ version: '1.2.0', files: [{ ...file, blockMapSize: 3 }], stagingPercentage: 5 });
  expect(readChannel(text)).toEqual({ kind: 'channel', channel: { version: '1.2.0', files: [file] } });
});

describe('a channel file cannot be read', () => {
  it.each([
    ['with a path for a file', { version: '1.2.0', files: [{ ...file, url: '../../other/file.AppImage' }] }],
    [
      'with a file on another host',
      { version: '1.2.0', files: [{ ...file, url: 'https://example.org/a.AppImage' }] },
    ],
    ['without the hash of a file', { version: '1.2.0', files: [{ url: file.url, size: 1000 }] }],
    ['with a shorter hash', { version: '1.2.0', files: [{ ...file, sha512: 'AAAA' }] }],
    ['without a size', { version: '1.2.0', files: [{ url: file.url, sha512 }] }],
    ['with the size of a disk', { version: '1.2.0', files: [{ ...file, size: 2 ** 40 }] }],
    ['with a version that is none', { version: 'latest', files: [file] }],
    ['with a version before a release', { version: '1.2.0-beta.1', files: [file] }],
    ['with no file', { version: '1.2.0', files: [] }],
  ])('%s', (_, content) => {
    expect(readChannel(dump(content))).toEqual({ kind: 'malformed' });
  });

  it.each(['', 'version', '[1, 2', 'a: &a [*a]', '!!js/function "x"', '\0'])(
    'that is the text %j',
    (text) => {
      expect(readChannel(text)).toEqual({ kind: 'malformed' });
    },
  );
});

it('The name of the file says for which system it is', () => {
  expect(channelFileName('linux', 'x64')).toBe('latest-linux.yml');
  expect(channelFileName('linux', 'arm64')).toBe('latest-linux-arm64.yml');
  expect(channelFileName('darwin', 'arm64')).toBe('latest-mac.yml');
  expect(channelFileName('win32', 'x64')).toBe('latest.yml');
});
