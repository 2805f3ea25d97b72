/** Which packages the sources import, against those that package.json names: none unused, none undeclared. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import type { Manifest } from './lock-complete.ts';
import { root } from './lockfile.ts';

/** Packages that are used without an import, and how. */
export const usedByName: Readonly<Record<string, string>> = {
  '@bufbuild/buf': '`buf generate` for the reader of ONNX files: npm run generate:onnx',
  '@bufbuild/protoc-gen-es': 'the plug-in of buf generate',
  '@testing-library/dom': 'a peer that @testing-library/react wants beside it',
  assemblyscript: 'its compiler is started as a program: npm run build:kernels',
  jsdom: '`@vitest-environment jsdom` at the head of tests',
  '@cyclonedx/cyclonedx-library': 'its copies of the published schemas: tests of the list of contents',
  '@electron-forge/cli': '`electron-forge`: npm run package, npm run make',
  electron: 'the runtime; imports of it are answered by itself',
  'electron-builder': '`electron-builder`: installers',
  'typescript-native': 'its compiler, started by path: npm run test:types, npm run build',
  'oxlint-tsgolint': 'reads types for oxlint, which looks it up by name: npm run test:lint',
};

export interface PackageUse {
  readonly unused: readonly string[];
  readonly undeclared: readonly string[];
}

const specifier =
  /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire(?:\.resolve)?\(\s*|@import\s+)['"]([^'"\n]+)['"]/g;
const builtin = new Set(builtinModules);

/** The packages that a source text imports; relative paths and Node's own modules are none. */
export function importedPackages(source: string): Set<string> {
  const names = new Set<string>();
  for (const [, path = ''] of source.matchAll(specifier)) {
    if (/^[./#]|^[a-z]+:|[\s$\\]/.test(path)) continue;
    const [first = '', second = ''] = path.split('/');
    const name = first.startsWith('@') ? `${first}/${second}` : first;
    if (/^(?:@[\w.-]+\/)?[\w.-]+$/.test(name) && !builtin.has(name)) names.add(name);
  }
  return names;
}

/** @param sources texts of all files that may import @param scripts the commands of package.json */
export function packageUse(
  manifest: Manifest,
  sources: readonly string[],
  scripts: readonly string[],
): PackageUse {
  const imported = new Set(sources.flatMap((source) => [...importedPackages(source)]));
  const commands = scripts.join(' ');
  const declared = Object.keys({
    ...manifest.dependencies,
    ...manifest.optionalDependencies,
    ...manifest.devDependencies,
  });
  const isUsed = (name: string): boolean => {
    if (imported.has(name) || name in usedByName) return true;
    if (new RegExp(`(?:^|\\s)${name}(?:\\s|$)`).test(commands)) return true;
    // Types are used where what they describe is.
    const described = /^@types\/(.+)$/.exec(name)?.[1]?.replace('__', '/');
    return described !== undefined && (described === 'node' || imported.has(described));
  };
  return {
    unused: declared.filter((name) => !isUsed(name)),
    undeclared: [...imported].filter((name) => !declared.includes(name) && name !== manifest.name).sort(),
  };
}

/** Its texts import packages that there are none of. */
const inventing = 'tests/tools/supply/package-use.test.ts';

/** All texts of the checkout that may import a package. */
export function readSources(): string[] {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return files
    .split('\0')
    .filter((file) => /\.(?:[cm]?[jt]sx?|css)$/.test(file) && file !== inventing)
    .flatMap((file) => {
      try {
        return [readFileSync(join(root, file), 'utf8')];
      } catch {
        return []; // removed, but git does not know yet
      }
    });
}
