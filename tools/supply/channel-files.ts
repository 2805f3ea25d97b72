/** `npx tsx tools/supply/channel-files.ts FOLDER`: announces the installers of a folder, one channel file a system, each signed with `DYMU_UPDATE_KEY`. */
import { createHash, createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { channelFileName } from '../../electron/updates/channel-name.ts';
import { channelSchema } from '../../electron/updates/channel.ts';
import { parseManifest } from './lock-complete.ts';
import { root } from './lockfile.ts';

/** By channel file, the installers that replace a copy on that system. */
export function channelsOf(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const arm = (name: string) => /arm64|aarch64/.test(name);
  const systems = [
    {
      file: channelFileName('linux', 'x64'),
      take: (name: string) => name.endsWith('.AppImage') && !arm(name),
    },
    {
      file: channelFileName('linux', 'arm64'),
      take: (name: string) => name.endsWith('.AppImage') && arm(name),
    },
    { file: channelFileName('win32', 'x64'), take: (name: string) => name.endsWith('.exe') },
    {
      file: channelFileName('darwin', 'arm64'),
      take: (name: string) => /darwin|mac/i.test(name) && name.endsWith('.zip'),
    },
  ];
  return new Map(
    systems
      .map(({ file, take }) => [file, names.filter(take).sort()] as const)
      .filter(([, installers]) => installers.length > 0),
  );
}

/** The text of a channel file. @param read bytes of an installer */
export function channelText(
  version: string,
  installers: readonly string[],
  read: (name: string) => Buffer,
): string {
  const files = installers.map((url) => {
    const bytes = read(url);
    return { url, sha512: createHash('sha512').update(bytes).digest('base64'), size: bytes.length };
  });
  return dump(channelSchema.parse({ version, files }), { lineWidth: -1 });
}

/** @param key private, Ed25519, PKCS#8 as base64; throws where it is none */
export function privateKeyFrom(key: string): KeyObject {
  const read = readKey(key);
  if (read?.asymmetricKeyType === 'ed25519') return read;
  throw new Error('DYMU_UPDATE_KEY must be a private key as tools/supply/update-key.ts prints it.');
}

function readKey(key: string): KeyObject | undefined {
  try {
    return createPrivateKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'pkcs8' });
  } catch {
    return undefined; // its reason could repeat what is secret
  }
}

export const signatureOf = (text: string, key: KeyObject): string =>
  `${sign(null, Buffer.from(text), key).toString('base64')}\n`;

if (process.argv[1] === import.meta.filename) {
  const folder = process.argv[2] ?? 'release';
  const secret = process.env['DYMU_UPDATE_KEY'] ?? '';
  if (secret === '')
    console.log('DYMU_UPDATE_KEY is not set: nothing is announced, so nobody is offered this version.');
  else {
    const key = privateKeyFrom(secret);
    const { version } = parseManifest(readFileSync(join(root, 'package.json'), 'utf8'));
    for (const [file, installers] of channelsOf(readdirSync(folder))) {
      const text = channelText(version, installers, (name) => readFileSync(join(folder, name)));
      writeFileSync(join(folder, file), text);
      writeFileSync(join(folder, `${file}.sig`), signatureOf(text, key));
      console.log(`${file}: ${installers.join(', ')}`);
    }
  }
}
