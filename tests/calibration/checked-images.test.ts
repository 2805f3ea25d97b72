import { appendFile, readdir, truncate, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkedPath, openCheckedImages } from '../../src-engine/calibration/checked-images.ts';
import { emptyFolder, rejection } from '../support/scratch.ts';

it('counts of images held back are there for a run that goes on, but for one that was half written', async () => {
  const out = join(await emptyFolder(), 'c.json');
  const first = await openCheckedImages(out, 'key', false);
  expect(first.get('a')).toBeUndefined();
  await first.put('a', [10, 20.5]);
  await first.put('b', [11, 21]);
  await first.close();
  await truncate(checkedPath(out), (await stat(checkedPath(out))).size - 4);

  const second = await openCheckedImages(out, 'key', true);
  expect([second.get('a'), second.get('b')]).toEqual([[10, 20.5], undefined]);
  await second.put('b', [11, 21]);
  await second.close();
  const third = await openCheckedImages(out, 'key', true);
  expect([third.get('a'), third.get('b')]).toEqual([
    [10, 20.5],
    [11, 21],
  ]);
  await third.remove();
  expect(await readdir(join(out, '..'))).toEqual([]);
});

it('counts of another run, or before one that begins anew, are none', async () => {
  const out = join(await emptyFolder(), 'c.json');
  const first = await openCheckedImages(out, 'key', false);
  await first.put('a', [10]);
  await first.close();
  await appendFile(checkedPath(out), '{"image":"b","counts":"many"}\nno JSON\n');
  for (const [key, resume] of [
    ['another key', true],
    ['key', false],
  ] as const) {
    const again = await openCheckedImages(out, key, resume);
    expect(again.get('a')).toBeUndefined();
    await again.put('a', [10]);
    await again.close();
  }
});

it('a place that cannot be written is refused in one sentence', async () => {
  const out = join(await emptyFolder(), 'not-there', 'c.json');
  expect((await rejection(openCheckedImages(out, 'key', false))).message).toMatch(
    /^'[^']+c\.json\.checked' [^\n]+\.$/u,
  );
});
