/** The native libraries of a system: where they lie, and whether there are any at all. */
import { targetWords, type Target } from '../target.ts';

/** Which packages bring libraries, and how the folders of a system begin that hold them. ONNX Runtime carries those of all systems. */
export function nativeFolders({ platform, arch }: Target): Readonly<Record<string, string>> {
  return {
    'ONNX Runtime': `node_modules/onnxruntime-node/bin/napi-v6/${platform}/${arch}/`,
    sharp: `node_modules/@img/sharp-${platform}-${arch}/`,
    libsql: `node_modules/@libsql/${platform}-${arch}`,
  };
}

/** Their folders, for electron-packager: neither the loader of libraries nor ONNX Runtime reads from an archive. */
export const unpackedFromArchive = '**/node_modules/{onnxruntime-node,sharp,@img,libsql,@libsql}/**';

/**
 * The sentence why no package can be made for a system, undefined where one can.
 *
 * @param files of the package
 */
export function missingNative(files: readonly string[], target: Target): string | undefined {
  const missing = Object.entries(nativeFolders(target)).filter(
    ([, folder]) => !files.some((file) => file.startsWith(folder)),
  );
  if (missing.length === 0) return undefined;
  const names = missing.map(([name]) => name).join(', ');
  return (
    `Libraries for ${targetWords(target)} are not installed here: ${names}. ` +
    `Where there are such, \`npm ci --os=${target.platform} --cpu=${target.arch}\` installs them (docs/packaging.md).`
  );
}
