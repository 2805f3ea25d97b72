/** The list of everything inside a package (SBOM, CycloneDX): npm packages, Electron, native libraries with hashes, the libraries inside libvips, the model. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { bundledPackages } from '../bundled-packages.ts';
import { listContents } from '../contents/contents.ts';
import { nameOf, readLockfile, type Lockfile } from '../contents/lockfile.ts';
import { isLibrary } from '../contents/native-list.ts';
import { runtimePackages } from '../contents/packages.ts';
import { licence, productName } from '../metadata.ts';
import type { Target } from '../target.ts';
import { readVersion } from '../version.ts';
import { npmBom, type Bom, type Component } from './npm.ts';

export interface BomParts {
  readonly root: string; // of the checkout, built
  readonly target: Target;
  readonly electron: string; // version that is packaged
}

/** Without time and serial number: equal contents, equal list. */
export function billOfMaterials({ root, target, electron }: BomParts, npm: Bom = npmBom(root)): object {
  const version = readVersion(root);
  const lockfile = readLockfile(root);
  const folders = [...new Set([...runtimePackages(lockfile, target), ...bundledPackages(root)])].sort();
  const wanted = new Set(folders.map((folder) => referenceOf(lockfile, folder)));
  const packages = npm.components.filter((component) => wanted.delete(component['bom-ref']));
  if (wanted.size > 0) throw new Error(`npm sbom does not know ${[...wanted].join(', ')}.`);
  const self = `${productName}@${version}`;
  const components: Component[] = [
    ...packages,
    runtime(electron),
    ...insideVips(root, folders),
    ...listContents(root, target)
      .filter(isLibrary)
      .map((file) => fileComponent(root, file)),
    model(root),
  ];
  const known = new Set(components.map((component) => component['bom-ref']));
  return {
    $schema: npm['$schema'],
    bomFormat: npm.bomFormat,
    specVersion: npm.specVersion,
    version: 1,
    metadata: {
      component: {
        'bom-ref': self,
        type: 'application',
        name: productName,
        version,
        licenses: [{ license: { id: licence } }],
      },
    },
    components,
    dependencies: [
      { ref: self, dependsOn: [...known].sort() },
      ...npm.dependencies
        .filter(({ ref }) => known.has(ref))
        .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((name) => known.has(name)) })),
    ],
  };
}

function referenceOf(lockfile: Lockfile, folder: string): string {
  return `${nameOf(folder)}@${lockfile[folder]?.version ?? '?'}`;
}

/** Chromium, Node and V8 are parts of it; its version fixes theirs. */
function runtime(version: string): Component {
  return {
    'bom-ref': `electron@${version}`,
    type: 'framework',
    name: 'electron',
    version,
    purl: `pkg:npm/electron@${version}`,
    licenses: [{ license: { id: 'MIT' } }],
    description: 'With Chromium, Node.js and V8 of the versions of this release',
  };
}

/** What libvips was built with, as its package says. */
function insideVips(root: string, folders: readonly string[]): Component[] {
  const folder = folders.find((each) => /sharp-(?:libvips-|win32-)/u.test(each));
  if (folder === undefined) return [];
  const versions = z
    .record(z.string(), z.string())
    .parse(JSON.parse(readFileSync(join(root, folder, 'versions.json'), 'utf8')));
  return Object.entries(versions).map(([name, version]) => ({
    'bom-ref': `libvips/${name}@${version}`,
    type: 'library',
    name,
    version,
    purl: `pkg:generic/${name}@${version}`,
    description: `Inside ${nameOf(folder)}`,
  }));
}

function fileComponent(root: string, file: string): Component {
  return { 'bom-ref': `file:${file}`, type: 'file', name: file, hashes: [sha256(join(root, file))] };
}

function model(root: string): Component {
  const file = 'assets/pocket/model.safetensors';
  return {
    'bom-ref': `file:${file}`,
    type: 'machine-learning-model',
    name: 'pocket',
    description: 'The embedded model (assets/pocket/README.md)',
    licenses: [{ license: { id: licence } }],
    hashes: [sha256(join(root, file))],
  };
}

function sha256(path: string): { readonly alg: string; readonly content: string } {
  return { alg: 'SHA-256', content: createHash('sha256').update(readFileSync(path)).digest('hex') };
}
