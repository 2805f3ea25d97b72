/** Tells an image format by its first bytes. The file's extension is never looked at. */

export type ImageFormat = 'PNG' | 'JPEG' | 'WebP' | 'GIF' | 'TIFF' | 'AVIF';

/** For error sentences: what can be opened. */
export const supportedFormats = 'PNG, JPEG, WebP, GIF, TIFF and AVIF';

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
  { at: 4, text: 'ftypavif', result: supported('AVIF') },
  { at: 4, text: 'ftypavis', result: supported('AVIF') },
  { at: 4, text: 'ftypheic', result: known('HEIC image') },
  { at: 4, text: 'ftypheix', result: known('HEIC image') },
  { at: 4, text: 'ftypmif1', result: supported('AVIF') }, // a neutral brand; the decoder refuses HEIC behind it
  { at: 4, text: 'ftyp', result: known('video or unknown media file') },
  { at: 0, text: 'BM', result: known('BMP image') },
  { at: 0, text: '\0\0\x01\0', result: known('Windows icon') },
  { at: 0, text: '\xff\x0a', result: known('JPEG XL image') },
  { at: 0, text: '\0\0\0\x0cJXL ', result: known('JPEG XL image') },
  { at: 0, text: '\0\0\0\x0cjP  ', result: known('JPEG 2000 image') },
  { at: 0, text: '%PDF', result: known('PDF document') },
  { at: 0, text: '<svg', result: known('SVG drawing') },
  { at: 0, text: '<?xml', result: known('XML or SVG file') },
  { at: 0, text: 'version https://git-lfs', result: known('Git LFS pointer, not the picture itself') },
];

/** Reads at most the first 32 bytes. */
export function sniffFormat(bytes: Uint8Array): Sniffed {
  const head = Buffer.from(bytes.subarray(0, 32)).toString('latin1');
  return signatures.find((s) => head.startsWith(s.text, s.at))?.result ?? { kind: 'unknown' };
}
