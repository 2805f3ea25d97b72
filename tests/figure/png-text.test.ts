import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { addPngText } from '../../src-engine/figure/png-text.ts';
import { chunksOf } from './png-chunks.ts';

const tiny = () =>
  sharp({ create: { width: 3, height: 2, channels: 3, background: 'red' } })
    .png()
    .toBuffer();

describe('addPngText', () => {
  it('adds UTF-8 text after the header and leaves the rest alone', async () => {
    const png = await tiny();
    const before = chunksOf(png);
    const after = chunksOf(addPngText(png, { Title: 'tokens · é 漢', Software: 'x' }));
    expect(after.map(({ type }) => type)).toEqual([
      'IHDR',
      'iTXt',
      'iTXt',
      ...before.slice(1).map(({ type }) => type),
    ]);
    expect(Buffer.from(after[1]!.data).toString('utf8')).toBe('Title\0\0\0\0\0tokens · é 漢');
    expect(after.slice(3)).toEqual(before.slice(1));
  });

  it('writes checksums that hold', async () => {
    for (const { type, data, check } of chunksOf(addPngText(await tiny(), { Comment: 'a' }))) {
      expect(crc32(Buffer.concat([Buffer.from(type), data]))).toBe(check);
    }
  });

  it('keeps the picture readable', async () => {
    const png = addPngText(await tiny(), { 'dymu-parameters': '{"a":1}' });
    const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([3, 2]);
    expect([...data.subarray(0, 3)]).toEqual([255, 0, 0]);
  });

  it('refuses other bytes and malformed keywords', async () => {
    expect(() => addPngText(Buffer.from('GIF89a and so on, long enough to be a header'), {})).toThrow(
      RangeError,
    );
    expect(() => addPngText(new Uint8Array(5), {})).toThrow('These bytes are not a PNG file.');
    const png = await tiny();
    for (const keyword of ['', ' x', 'x ', 'a\0b', 'k'.repeat(80)]) {
      expect(() => addPngText(png, { [keyword]: 'text' })).toThrow('is not a PNG keyword');
    }
    expect(() => addPngText(png, { ['k'.repeat(79)]: 'text' })).not.toThrow();
  });
});
