/** The orientation tag in EXIF and XMP data, looked for where and in the order in which Pillow looks. Reads no picture file. */
import type { Orientation } from '../../engine.ts';

/** What a file carries beside its pixels. */
export interface CarriedTags {
  readonly exif?: Uint8Array | undefined; // with or without "Exif\0\0" in front
  readonly xmp?: Uint8Array | undefined;
}

const orientationTag = 0x112;
/** Bytes of one value by TIFF type: SHORT, LONG, SSHORT, SLONG. Others hold no orientation. */
const valueBytes: Readonly<Record<number, 2 | 4>> = { 3: 2, 4: 4, 8: 2, 9: 4 };

/** EXIF says it, else XMP; a code that is none counts as none. Never throws: what cannot be followed says nothing. */
export function orientationOf({ exif, xmp }: CarriedTags): Orientation {
  const code = (exif === undefined ? undefined : exifOrientation(exif)) ?? xmpOrientation(xmp);
  return ([2, 3, 4, 5, 6, 7, 8] as const).find((known) => known === code) ?? 1;
}

/** The number in the tag, whatever it is; absent without one. */
export function exifOrientation(exif: Uint8Array): number | undefined {
  let data = Buffer.from(exif.buffer, exif.byteOffset, exif.byteLength);
  while (data.toString('latin1', 0, 6) === 'Exif\0\0') data = data.subarray(6);
  const mark = data.toString('latin1', 0, 4);
  if (mark !== 'II*\0' && mark !== 'MM\0*') return undefined;
  const little = mark === 'II*\0';
  const short = (at: number) =>
    at + 2 > data.length ? 0 : little ? data.readUInt16LE(at) : data.readUInt16BE(at);
  const long = (at: number) =>
    at + 4 > data.length ? 0 : little ? data.readUInt32LE(at) : data.readUInt32BE(at);
  const directory = long(4);
  const entries = short(directory);
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + entry * 12;
    if (at + 12 > data.length) return undefined;
    if (short(at) !== orientationTag) continue;
    const bytes = valueBytes[short(at + 2)];
    if (bytes === undefined || long(at + 4) !== 1) return undefined;
    return bytes === 2 ? short(at + 8) : long(at + 8);
  }
  return undefined;
}

function xmpOrientation(xmp: Uint8Array | undefined): number | undefined {
  if (xmp === undefined) return undefined;
  const text = Buffer.from(xmp.buffer, xmp.byteOffset, xmp.byteLength).toString('latin1');
  const found = /tiff:Orientation(?:="|>)([0-9])/u.exec(text);
  return found === null ? undefined : Number(found[1]);
}
