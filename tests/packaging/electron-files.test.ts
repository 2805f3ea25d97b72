import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { trimElectron } from '../../packaging/contents/electron-files.ts';
import { targetOf } from '../../packaging/target.ts';
import { emptyFolder } from '../support/scratch.ts';

const common = ['LICENSES.chromium.html', 'resources.pak', 'locales/de.pak', 'locales/en-US.pak'];

async function trimmed(platform: string, files: readonly string[]): Promise<readonly string[]> {
  const folder = await emptyFolder();
  await mkdir(join(folder, 'locales'));
  for (const file of [...common, ...files]) await writeFile(join(folder, file), file);
  await trimElectron(folder, targetOf(platform, 'x64'));
  const notices = gunzipSync(await readFile(join(folder, 'LICENSES.chromium.html.gz'))).toString();
  expect(notices).toBe('LICENSES.chromium.html');
  const left = await readdir(folder, { recursive: true });
  return left.filter((name) => !name.startsWith('LICENSES') && name !== 'locales').toSorted();
}

describe('trimElectron', () => {
  it('leaves one language, no software graphics, and licences that are packed', async () => {
    const files = ['libvk_swiftshader.so', 'vk_swiftshader_icd.json', 'libvulkan.so.1', 'libGLESv2.so'];
    expect(await trimmed('linux', files)).toEqual([
      'libGLESv2.so',
      'libvulkan.so.1',
      join('locales', 'en-US.pak'),
      'resources.pak',
    ]);
  });

  it('leaves what was tried on Linux alone where it was not tried', async () => {
    expect(await trimmed('win32', ['vk_swiftshader.dll'])).toContain('vk_swiftshader.dll');
  });
});
