/** Turns decoded samples that are not 8-bit RGB into 8-bit RGB, with the formulas of Pillow's `convert('RGB')`. No files. */

/** Rounded a*b/255 in integers. */
function timesOver255(a: number, b: number): number {
  const t = a * b + 128;
  return ((t >> 8) + t) >> 8;
}

/** Ink coverage [pixels, 4], 0 = no ink -> [pixels, 3]. No colour profile: black takes its share from each channel. */
export function cmykToRgb(cmyk: Uint8Array): Uint8Array {
  const pixels = cmyk.length / 4;
  const rgb = new Uint8Array(pixels * 3);
  for (let i = 0; i < pixels; i++) {
    const light = 255 - (cmyk[i * 4 + 3] ?? 0);
    for (let c = 0; c < 3; c++)
      rgb[i * 3 + c] = Math.max(0, light - timesOver255(cmyk[i * 4 + c] ?? 0, light));
  }
  return rgb;
}

/**
 * 16-bit grey [pixels, channels], first channel grey -> [pixels, 3]. Values over 255 become white instead of being scaled:
 * that is what Pillow (11 and 12) makes of mode `I;16`, and with it every processor built on Pillow.
 */
export function clippedGreyToRgb(grey: Uint16Array, channels: number): Uint8Array {
  const pixels = grey.length / channels;
  const rgb = new Uint8Array(pixels * 3);
  for (let i = 0; i < pixels; i++) rgb.fill(Math.min(255, grey[i * channels] ?? 0), i * 3, i * 3 + 3);
  return rgb;
}

/** [pixels, 3 or 4] apart. */
export function splitAlpha(
  samples: Uint8Array,
  channels: number,
): { readonly rgb: Uint8Array; readonly alpha?: Uint8Array } {
  if (channels !== 4) return { rgb: samples };
  const pixels = samples.length / 4;
  const rgb = new Uint8Array(pixels * 3);
  const alpha = new Uint8Array(pixels);
  for (let i = 0; i < pixels; i++) {
    rgb[i * 3] = samples[i * 4] ?? 0;
    rgb[i * 3 + 1] = samples[i * 4 + 1] ?? 0;
    rgb[i * 3 + 2] = samples[i * 4 + 2] ?? 0;
    alpha[i] = samples[i * 4 + 3] ?? 0;
  }
  return { rgb, alpha };
}
