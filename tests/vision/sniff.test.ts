import { describe, expect, it } from 'vitest';
import { sniffFormat } from '../../src-engine/vision/sniff.ts';

const sniff = (text: string) => sniffFormat(Buffer.from(text, 'latin1'));

describe('sniffFormat', () => {
  it.each([
    ['\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'PNG'],
    ['\xff\xd8\xff\xe0\0\x10JFIF', 'JPEG'],
    ['GIF89a\x01\0', 'GIF'],
    ['RIFF\x10\0\0\0WEBPVP8L', 'WebP'],
    ['II*\0\x08\0\0\0', 'TIFF'],
    ['MM\0*\0\0\0\x08', 'TIFF'],
    ['\0\0\0\x20ftypavif\0\0\0\0', 'AVIF'],
  ])('recognises %j as %s', (head, format) => {
    expect(sniff(head)).toEqual({ kind: 'supported', format });
  });

  it.each([
    ['BM6\0\0\0', 'BMP image'],
    ['\0\0\0\x18ftypheic', 'HEIC image'],
    ['<svg xmlns="http', 'SVG drawing'],
    ['%PDF-1.7', 'PDF document'],
    ['version https://git-lfs.github.com', 'Git LFS pointer, not the picture itself'],
  ])('names %j as a %s', (head, format) => {
    expect(sniff(head)).toEqual({ kind: 'known', format });
  });

  it('does not take other RIFF files for WebP', () => {
    expect(sniff('RIFF\x10\0\0\0WAVEfmt ')).toEqual({ kind: 'unknown' });
  });

  it('knows nothing about an empty buffer or a lone first byte', () => {
    expect(sniff('')).toEqual({ kind: 'unknown' });
    expect(sniff('\x89')).toEqual({ kind: 'unknown' });
  });
});
