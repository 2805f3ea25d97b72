/** The other direction, written from the format alone: what a runtime makes of codes and scales. For tests only. */

/** @param codes uint8 [rows, blocks, 16 or 32] @param scales f32 [rows, blocks] @returns [rows, blocks * 32] */
export function dequantise(codes: Uint8Array, scales: Float32Array, bits: 4 | 8): Float32Array {
  const values = new Float32Array(scales.length * 32);
  for (let index = 0; index < values.length; index += 1) {
    const scale = scales[Math.floor(index / 32)]!;
    if (bits === 8) {
      values[index] = scale * (codes[index]! - 128);
    } else {
      const pair = codes[index >> 1]!;
      values[index] = scale * ((index % 2 === 0 ? pair & 15 : pair >> 4) - 8);
    }
  }
  return values;
}
