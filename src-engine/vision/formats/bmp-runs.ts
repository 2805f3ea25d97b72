/** The run lengths of BMP (RLE8 and RLE4), unpacked as Pillow unpacks them. */

/** Indices [height, width] in the order of the file, lowest row first; what the data leaves out is 0. */
export function unpackRuns(
  file: Buffer,
  start: number,
  width: number,
  height: number,
  four: boolean,
): Uint8Array {
  const out = new Uint8Array(width * height);
  let [at, filled, x] = [start, 0, 0];
  const put = (value: number): void => {
    if (filled < out.length) out[filled] = value;
    filled += 1;
  };
  while (filled < out.length && at + 1 < file.length) {
    const count = file[at] ?? 0;
    const value = file[at + 1] ?? 0;
    at += 2;
    if (count > 0) {
      const fits = Math.min(count, Math.max(0, width - x));
      for (let i = 0; i < fits; i++) put(four ? (i % 2 === 0 ? value >> 4 : value & 15) : value);
      x += fits;
    } else if (value === 0) {
      filled = Math.ceil(filled / width) * width;
      x = 0;
    } else if (value === 1) {
      break;
    } else if (value === 2) {
      filled = Math.min(out.length, filled + (file[at] ?? 0) + (file[at + 1] ?? 0) * width);
      at += 2;
      x = filled % width;
    } else {
      const literal = Math.min(out.length - filled, value);
      for (let i = 0; i < literal; i++) {
        const byte = file[at + (four ? i >> 1 : i)] ?? 0;
        put(four ? (i % 2 === 0 ? byte >> 4 : byte & 15) : byte);
      }
      at += four ? (literal + 1) >> 1 : literal;
      x += value;
      at += at % 2; // to the next even place in the file
    }
  }
  return out;
}
