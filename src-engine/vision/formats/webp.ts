/** What a WebP carries beside its pixels. Decodes nothing. */
import type { CarriedTags } from './orientation-tag.ts';

/** Never throws: what cannot be followed ends the search. */
export function webpTags(source: Uint8Array): CarriedTags {
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  const found = new Map<string, Uint8Array>();
  let at = 12;
  while (at + 8 <= bytes.length) {
    const name = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    if (!found.has(name)) found.set(name, bytes.subarray(at + 8, at + 8 + length));
    at += 8 + length + (length % 2);
  }
  return { exif: found.get('EXIF'), xmp: found.get('XMP ') };
}
