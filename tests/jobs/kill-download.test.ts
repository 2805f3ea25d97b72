/** A process that downloads is killed ten times, at random moments; what lies in the cache in the end is what the hub has. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { filesBelow } from '../hub/downloading.ts';
import { hubForTest, sendBytes, sha256 } from '../hub/fake-hub.ts';
import { bytesOf, neededFiles, shards, smallModel } from '../hub/small-model.ts';
import { emptyFolder } from '../support/scratch.ts';
import { bundled, killTenTimes, linesIn, tenKillsAndAnEnd } from './killed.ts';

it('a download whose process is killed ten times ends with the right bytes, and fetches few of them twice', async () => {
  const files: Readonly<Record<string, Buffer>> = {
    ...smallModel.files,
    [shards[0]]: bytesOf('first', 2_000_000),
  };
  const hub = await hubForTest({ 'org/model': { ...smallModel, files } });
  // 200 pieces a second whatever the machine, so that ten kills find work that is left.
  hub.misbehave = ({ server, path, range }, response) => {
    const bytes = Object.values(files).find((each) => path.endsWith(sha256(each)));
    if (server !== 'store' || bytes === undefined) return false;
    setTimeout(() => sendBytes(response, bytes, range), 15);
    return true;
  };
  const root = await emptyFolder();
  const [cache, log] = [join(root, 'cache'), join(root, 'log')];
  const program = await bundled('download-process.ts');
  expect(await killTenTimes({ program, args: [hub.endpoint, cache, log], log }, 12)).toEqual(
    tenKillsAndAnEnd,
  );

  const repository = join(cache, 'models--org--model');
  const here = await filesBelow(join(repository, 'snapshots', smallModel.commit));
  expect([...here.keys()]).toEqual([...neededFiles]);
  for (const [path, bytes] of here) expect(bytes.equals(files[path] ?? Buffer.of())).toBe(true);
  expect((await readdir(join(repository, 'blobs'))).filter((name) => name.includes('dymu'))).toEqual([]);
  expect(await readdir(join(cache, '.locks', 'models--org--model'))).toEqual([]);
  // A kill costs the pieces that were on their way, no more.
  const pieces = Object.entries(files)
    .filter(([path]) => neededFiles.some((needed) => needed === path))
    .reduce((sum, [, bytes]) => sum + Math.ceil(bytes.length / 4096), 0);
  expect(linesIn(log)).toBeLessThanOrEqual(pieces + neededFiles.length + 10 * 4);
});
