/** Electron Forge: the package of the application, from the list of packaging/contents, and how it is locked. `npm run package`, `npm run make`. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { FusesPlugin } from '@electron-forge/plugin-fuses';
import type { ForgeConfig } from '@electron-forge/shared-types';
import { FuseV1Options, FuseVersion } from '@electron/fuses';
import { leavesOut, listContents } from './packaging/contents/contents.ts';
import { trimElectron } from './packaging/contents/electron-files.ts';
import { trimManifest } from './packaging/contents/manifest.ts';
import { listLibraries, writeNativeList } from './packaging/contents/native-list.ts';
import { unpackedFromArchive } from './packaging/contents/natives.ts';
import { placeLauncher } from './packaging/launchers/place.ts';
import { writeLicences } from './packaging/licences/folder.ts';
import { appId, executableName, macCategory } from './packaging/metadata.ts';
import { packagerSigning, signingFrom } from './packaging/signing.ts';
import { billOfMaterials } from './packaging/sbom/document.ts';
import { targetOf } from './packaging/target.ts';
import { feedFile } from './tools/supply/update-feed.ts';
import { inWords, shippedElectron, supportOf } from './tools/electron-support.ts';

/** Where a local Electron runtime is to be packaged instead of a downloaded one. */
const localRuntime = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
const zipFolder = resolve('.cache/electron-zip');
/** Made for every package anew. */
const made = resolve('.cache/package-resources');
const licences = join(made, 'licences');
const bill = join(made, 'sbom.cdx.json');

/** Set when it is known for which system. */
let ignored: (path: string) => boolean = () => false;

const config: ForgeConfig = {
  packagerConfig: {
    executableName,
    appBundleId: appId,
    appCategoryType: macCategory,
    icon: 'assets/icon/icon',
    asar: { unpack: unpackedFromArchive },
    extraResource: ['assets', licences, bill, ...(existsSync(feedFile) ? [feedFile] : [])], // weights are mapped from real files
    prune: false, // the list has only what belongs in
    derefSymlinks: true, // a linked node_modules is copied, not shipped as a link
    ignore: (path) => ignored(path),
    ...(localRuntime ? { electronZipDir: zipFolder } : {}),
    ...packagerSigning(signingFrom(process.env, process.platform)),
  },
  hooks: {
    prePackage: async (_, platform, arch) => {
      const root = import.meta.dirname;
      const target = targetOf(platform, arch);
      ignored = leavesOut(listContents(root, target));
      const shipped = shippedElectron();
      const support = supportOf(shipped, new Date().toISOString().slice(0, 10));
      if (support.kind !== 'supported') console.warn(inWords(shipped, support));
      if (localRuntime) await zipRuntime(localRuntime, shipped, platform, arch);
      const electron = localRuntime ? await carriedVersion(localRuntime) : shipped;
      await writeLicences(root, target, licences);
      await writeFile(bill, `${JSON.stringify(billOfMaterials({ root, target, electron }), null, 1)}\n`);
    },
    packageAfterExtract: async (_, folder, __, platform, arch) => {
      await trimElectron(folder, targetOf(platform, arch));
      await placeLauncher(folder, targetOf(platform, arch));
    },
    packageAfterCopy: async (_, folder, __, platform, arch) => {
      await trimManifest(folder);
      const files = listContents(import.meta.dirname, targetOf(platform, arch));
      await writeNativeList(folder, listLibraries(folder, files));
    },
  },
  plugins: [
    new FusesPlugin({
      version: FuseVersion.V1,
      [FuseV1Options.RunAsNode]: false, // the engine runs in a utility process, dymu inside the main one (decision 36)
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
  const carried = await carriedVersion(runtime);
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

async function carriedVersion(runtime: string): Promise<string> {
  return (await readFile(join(runtime, 'version'), 'utf8').catch(() => 'unknown')).trim();
}
