/** `npx tsx tools/supply/collect-release.ts OUT FOLDER NAME`: the installers of one system and what is inside them, flat in a folder. */
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

const installer = /\.(?:deb|rpm|AppImage|zip|exe|dmg)$/;

/** From file to its name in the release. @param files below OUT @param name of the system, 'linux-x64' */
export function releaseFiles(files: readonly string[], name: string): ReadonlyMap<string, string> {
  const slashed = files.map((file) => [file, file.replaceAll('\\', '/')] as const);
  const made = slashed.filter(([, path]) => /(?:^|\/)make\//.test(path) && installer.test(path));
  const boms = slashed.filter(([, path]) => path.endsWith('/sbom.cdx.json'));
  if (made.length === 0) throw new Error(`No installer was made for ${name}.`);
  if (boms.length === 0)
    throw new Error(`The package for ${name} has no list of what is inside (sbom.cdx.json).`);
  const named = new Map<string, string>();
  for (const [file, path] of made) {
    const target = basename(path).replaceAll(' ', '-');
    if ([...named.values()].includes(target)) throw new Error(`Two installers are called ${target}.`);
    named.set(file, target);
  }
  named.set(boms[0]?.[0] ?? '', `sbom-${name}.cdx.json`);
  return named;
}

if (process.argv[1] === import.meta.filename) {
  const [out = 'out', folder = 'release', name = `${process.platform}-${process.arch}`] =
    process.argv.slice(2);
  mkdirSync(folder, { recursive: true });
  const all = readdirSync(out, { recursive: true, encoding: 'utf8' });
  for (const [file, target] of releaseFiles(all, name)) {
    copyFileSync(join(out, file), join(folder, target));
    console.log(target);
  }
}
