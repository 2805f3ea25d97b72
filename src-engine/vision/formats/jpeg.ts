/** What a JPEG carries beside its pixels. Decodes nothing. */
import type { CarriedTags } from './orientation-tag.ts';

const startOfScan = 0xda;
const application1 = 0xe1;
const standAlone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd9);
const xmpHead = 'http://ns.adobe.com/xap/1.0/\0';

/** Never throws: what cannot be followed ends the search. */
export function jpegTags(source: Uint8Array): CarriedTags {
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  let exif: Uint8Array | undefined;
  let xmp: Uint8Array | undefined;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return { exif, xmp };
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1; // padding
      continue;
    }
    if (standAlone(marker)) {
      at += 2;
      continue;
    }
    if (marker === startOfScan) break;
    const data = bytes.subarray(at + 4, at + 2 + bytes.readUInt16BE(at + 2));
    if (marker === application1) {
      if (exif === undefined && data.toString('latin1', 0, 6) === 'Exif\0\0') exif = data;
      if (data.toString('latin1', 0, xmpHead.length) === xmpHead) xmp = data.subarray(xmpHead.length);
    }
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return { exif, xmp };
}
