/**
 * How the application is signed while it is packaged, from what the release's environment says; where that says nothing it stays unsigned.
 * Libraries outside the archive keep their vendors' signatures: they are compared with a list that is older than any signature of ours (decision 39).
 */
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ForgePackagerOptions } from '@electron-forge/shared-types';

type MacSigning = Exclude<ForgePackagerOptions['osxSign'], true | undefined>;
type Notarising = NonNullable<ForgePackagerOptions['osxNotarize']>;
type WindowsSigning = Exclude<ForgePackagerOptions['windowsSign'], true | undefined>;

export type SigningOrder =
  | { readonly kind: 'none' }
  | { readonly kind: 'macos'; readonly identity: string; readonly notary: Notary | null }
  | { readonly kind: 'windows'; readonly certificate: string; readonly password: string };

/** An App Store Connect API key: path of its file, id, issuer. */
export interface Notary {
  readonly key: string;
  readonly id: string;
  readonly issuer: string;
}

/** An empty value is an absent one: that is what a workflow makes of a secret that is not set. Throws a sentence where half of it is said. */
export function signingFrom(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): SigningOrder {
  const said = (name: string): string => environment[name] ?? '';
  if (platform === 'darwin') {
    const identity = said('MACOS_IDENTITY');
    const notary = allOrNone(['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'], said);
    if (identity === '') {
      if (notary === null) return { kind: 'none' };
      throw new Error(
        'MACOS_IDENTITY is not set: Apple notarises only what is signed. Set it, or no APPLE_API_*.',
      );
    }
    if (notary === null) return { kind: 'macos', identity, notary };
    const [key = '', id = '', issuer = ''] = notary;
    return { kind: 'macos', identity, notary: { key, id, issuer } };
  }
  if (platform === 'win32') {
    const both = allOrNone(['WINDOWS_CERTIFICATE_FILE', 'WINDOWS_CERTIFICATE_PASSWORD'], said);
    if (both === null) return { kind: 'none' };
    const [certificate = '', password = ''] = both;
    return { kind: 'windows', certificate, password };
  }
  return { kind: 'none' };
}

function allOrNone(names: readonly string[], said: (name: string) => string): readonly string[] | null {
  const missing = names.filter((name) => said(name) === '');
  if (missing.length === names.length) return null;
  if (missing.length === 0) return names.map(said);
  const others = names.filter((name) => !missing.includes(name));
  const verbs = [missing.length === 1 ? 'is' : 'are', others.length === 1 ? 'is' : 'are'] as const;
  throw new Error(
    `${missing.join(', ')} ${verbs[0]} not set, but ${others.join(', ')} ${verbs[1]}: set all of them, or none.`,
  );
}

/** What the packager takes: empty where nothing is to be signed. A signature that fails ends the packaging. */
export function packagerSigning(
  order: SigningOrder,
): Pick<ForgePackagerOptions, 'osxSign' | 'osxNotarize' | 'windowsSign' | 'afterCopyExtraResources'> {
  if (order.kind === 'none') return {};
  if (order.kind === 'macos') {
    const osxSign: MacSigning & { continueOnError: false } = {
      identity: order.identity,
      ignore: isVendors, // a list of functions, which the types allow too, is lost on its way
      optionsForFile: (path) => ({ hardenedRuntime: true, entitlements: [...entitlementsOf(path)] }),
      continueOnError: false, // else the packager warns and goes on
    };
    return { osxSign, ...(order.notary === null ? {} : { osxNotarize: notarising(order.notary) }) };
  }
  // The packager would have every program and library in the folder signed; files that are named are taken instead, and are named late.
  const files: string[] = [];
  const windowsSign: WindowsSigning & { files: string[] } = {
    certificateFile: order.certificate,
    certificatePassword: order.password,
    files,
    continueOnError: false,
  };
  return {
    windowsSign,
    afterCopyExtraResources: [
      (folder, _version, _platform, _arch, done) => {
        signable(folder).then(
          (found) => {
            files.splice(0, files.length, ...found);
            done();
          },
          (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
        );
      },
    ],
  };
}

const notarising = ({ key, id, issuer }: Notary): Notarising => ({
  appleApiKey: key,
  appleApiKeyId: id,
  appleApiIssuer: issuer,
});

/** Beside the archive: ONNX Runtime, sharp, libsql. */
export function isVendors(path: string): boolean {
  return path.split(/[\\/]/u).includes('app.asar.unpacked');
}

/** V8 compiles everywhere; libraries of other vendors are loaded by the application (`dymu`) and by the engine's process, not by pages. */
function entitlementsOf(path: string): readonly string[] {
  const compiles = 'com.apple.security.cs.allow-jit';
  return /Helper \((?:GPU|Renderer)\)/u.test(path)
    ? [compiles]
    : [compiles, 'com.apple.security.cs.disable-library-validation'];
}

/** Programs and libraries below a folder that are ours to sign on Windows, in the order of their paths. */
export async function signable(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(?:exe|dll|node)$/iu.test(entry.name))
    .map((entry: Dirent) => join(entry.parentPath, entry.name))
    .filter((path) => !isVendors(path))
    .sort();
}
