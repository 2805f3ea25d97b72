/** The list of native libraries that a package holds itself against while it runs (electron/native-libraries.ts): written into the archive, where integrity checks cover it. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { nativeList, sha256OfLibrary, type NativeList } from '../../electron/native-libraries.ts';

export { nativeList };

/** Files that the system's loader reads. */
export const isLibrary = (file: string): boolean => /\.(?:node|dll|dylib|so(?:\.[\d.]+)?)$/u.test(file);

/** @param files of the archive, below `root` with `/` */
export function listLibraries(root: string, files: readonly string[]): NativeList {
  return Object.fromEntries(files.filter(isLibrary).map((file) => [file, sha256OfLibrary(join(root, file))]));
}

/** @param folder of the application inside the package, before it becomes an archive */
export async function writeNativeList(folder: string, libraries: NativeList): Promise<void> {
  const file = join(folder, nativeList);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(libraries, null, 1)}\n`);
}
