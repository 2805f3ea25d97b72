import { describe, expect, it } from 'vitest';
import { packageOf } from '../../packaging/bundled-packages.ts';
import { readLockfile } from '../../packaging/contents/lockfile.ts';
import { runtimePackages } from '../../packaging/contents/packages.ts';
import { licenceOf, licencesText } from '../../packaging/licences/npm.ts';
import { root } from './root.ts';

describe('licenceOf', () => {
  const folders = runtimePackages(readLockfile(root), { platform: 'linux', arch: 'x64' });
  const here = process.platform === 'linux' && process.arch === 'x64';

  it.skipIf(!here)('finds a text for every package that is carried', () => {
    const licences = folders.map((folder) => licenceOf(root, folder));
    for (const { name, texts } of licences) expect(texts.join('').length, name).toBeGreaterThan(300);
    const vips = licences.find(({ name }) => name.startsWith('@img/sharp-libvips'));
    expect(vips?.licence).toBe('LGPL-3.0-or-later');
    expect(vips?.texts[0]).toContain('GNU LESSER GENERAL PUBLIC LICENSE');
    const runtime = licences.find(({ name }) => name === 'onnxruntime-node');
    expect(runtime?.texts[0]).toContain('Copyright (c) Microsoft Corporation');
  });

  it('names a package that brings none', () => {
    expect(() => licenceOf(`${import.meta.dirname}/licences`, 'silent')).toThrow(
      'silent brings no text of its licence (MIT); say in packaging/licences/npm.ts where it stands.',
    );
  });
});

describe('licencesText', () => {
  it('writes a text that several packages share once, under all their names', () => {
    const text = licencesText([
      { name: 'a', version: '1.0.0', licence: 'MIT', texts: ['Words of a.'] },
      { name: 'b', version: '2.0.0', licence: 'ISC', texts: ['Words of b.'] },
      { name: 'c', version: '3.0.0', licence: 'MIT', texts: ['Words of a.'] },
    ]);
    expect(text.match(/Words of a\./gu)).toHaveLength(1);
    expect(text).toContain('a 1.0.0 (MIT)\nc 3.0.0 (MIT)\n');
    expect(text).toContain('b 2.0.0 (ISC)\n');
  });
});

describe('packageOf', () => {
  it.each([
    ['/home/me/node_modules/react/index.js', 'node_modules/react'],
    ['/home/me/node_modules/@react-aria/x/dist/a.mjs', 'node_modules/@react-aria/x'],
    ['/x/node_modules/a/node_modules/@b/c/d.js', 'node_modules/a/node_modules/@b/c'],
    ['/home/me/renderer/main.tsx', undefined],
  ])('of %s is %s', (id, folder) => {
    expect(packageOf(id)).toBe(folder);
  });
});
