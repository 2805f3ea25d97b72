/** Which packages are part of the page's script. They lie in no node_modules of a package, but their licences and names belong into it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';
import { z } from 'zod';

/** Beside the built folders, not in them: it is of use while a package is made. */
const file = 'dist/bundled-packages.json';

/** Writes down which packages modules came from. */
export function recordBundledPackages(root: string): Plugin {
  return {
    name: 'record-bundled-packages',
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
      const names = new Set(modules.flatMap((id) => packageOf(id) ?? []));
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), `${JSON.stringify([...names].sort(), null, 1)}\n`);
    },
  };
}

/** 'node_modules/a/node_modules/@b/c' of a module of @b/c; undefined for our own. */
export function packageOf(id: string): string | undefined {
  const path = id.replaceAll('\\', '/').replace(/^\0/u, '');
  return /node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+(?=\/)/u.exec(path)?.[0];
}

/** Their folders. Throws where the page has not been built. */
export function bundledPackages(root: string): string[] {
  return z.array(z.string()).parse(JSON.parse(readFileSync(join(root, file), 'utf8')));
}
