/** Packs PNG pictures of an icon into the containers of Windows (.ico) and macOS (.icns). Draws and scales nothing. */

export interface IconPng {
  readonly side: number; // px, square
  readonly png: Uint8Array;
}

/** Windows icon with PNG entries (Windows Vista and newer); sides up to 256. */
export function packIco(icons: readonly IconPng[]): Buffer {
  const header = Buffer.alloc(6 + 16 * icons.length);
  header.writeUInt16LE(1, 2); // an icon, not a cursor
  header.writeUInt16LE(icons.length, 4);
  let offset = header.length;
  icons.forEach(({ side, png }, i) => {
    const at = 6 + 16 * i;
    header.writeUInt8(side % 256, at); // 0 stands for 256
    header.writeUInt8(side % 256, at + 1);
    header.writeUInt16LE(1, at + 4); // planes
    header.writeUInt16LE(32, at + 6); // bits per pixel
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([header, ...icons.map(({ png }) => png)]);
}

/** Entry types that hold PNG, by the side in real pixels; some sizes serve both as themselves and as a Retina half. */
const icnsTypes: Readonly<Record<number, readonly string[]>> = {
  32: ['ic11'], // 16 @2x
  64: ['ic12'], // 32 @2x
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'], // 512 @2x
};

/** macOS icon; sides without an entry type are left out. */
export function packIcns(icons: readonly IconPng[]): Buffer {
  const entry = (type: string, body: Uint8Array): Buffer => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32BE(8 + body.length, 4);
    return Buffer.concat([head, body]);
  };
  const entries = icons.flatMap(({ side, png }) => (icnsTypes[side] ?? []).map((type) => entry(type, png)));
  return entry('icns', Buffer.concat(entries));
}
