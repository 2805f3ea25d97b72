/** The npm package as somebody else gets it: packed, installed with install scripts disabled, and run from a folder of their own. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { root } from './support/launch.ts';

const run = promisify(execFile);
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

const packReport = z.tuple([
  z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) }),
]);
const lockEntry = z.looseObject({ version: z.string().optional(), dev: z.boolean().optional() });
const lockfile = z.object({ packages: z.record(z.string(), lockEntry) });

/**
 * Our lockfile without what is for developers only, below the package. With the addresses of the archives npm takes them from its
 * cache, which the installation of this checkout has filled: nothing is asked of a registry.
 */
async function lockBelow(archive: string): Promise<Record<string, unknown>> {
  const { packages } = lockfile.parse(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')));
  const kept = Object.entries(packages)
    .filter(([path, entry]) => path !== '' && entry.dev !== true)
    .map(([path, entry]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      const file = `${basename(name)}-${entry.version}.tgz`;
      return [path, { ...entry, resolved: `https://registry.npmjs.org/${name}/-/${file}` }];
    });
  const { dependencies, bin, version } = packages[''] ?? {};
  return {
    name: 'user',
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name: 'user', dependencies: { 'dymu-explorer': `file:${archive}` } },
      'node_modules/dymu-explorer': { version, resolved: `file:${archive}`, dependencies, bin },
      ...(Object.fromEntries(kept) as Record<string, unknown>),
    },
  };
}

describe('the npm package', () => {
  let folder: string;
  let packed: readonly string[];
  const dymu = (...argv: string[]) =>
    run(join(folder, 'user', 'node_modules', '.bin', 'dymu'), argv, {
      cwd: join(folder, 'elsewhere'),
      shell: process.platform === 'win32',
    });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dymu-npm-'));
    await mkdir(join(folder, 'elsewhere'));
    await mkdir(join(folder, 'user'));
    const report = await run(process.execPath, ['--import', 'tsx', 'tools/pack-npm.ts', folder], {
      cwd: root,
      maxBuffer: 1e8,
    });
    const [{ filename, files }] = packReport.parse(JSON.parse(report.stdout));
    packed = files.map(({ path }) => path);
    const user = join(folder, 'user');
    const lock = await lockBelow(join('..', filename));
    const dependencies = { 'dymu-explorer': `file:${join('..', filename)}` };
    await writeFile(
      join(user, 'package.json'),
      JSON.stringify({ name: 'user', private: true, dependencies }),
    );
    await writeFile(join(user, 'package-lock.json'), JSON.stringify(lock));
    await run(npm, ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'], { cwd: user });
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('holds the engine, the embedded model, the page of `dymu serve` and what belongs to them, and nothing of the application or the tests', () => {
    for (const path of [
      'dist/engine/cli.js',
      'dist/engine/index.js',
      'dist/engine/index.d.ts',
      'dist/renderer/index.html',
      'dist/renderer/licences.txt',
      'assets/pocket/model.safetensors',
      'assets/calibrations/pocket.json',
      'assets/NOTICE.md',
      'README.md',
      'LICENSE',
    ]) {
      expect(packed).toContain(path);
    }
    const tops = new Set(
      packed.map((path) =>
        path
          .split('/')
          .slice(0, path.startsWith('dist/') ? 2 : 1)
          .join('/'),
      ),
    );
    expect([...tops].sort()).toEqual(
      [
        'CHANGELOG.md',
        'LICENSE',
        'README.md',
        'assets',
        'dist/engine',
        'dist/renderer',
        'docs',
        'package.json',
      ].sort(),
    );
  });

  it('answers from any folder, with the embedded model and its calibration', async () => {
    await cp(join(root, 'assets/samples/scene01.webp'), join(folder, 'elsewhere', 'picture.webp'));
    const asked = ['ask', '--image', 'picture.webp', '--prompt', 'What do you see?', '--budget', '34%'];
    const { stdout } = await dymu(...asked, '--device', 'cpu', '--json', '--quiet');
    const answer: unknown = JSON.parse(stdout);
    expect(answer).toHaveProperty('visualTokens', expect.any(Number));
    expect(answer).toHaveProperty('text', expect.stringMatching(/\w/));
  });

  it('serves the window', async () => {
    const dymu = join(folder, 'user', 'node_modules', '.bin', 'dymu');
    const child = spawn(dymu, ['serve', '--port', '0', '--json'], {
      env: { ...process.env, DYMU_DATA: join(folder, 'data') },
      stdio: ['ignore', 'pipe', 'inherit'],
      shell: process.platform === 'win32',
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const { address } = z.object({ address: z.url() }).parse(JSON.parse(line.toString()));
    const answer = await fetch(new URL('/', address));
    child.kill('SIGINT');
    expect(await answer.text()).toContain('<title>DyMU Explorer</title>');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('is the library too', async () => {
    const program = `
      import { createEngine } from 'dymu-explorer/engine';
      const engine = await createEngine({ device: 'cpu' });
      console.log((await engine.devices()).chosen);
      await engine.close();`;
    const file = join(folder, 'user', 'program.mjs');
    await writeFile(file, program);
    const { stdout } = await run(process.execPath, [file], { cwd: join(folder, 'elsewhere') });
    expect(stdout.trim()).toBe('cpu');
  });
});
