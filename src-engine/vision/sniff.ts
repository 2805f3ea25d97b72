/** Tells an image format by its first bytes. The file's extension is never looked at. */

export type ImageFormat = 'PNG' | 'JPEG' | 'WebP' | 'GIF' | 'TIFF' | 'AVIF' | 'BMP';

/** For error sentences: what can be opened. */
export const supportedFormats = 'PNG, JPEG, WebP, GIF, TIFF, AVIF and BMP';

export type Sniffed =
  | { readonly kind: 'supported'; readonly format: ImageFormat }
  | { readonly kind: 'known'; readonly format: string } // an image or document that we can name but not decode
  | { readonly kind: 'unknown' };

interface Signature {
  readonly at: number; // byte offset
  readonly text: string; // latin-1
  readonly result: Sniffed;
}

const supported = (format: ImageFormat): Sniffed => ({ kind: 'supported', format });
const known = (format: string): Sniffed => ({ kind: 'known', format });

const signatures: readonly Signature[] = [
  { at: 0, text: '\x89PNG\r\n\x1a\n', result: supported('PNG') },
  { at: 0, text: '\xff\xd8\xff', result: supported('JPEG') },
  { at: 0, text: 'GIF87a', result: supported('GIF') },
  { at: 0, text: 'GIF89a', result: supported('GIF') },
  { at: 8, text: 'WEBPVP8', result: supported('WebP') },
  { at: 0, text: 'II*\0', result: supported('TIFF') },
  { at: 0, text: 'MM\0*', result: supported('TIFF') },
  { at: 0, text: 'II+\0', result: supported('TIFF') },
  { at: 0, text: 'MM\0+', result: supported('TIFF') },
  { at: 0, text: 'BM', result: supported('BMP') },
  { at: 0, text: '\0\0\x01\0', result: known('Windows icon') },
  { at: 0, text: '\xff\x0a', result: known('JPEG XL image') },
  { at: 0, text: '\0\0\0\x0cJXL ', result: known('JPEG XL image') },
  { at: 0, text: '\0\0\0\x0cjP  ', result: known('JPEG 2000 image') },
  { at: 0, text: '\xff\x4f\xff\x51', result: known('JPEG 2000 image') },
  { at: 0, text: 'qoif', result: known('QOI image') },
  { at: 0, text: '8BPS', result: known('Photoshop document') },
  { at: 0, text: 'DDS ', result: known('DirectDraw surface (DDS)') },
  { at: 0, text: '\x76\x2f\x31\x01', result: known('picture in the OpenEXR format') },
  { at: 0, text: '#?RADIANCE', result: known('Radiance HDR image') },
  { at: 0, text: '%!PS', result: known('PostScript document') },
  { at: 0, text: '<!DOCTYPE html', result: known('web page, not the picture itself') },
  { at: 0, text: '<!doctype html', result: known('web page, not the picture itself') },
  { at: 0, text: '<html', result: known('web page, not the picture itself') },
  { at: 0, text: '%PDF', result: known('PDF document') },
  { at: 0, text: '<svg', result: known('SVG drawing') },
  { at: 0, text: '<?xml', result: known('XML or SVG file') },
  { at: 0, text: 'version https://git-lfs', result: known('Git LFS pointer, not the picture itself') },
];

/** Reads the first and the last few bytes. */
export function sniffFormat(bytes: Uint8Array): Sniffed {
  const head = latin1(bytes.subarray(0, 256));
  if (head.startsWith('ftyp', 4)) return mediaFile(head);
  const signed = signatures.find((s) => head.startsWith(s.text, s.at))?.result;
  if (signed !== undefined) return signed;
  if (/^P[1-7f][\s#]/iu.test(head)) return known('PPM, PGM or PBM image');
  return isTarga(bytes) ? known('TGA image') : { kind: 'unknown' };
}

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

const heicBrands = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs'];

/** A neutral brand in front (mif1, msf1, miaf) is explained by those that follow. */
function mediaFile(head: string): Sniffed {
  const box = Buffer.from(head.slice(0, 4), 'latin1').readUInt32BE(0);
  const listed = head.slice(8, Math.max(12, Math.min(box, head.length)));
  const brands = [listed.slice(0, 4), ...(listed.slice(8).match(/.{4}/gsu) ?? [])];
  const has = (...names: readonly string[]) => names.some((name) => brands.includes(name));
  if (has('avif', 'avis')) return supported('AVIF');
  if (has(...heicBrands)) return known('HEIC image');
  // What lies behind a neutral brand alone, the items say.
  return has('mif1', 'msf1') ? supported('AVIF') : known('video or unknown media file');
}

/** TGA has no signature in front: either its footer stands at the end, or its header makes sense. */
function isTarga(bytes: Uint8Array): boolean {
  if (bytes.length < 18) return false;
  if (latin1(bytes.subarray(-18)) === 'TRUEVISION-XFILE.\0') return true;
  const palette = bytes[1] === 1;
  const kinds = palette ? [1, 9] : [2, 3, 10, 11];
  const sized = (at: number) => (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) > 0;
  return (
    (palette || bytes[1] === 0) &&
    kinds.includes(bytes[2] ?? 0) &&
    sized(12) &&
    sized(14) &&
    [8, 16, 24, 32].includes(bytes[16] ?? 0)
  );
}
