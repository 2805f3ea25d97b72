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
    ['\0\0\0\x20ftypmif1\0\0\0\0mif1avifmiaf', 'AVIF'],
    ['BM6\0\0\0', 'BMP'],
  ])('recognises %j as %s', (head, format) => {
    expect(sniff(head)).toEqual({ kind: 'supported', format });
  });

  it.each([
    ['\0\0\0\x18ftypheic', 'HEIC image'],
    ['\0\0\0\x18ftypmif1\0\0\0\0mif1heic', 'HEIC image'],
    ['\0\0\0\x18ftypmp42\0\0\0\0isommp42', 'video or unknown media file'],
    ['P6\n61 47\n255\n', 'PPM, PGM or PBM image'],
    ['\0\0\x02\0\0\0\0\0\0\0\0\0\x3d\0\x2f\0\x18\0', 'TGA image'],
    ['something\0'.padEnd(40) + 'TRUEVISION-XFILE.\0', 'TGA image'],
    ['qoif\0\0\0=', 'QOI image'],
    ['\xff\x4f\xff\x51\0\x2f', 'JPEG 2000 image'],
    ['\0\0\0\x0cjP  \r\n', 'JPEG 2000 image'],
    ['8BPS\0\x01', 'Photoshop document'],
    ['<!DOCTYPE html><html>', 'web page, not the picture itself'],
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
