import { expect, it } from 'vitest';
import { parseManifest } from '../../../tools/supply/lock-complete.ts';
import { importedPackages, packageUse } from '../../../tools/supply/package-use.ts';

it('Imports of every form name their package; relative paths and modules of Node do not', () => {
  const source = `
    import a from 'a';
    import type { B } from '@scope/b/deep/file.js';
    import 'side-effect/style.css';
    export { c } from "c";
    const d = await import('d');
    const e = require('e');
    const f = require.resolve('f/package.json');
    import { join } from 'node:path';
    import fs from 'fs';
    import x from './x.ts';
    import y from '../y.ts';
  `;
  expect([...importedPackages(source)].sort()).toEqual(['@scope/b', 'a', 'c', 'd', 'e', 'f', 'side-effect']);
});

it('A package that nothing imports is unused; types go with what they describe, tools with the command that starts them', () => {
  const manifest = parseManifest(
    JSON.stringify({
      name: 'x',
      dependencies: { used: '1.0.0', idle: '1.0.0' },
      devDependencies: {
        '@types/used': '1.0.0',
        '@types/idle': '1.0.0',
        '@types/node': '1.0.0',
        tool: '1.0.0',
      },
    }),
  );
  expect(packageUse(manifest, ["import 'used'; import 'stray'; import 'x/engine';"], ['tool --all'])).toEqual(
    {
      unused: ['idle', '@types/idle'],
      undeclared: ['stray'],
    },
  );
});
