/** Which packages are part of built scripts, the page's above all. They lie in no node_modules of a package, but their licences and names belong into it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { z } from 'zod';

/** Beside the built folders, not in them: it is of use while a package is made. */
const folder = 'dist/bundled-packages';
/** Builds that bundle packages. */
const builds = ['electron', 'renderer'] as const;

/** Writes down which packages modules came from. */
export function recordBundledPackages(root: string, build: (typeof builds)[number]): Plugin {
  return {
    name: 'record-bundled-packages',
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
      const names = new Set(modules.flatMap((id) => packageOf(id) ?? []));
      mkdirSync(join(root, folder), { recursive: true });
      writeFileSync(join(root, folder, `${build}.json`), `${JSON.stringify([...names].sort(), null, 1)}\n`);
    },
  };
}

/** 'node_modules/a/node_modules/@b/c' of a module of @b/c; undefined for our own. */
export function packageOf(id: string): string | undefined {
  const path = id.replaceAll('\\', '/').replace(/^\0/u, '');
  return /node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+(?=\/)/u.exec(path)?.[0];
}

/** Their folders. Throws where the application has not been built. */
export function bundledPackages(root: string): string[] {
  return builds.flatMap((build) => {
    const file = join(root, folder, `${build}.json`);
    return z.array(z.string()).parse(JSON.parse(readFileSync(file, 'utf8')));
  });
}
