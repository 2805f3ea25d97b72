/** The native libraries of a package: listed in its archive, and none is loaded that was changed (electron/native-libraries.ts). */
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { extractFile } from '@electron/asar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listContents } from '../../../packaging/contents/contents.ts';
import { isLibrary, nativeList } from '../../../packaging/contents/native-list.ts';
import { targetOf } from '../../../packaging/target.ts';
import { root } from '../support/launch.ts';
import { folder, launcher, resources } from './packaged.ts';

const run = promisify(execFile);
const picture = join(root, 'assets/samples/scene01.webp');
const encode = ['encode', '--image', picture, '--device', 'cpu', '--json', '--quiet'];

const listed = (): string[] =>
  Object.keys(
    z
      .record(z.string(), z.string())
      .parse(JSON.parse(extractFile(join(resources, 'app.asar'), nativeList).toString())),
  );

it('are all listed', () => {
  const carried = listContents(root, targetOf(process.platform, process.arch)).filter(isLibrary);
  expect(listed().sort()).toEqual(carried);
  expect(carried.length).toBeGreaterThanOrEqual(5);
});

describe.skipIf(process.platform !== 'linux')('of a copy of the package', () => {
  let copy = '';

  beforeAll(async () => {
    copy = await mkdtemp(join(root, 'out/changed-'));
    await run('cp', ['-al', `${folder}/.`, copy]); // links: only what is written anew takes room
  });

  afterAll(() => rm(copy, { recursive: true, force: true }));

  it.each([
    ['libvips', ['ask', '--help']],
    ['libonnxruntime', encode],
  ])('a changed one is refused in one sentence before it is loaded: %s', async (name, words) => {
    const library = listed().find((file) => basename(file).startsWith(name)) ?? '';
    const place = join(copy, 'resources/app.asar.unpacked', library);
    const whole = join(folder, 'resources/app.asar.unpacked', library);
    const bytes = await readFile(whole);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await rm(place); // else the package itself would change
    await writeFile(place, bytes);
    const { code, stderr } = await failed(run(join(copy, basename(launcher)), words, { cwd: copy }));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^[^\n]* is not the library that this version was made with[^\n]*\.\n$/);
    expect(stderr).toContain(library);
    await copyFile(whole, place);
  });

  it('are loaded when they are whole again', async () => {
    const { stdout } = await run(join(copy, basename(launcher)), encode, { cwd: copy, maxBuffer: 1e8 });
    expect(JSON.parse(stdout)).toHaveProperty('fullTokens', 256);
  });
});

/** How a command ended that must not end well. */
async function failed(
  command: Promise<unknown>,
): Promise<{ readonly code: unknown; readonly stderr: string }> {
  const error: unknown = await command.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return z.object({ code: z.number(), stderr: z.string() }).parse(error);
}
