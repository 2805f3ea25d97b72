import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundledAssets } from '../../src-engine/bundled/assets.ts';
import { formatRecording } from '../../src-engine/bundled/first-start-file.ts';
import { contentsOf, readFirstStart } from '../../src-engine/bundled/first-start.ts';
import { decodeImage } from '../../src-engine/vision/decode.ts';
import { rgbOf } from '../../src-engine/vision/picture.ts';
import { sampleRecording } from '../support/recording.ts';

const { picture, question } = sampleRecording;
let assets: string;

const write = (file: string, content: string) => writeFile(join(assets, file), content);
const shelfWith = (file: string, first: string) =>
  JSON.stringify({ version: 1, pictures: [{ kind: 'scene', file, title: 'Anchor', questions: [first] }] });

beforeEach(async () => {
  assets = await mkdtemp(join(tmpdir(), 'dymu-first-start-'));
  for (const folder of ['pocket', 'calibrations', 'samples']) await mkdir(join(assets, folder));
  await write('pocket/config.json', '{}');
  await write('pocket/README.md', 'The card.');
  await write('calibrations/pocket.json', 'curve');
  await write(picture, 'pixels');
  await write('shelf.json', shelfWith(picture, question));
  const contents = await contentsOf(assets, sampleRecording);
  await write('first-start.json', formatRecording({ ...sampleRecording, contents }));
});
afterEach(() => rm(assets, { recursive: true }));

describe('readFirstStart', () => {
  it('hands over the recording with the bytes of its picture', async () => {
    const first = await readFirstStart(assets);
    expect(first.recording.answers).toEqual(sampleRecording.answers);
    expect(Buffer.from(first.picture).toString()).toBe('pixels');
  });

  it('knows a file by the SHA-256 of its bytes', async () => {
    const { recording } = await readFirstStart(assets);
    const hash = createHash('sha256').update('curve').digest('hex');
    expect(recording.contents['calibrations/pocket.json']).toBe(hash);
  });

  it.each([
    ['a weight', 'pocket/config.json', '{ }'],
    ['the calibration', 'calibrations/pocket.json', 'other curve'],
    ['the picture', picture, 'other pixels'],
    ['one file more of the model', 'pocket/extra.json', '{}'],
  ])('refuses a recording that is stale for %s', async (_, file, content) => {
    await write(file, content);
    await expect(readFirstStart(assets)).rejects.toThrow(
      `'first-start.json' was recorded with another '${file}'; record it again with: npm run record:first-start.`,
    );
  });

  it('lets the words of the model’s card change', async () => {
    await write('pocket/README.md', 'A better card.');
    await expect(readFirstStart(assets)).resolves.toBeDefined();
  });

  it('refuses a recording of another first picture or question', async () => {
    await write('shelf.json', shelfWith('samples/balloon.png', question));
    await expect(readFirstStart(assets)).rejects.toThrow('another first picture of the shelf');
    await write('shelf.json', shelfWith(picture, 'What else?'));
    await expect(readFirstStart(assets)).rejects.toThrow('another first question of the shelf');
  });

  it('refuses when the recording or one of its files is not there', async () => {
    await rm(join(assets, picture));
    await expect(readFirstStart(assets)).rejects.toThrow('with a file that is not there');
    await rm(join(assets, 'first-start.json'));
    await expect(readFirstStart(assets)).rejects.toThrow("'first-start.json' is missing");
  });
});

describe('the recording that ships', () => {
  const bundled = bundledAssets();

  it('belongs to the embedded model, its calibration and the first picture of the shelf as they are', async () => {
    await expect(readFirstStart(bundled)).resolves.toBeDefined();
  });

  it('is small', async () => {
    expect((await stat(join(bundled, 'first-start.json'))).size).toBeLessThan(100_000);
  });

  it('has a picture that needs no preparing: its own pixels are those that the model is given', async () => {
    const path = join(bundled, (await readFirstStart(bundled)).recording.picture);
    const seen = await decodeImage({ kind: 'file', path });
    const stored = await sharp(await readFile(path))
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { hasProfile, orientation = 1 } = await sharp(path).metadata();
    expect({ hasProfile, orientation }).toEqual({ hasProfile: false, orientation: 1 });
    expect([stored.info.width, stored.info.height, stored.info.channels]).toEqual([
      seen.width,
      seen.height,
      3,
    ]);
    expect(Buffer.compare(stored.data, rgbOf(seen))).toBe(0);
  });
});
