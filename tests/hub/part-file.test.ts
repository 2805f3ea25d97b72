import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openPart, recordOf } from '../../src-engine/hub/part-file.ts';
import { emptyFolder } from '../support/scratch.ts';
import { bytesOf } from './small-model.ts';

const bytes = bytesOf('part', 1000);
const piece = (from: number, to: number) => bytes.subarray(from, to);

describe('a file that comes in pieces', () => {
  it('is whole when every piece has come, in any order', async () => {
    const path = join(await emptyFolder(), 'part');
    const part = await openPart(path, 1000, 300);
    expect(part.missing()).toEqual([
      { from: 0, to: 300 },
      { from: 300, to: 600 },
      { from: 600, to: 900 },
      { from: 900, to: 1000 },
    ]);
    await part.write(900, piece(900, 1000));
    await part.write(300, piece(300, 450));
    await part.write(0, piece(0, 300));
    await part.write(450, piece(450, 900));
    expect(part.missing()).toEqual([]);
    expect(part.come()).toBe(1000);
    await part.close();
    expect(await readFile(path)).toEqual(bytes);
  });

  it('goes on with the pieces that were whole, and where the others were when it was closed', async () => {
    const path = join(await emptyFolder(), 'part');
    const first = await openPart(path, 1000, 300);
    await first.write(300, piece(300, 600));
    await first.write(600, piece(600, 700));
    await first.close();
    const second = await openPart(path, 1000, 300);
    expect(second.come()).toBe(400);
    expect(second.missing().map(({ from }) => from)).toEqual([0, 600, 900]);
    expect(second.reached({ from: 600, to: 900 })).toBe(700);
    await second.write(700, piece(700, 800));
    await second.close();
    const third = await openPart(path, 1000, 300);
    expect(third.come()).toBe(500);
    await third.write(0, piece(0, 300));
    await third.write(800, piece(800, 1000));
    await third.close();
    const fourth = await openPart(path, 1000, 300);
    expect(fourth.come()).toBe(1000);
    await fourth.close();
    expect(await readFile(path)).toEqual(bytes);
  });

  it('forgets pieces that were not whole when nobody closed it, as after a kill', async () => {
    const path = join(await emptyFolder(), 'part');
    const first = await openPart(path, 1000, 300);
    await first.write(300, piece(300, 600));
    await first.write(600, piece(600, 700));
    const second = await openPart(path, 1000, 300);
    expect(second.come()).toBe(300);
    await second.close();
    await first.close();
  });

  it('says what a kill would leave, and that is there: unfinished pieces are recorded with every megabyte', async () => {
    const path = join(await emptyFolder(), 'part');
    const megabyte = Buffer.alloc(1_048_576, 7);
    const first = await openPart(path, 9 * megabyte.length, 4 * megabyte.length);
    await first.write(0, megabyte.subarray(1));
    expect([first.come(), first.kept()]).toEqual([megabyte.length - 1, 0]);
    await first.write(megabyte.length - 1, megabyte);
    await first.write(4 * megabyte.length, megabyte);
    await expect.poll(first.kept).toBeGreaterThanOrEqual(2 * megabyte.length - 1);
    const said = first.kept();
    const second = await openPart(path, 9 * megabyte.length, 4 * megabyte.length);
    expect(second.come()).toBeGreaterThanOrEqual(said);
    expect(second.come()).toBe(second.kept());
    await second.close();
    await first.close();
  });

  it('believes no line of the record that was half written, and no record of another length', async () => {
    const path = join(await emptyFolder(), 'part');
    const first = await openPart(path, 1000, 300);
    await first.write(0, piece(0, 300));
    await first.close();
    await appendFile(recordOf(path), '1 9000\n2 \n-1 4\n7 2200\n2');
    const second = await openPart(path, 1000, 300);
    expect(second.missing().map(({ from }) => from)).toEqual([300, 600, 900]);
    expect(second.come()).toBe(300);
    await second.close();
    const third = await openPart(path, 1001, 300);
    expect(third.come()).toBe(0);
    await third.close();
  });

  it('takes bytes that it has already without counting them again', async () => {
    const path = join(await emptyFolder(), 'part');
    const part = await openPart(path, 1000, 300);
    await part.write(0, piece(0, 200));
    await part.write(0, piece(0, 1000));
    expect(part.come()).toBe(1000);
    await part.close();
    expect(await readFile(path)).toEqual(bytes);
  });
});
