/** Electron Forge: what goes into the package, how it is locked, which installers are made of it. `npm run package`, `npm run make`. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { MakerDeb } from '@electron-forge/maker-deb';
import { MakerRpm } from '@electron-forge/maker-rpm';
import { MakerZIP } from '@electron-forge/maker-zip';
import { FusesPlugin } from '@electron-forge/plugin-fuses';
import type { ForgeConfig } from '@electron-forge/shared-types';
import { FuseV1Options, FuseVersion } from '@electron/fuses';
import { inWords, shippedElectron, supportOf } from './tools/electron-support.ts';

/** Where a local Electron runtime is to be packaged instead of a downloaded one. */
const localRuntime = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
const zipFolder = resolve('.cache/electron-zip');

/** Native libraries must be files: neither the loader nor ONNX Runtime reads from an archive. */
const unpacked = '**/node_modules/{onnxruntime-node,sharp,@img,libsql,@libsql}/**';

/** The built program and its production packages; Forge prunes the others. `path` starts at the root, which is ''. */
function ignored(path: string): boolean {
  return (
    /^\/node_modules\/\./.test(path) ||
    !/^$|^\/(dist|node_modules)($|\/)|^\/(package\.json|LICENSE)$/.test(path)
  );
}

const config: ForgeConfig = {
  packagerConfig: {
    executableName: 'dymu-explorer',
    appBundleId: 'app.dymu.explorer',
    appCategoryType: 'public.app-category.graphics-design',
    icon: 'assets/icon/icon',
    asar: { unpack: unpacked },
    extraResource: ['assets'], // weights are mapped from real files
    ignore: ignored,
    ...(localRuntime ? { electronZipDir: zipFolder } : {}),
  },
  hooks: {
    prePackage: async (_, platform, arch) => {
      const shipped = shippedElectron();
      const support = supportOf(shipped, new Date().toISOString().slice(0, 10));
      if (support.kind !== 'supported') console.warn(inWords(shipped, support));
      if (localRuntime) await zipRuntime(localRuntime, shipped, platform, arch);
    },
    packageAfterPrune: async (_, buildPath, __, platform, arch) => {
      await keepOneRuntime(join(buildPath, 'node_modules/onnxruntime-node/bin'), platform, arch);
    },
  },
  makers: [
    new MakerZIP({}),
    new MakerDeb(
      {
        options: {
          icon: 'assets/icon/icon-512.png',
          categories: ['Science', 'Graphics'],
          mimeType: ['image/png', 'image/jpeg', 'image/webp'],
        },
      },
      ['linux'],
    ),
    new MakerRpm(
      {
        options: {
          icon: 'assets/icon/icon-512.png',
          categories: ['Science', 'Graphics'],
          mimeType: ['image/png', 'image/jpeg', 'image/webp'],
        },
      },
      ['linux'],
    ),
  ],
  plugins: [
    new FusesPlugin({
      version: FuseVersion.V1,
      [FuseV1Options.RunAsNode]: false, // the engine runs in a utility process, which does not need it
      [FuseV1Options.EnableCookieEncryption]: true,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: false,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
      [FuseV1Options.OnlyLoadAppFromAsar]: true,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: false, // the page has a protocol of its own
    }),
  ],
};

export default config;

/**
 * The packager takes a runtime only as an archive with the name of the release, whichever it is. Tests package an older one this way, because
 * the registries carry no other for Linux; what is given to users must not be made so.
 */
async function zipRuntime(runtime: string, version: string, platform: string, arch: string): Promise<void> {
  const carried = (await readFile(join(runtime, 'version'), 'utf8').catch(() => 'unknown')).trim();
  if (carried !== version)
    console.warn(
      `This package carries Electron ${carried} of ${runtime} and not ${version}: for tests only.`,
    );
  const archive = join(zipFolder, `electron-v${version}-${platform}-${arch}.zip`);
  if (existsSync(archive)) return;
  await mkdir(zipFolder, { recursive: true });
  const partial = `${archive}.partial.zip`;
  await rm(partial, { force: true });
  await promisify(execFile)('zip', ['-q', '-r', '-y', '-1', partial, '.'], { cwd: runtime });
  await rename(partial, archive);
}

/** onnxruntime-node carries its libraries for every platform; only this one's are of use. */
async function keepOneRuntime(bin: string, platform: string, arch: string): Promise<void> {
  for (const api of await readdir(bin)) {
    for (const system of await readdir(join(bin, api))) {
      for (const processor of await readdir(join(bin, api, system))) {
        const kept = system === platform && processor === arch;
        if (!kept) await rm(join(bin, api, system, processor), { recursive: true });
      }
    }
  }
}
