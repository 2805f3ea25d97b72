/** What electron-builder makes of a packaged application, up to where it would start its tools: those are stand-ins that keep what they are given. */
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { convertIcon } from 'app-builder-lib/out/util/iconConverter.js';
import { setPrinter } from 'builder-util/out/log.js';
import { Arch, build, Platform } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { installerConfiguration } from '../../packaging/installers.ts';
import { kinds, systemTar, wrapped } from '../../packaging/make/kinds.ts';
import { associations, executableName, iconSizes, productName } from '../../packaging/metadata.ts';
import { root } from './root.ts';

const linux = { platform: 'linux', arch: 'x64' } as const;
let folder = '';
const said: string[] = [];

async function write(path: string, text: string, mode = 0o644): Promise<string> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  await chmod(file, mode);
  return file;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dymu-wrapped-'));
  setPrinter((line) => said.push(line));
});
afterAll(async () => {
  setPrinter(null);
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

describe.skipIf(process.platform !== 'linux')('an AppImage', () => {
  const files = [
    'dymu-explorer',
    'dymu',
    'locales/en-US.pak',
    'resources/app.asar',
    'resources/sbom.cdx.json',
  ];
  let entry = '';

  beforeAll(async () => {
    const tools = join(folder, 'tools');
    const keep = `#!/bin/sh\ncp -a "$1" '${join(folder, 'kept')}' && head -c 65536 /dev/zero > "$2"\n`;
    await write('tools/mksquashfs', keep, 0o755);
    for (const name of ['desktop-file-validate', 'runtimes/runtime-x64', 'lib/x64/some.so'])
      await write(`tools/${name}`, 'stands in');
    for (const file of files) await write(`packaged/${file}`, file);
    vi.stubEnv('APPIMAGE_TOOLS_PATH', tools);
    const [made] = await kinds.appimage.make({
      root,
      packaged: join(folder, 'packaged'),
      target: linux,
      version: '0.1.0',
      output: join(folder, 'made'),
      work: join(folder, 'work'),
      quick: true,
    });
    expect((await readFile(made ?? '')).subarray(0, 9).toString()).toBe('stands in'); // what it begins with
    entry = await readFile(join(folder, 'kept', `${executableName}.desktop`), 'utf8');
  }, 60_000);

  it('has every file of the package, as it is', async () => {
    for (const file of files) expect(await readFile(join(folder, 'kept', file), 'utf8')).toBe(file);
  });

  it('leaves the sandbox on', () => {
    expect(entry).toContain('\nExec=AppRun %U\n');
  });

  it('has an icon of its own in every size', async () => {
    expect(said.filter((line) => /default .*icon/.test(line))).toEqual([]);
    const sizes = await readdir(join(folder, 'kept/usr/share/icons/hicolor'));
    expect(sizes.toSorted()).toEqual(iconSizes.map((size) => `${size}x${size}`).toSorted());
  });

  it('says in its menu entry what the other packages say', () => {
    for (const line of [
      `Name=${productName}`,
      `StartupWMClass=${productName}`,
      `MimeType=${associations.map(({ mime }) => `${mime};`).join('')}`,
    ])
      expect(entry.split('\n')).toContain(line);
  });
});

describe('an installer for Windows', () => {
  const defined = z.tuple([z.record(z.string(), z.unknown()), z.record(z.string(), z.unknown())]);

  it('starts the program under the name that the package gives it, with its own icon', async () => {
    const archiver = await write(
      'archiver',
      '#!/bin/sh\nfor each; do case "$each" in *.7z) echo >"$each";; esac; done\n',
      0o755,
    );
    vi.stubEnv('ELECTRON_BUILDER_7ZIP_PATH', archiver);
    vi.stubEnv('ELECTRON_BUILDER_NSIS_DIR', dirname(await write('nsis/elevate.exe', '')));
    await write(`windows/${executableName}.exe`, '');
    await write('windows/resources/app.asar', '');
    let computed: unknown;
    await build({
      projectDir: root,
      prepackaged: join(folder, 'windows'),
      targets: Platform.WINDOWS.createTarget(['nsis'], Arch.x64),
      config: installerConfiguration(join(folder, 'made'), {}),
      publish: 'never',
      effectiveOptionComputed: (options: unknown) => {
        computed = options;
        return Promise.resolve(true); // no further
      },
    });
    const [defines] = defined.parse(computed);
    expect(defines).toMatchObject({
      PRODUCT_FILENAME: executableName, // the shortcuts start this with .exe
      SHORTCUT_NAME: productName,
      MUI_ICON: join(root, 'assets/icon/icon.ico'),
    });
  }, 60_000);

  it('has an icon that is large enough', async () => {
    const { icons } = await convertIcon({
      sources: ['assets/icon/icon.ico'],
      fallbackSources: [],
      roots: [root],
      format: 'ico',
      outDir: folder,
    });
    expect(icons).toEqual([{ file: join(root, 'assets/icon/icon.ico'), size: 256 }]);
  });
});

it('A disk image for macOS is made of the bundle, everything else of the folder', () => {
  expect(wrapped('out/packaged', { platform: 'darwin', arch: 'arm64' })).toBe(
    join('out/packaged', `${productName}.app`),
  );
  expect(wrapped('out/packaged', linux)).toBe('out/packaged');
});

it("An archive for Windows is packed by the system's own tar, not by Git's", () => {
  expect(systemTar({ SystemRoot: String.raw`D:\Windows` })).toBe(String.raw`D:\Windows\System32\tar.exe`);
  expect(systemTar({})).toBe(String.raw`C:\Windows\System32\tar.exe`);
});
