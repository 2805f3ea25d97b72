import { expect, it } from 'vitest';
import { leftOpen, parseManifest } from '../../../tools/supply/lock-complete.ts';
import { parseLock } from '../../../tools/supply/lockfile.ts';
import { locked } from './lock.ts';

const wanting = (dependencies: Record<string, string>) =>
  parseManifest(JSON.stringify({ name: 'x', dependencies }));

it('A package without the hash of its archive is named', () => {
  expect(leftOpen([locked({ name: 'a', integrity: '' })], wanting({}))).toEqual([
    'node_modules/a has no SHA-512 of its archive in package-lock.json.',
  ]);
  expect(
    leftOpen([locked({ name: 'a', integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' })], wanting({})),
  ).toHaveLength(1);
});

it('A package from a repository or a folder is named even where it has a hash', () => {
  const fromGit = locked({ name: 'a', resolved: 'git+ssh://git@example.org/a.git#abc' });
  expect(leftOpen([fromGit], wanting({}))[0]).toMatch(/is no archive of a registry/);
  expect(leftOpen([locked({ name: 'a', linked: true })], wanting({}))[0]).toMatch(/link to a folder/);
});

it('A range in package.json is named, and a version that the lock file does not have', () => {
  const lock = [locked({ name: 'a', version: '1.2.3' })];
  expect(leftOpen(lock, wanting({ a: '1.2.3' }))).toEqual([]);
  expect(leftOpen(lock, wanting({ a: '^1.2.3' }))[0]).toMatch(/not for one version/);
  expect(leftOpen(lock, wanting({ a: '1.2.4' }))).toEqual([
    'package.json asks for a 1.2.4, package-lock.json has a 1.2.3.',
  ]);
  expect(leftOpen(lock, wanting({ b: '1.0.0' }))).toEqual([
    'package.json asks for b 1.0.0, package-lock.json has none.',
  ]);
});

it('A package under another name than its own is pinned by both: the name of its own and the version', () => {
  const lock = [locked({ folder: 'node_modules/new-a', name: 'a', version: '2.0.0' })];
  expect(leftOpen(lock, wanting({ 'new-a': 'npm:a@2.0.0' }))).toEqual([]);
  expect(leftOpen(lock, wanting({ 'new-a': 'npm:a@^2.0.0' }))[0]).toMatch(/not for one version/);
  expect(leftOpen(lock, wanting({ 'new-a': 'npm:b@2.0.0' }))).toEqual([
    'package.json asks for new-a npm:b@2.0.0, package-lock.json has a 2.0.0.',
  ]);
  expect(leftOpen(lock, wanting({ 'new-a': '2.0.0' }))).toHaveLength(1);
});

it('A lock file of an earlier format is refused, for it has no hash for every package', () => {
  expect(() => parseLock('{"lockfileVersion":1,"packages":{}}')).toThrow('is of version 1, not 3');
});

it('The name of a package that stands under another is its own', () => {
  const text = '{"lockfileVersion":3,"packages":{"node_modules/new-a":{"name":"a","version":"2.0.0"}}}';
  expect(parseLock(text)).toMatchObject([{ folder: 'node_modules/new-a', name: 'a' }]);
});

it('The name of a nested package is the last one of its folder', () => {
  const text =
    '{"lockfileVersion":3,"packages":{"":{},"node_modules/a/node_modules/@b/c":{"version":"1.0.0","dev":true}}}';
  expect(parseLock(text)).toMatchObject([{ name: '@b/c', development: true, integrity: '', licence: '' }]);
});
