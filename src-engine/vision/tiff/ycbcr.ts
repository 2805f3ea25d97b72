/** YCbCr of 8 bits to RGB, as Pillow and as libtiff compute it: they differ by one level in half of all values. */

const clamp = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);

/** Rows of a table over 0..255, rounded as C does it: towards zero after half is added. */
const table = (slope: number): Int32Array =>
  Int32Array.from({ length: 256 }, (_, i) => Math.trunc(slope * (i - 128) * 64 + 0.5));

const [redCr, greenCb, greenCr, blueCb] = [table(1.402), table(-0.34414), table(-0.71414), table(1.772)];

/** Pillow's `convert`, in tables with six fractional bits: what it does with an uncompressed file. [pixels, 3] -> [pixels, 3] */
export function ycbcrByPillow(samples: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(samples.length);
  for (let i = 0; i < samples.length; i += 3) {
    const [y, cb, cr] = [samples[i] ?? 0, samples[i + 1] ?? 0, samples[i + 2] ?? 0];
    rgb[i] = clamp(y + ((redCr[cr] ?? 0) >> 6));
    rgb[i + 1] = clamp(y + (((greenCb[cb] ?? 0) + (greenCr[cr] ?? 0)) >> 6));
    rgb[i + 2] = clamp(y + ((blueCb[cb] ?? 0) >> 6));
  }
  return rgb;
}

const fixed = (value: number): number => Math.trunc(value * 65536 + 0.5);
const [lumaRed, lumaGreen, lumaBlue] = [Math.fround(0.299), Math.fround(0.587), Math.fround(0.114)];
const red = fixed(2 - 2 * lumaRed);
const greenOfRed = -fixed((lumaRed * (2 - 2 * lumaRed)) / lumaGreen);
const blue = fixed(2 - 2 * lumaBlue);
const greenOfBlue = -fixed((lumaBlue * (2 - 2 * lumaBlue)) / lumaGreen);

/** libtiff's `TIFFYCbCrtoRGB` with the usual coefficients, which Pillow calls for a compressed file. [pixels, 3] -> [pixels, 3] */
export function ycbcrByLibtiff(samples: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(samples.length);
  for (let i = 0; i < samples.length; i += 3) {
    const y = samples[i] ?? 0;
    const [cb, cr] = [(samples[i + 1] ?? 0) - 128, (samples[i + 2] ?? 0) - 128];
    rgb[i] = clamp(y + ((red * cr + 32768) >> 16));
    rgb[i + 1] = clamp(y + ((greenOfRed * cr + greenOfBlue * cb + 32768) >> 16));
    rgb[i + 2] = clamp(y + ((blue * cb + 32768) >> 16));
  }
  return rgb;
}
