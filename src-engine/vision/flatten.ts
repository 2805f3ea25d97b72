/** Transparent pixels made opaque, as transformers' processors do it to what Pillow gives them. */
import type { Transparency } from '../engine.ts';
import type { Rgb, Samples } from './formats/samples.ts';

/** Some pixel is not opaque, or would turn white for its colour. */
export function hasTransparency({ rgb, alpha, transparent = {} }: Samples): boolean {
  if (alpha?.some((level) => level !== 255)) return true;
  return [transparent.dropped, transparent.laidOnWhite].some(
    (colour) => colour !== undefined && indicesOf(rgb, colour).next().done !== true,
  );
}

/** [height, width, 3]; the same array where nothing changes. */
export function flatten({ rgb, alpha, transparent = {} }: Samples, transparency: Transparency): Uint8Array {
  if (transparency === 'white' && alpha !== undefined) return layOnWhite(rgb, alpha);
  const colour = transparency === 'white' ? transparent.laidOnWhite : transparent.dropped;
  return colour === undefined ? rgb : whiten(rgb, colour);
}

function* indicesOf(rgb: Uint8Array, [red, green, blue]: Rgb): Generator<number, undefined> {
  for (let at = 0; at < rgb.length; at += 3) {
    if (rgb[at] === red && rgb[at + 1] === green && rgb[at + 2] === blue) yield at;
  }
  return undefined;
}

function whiten(rgb: Uint8Array, colour: Rgb): Uint8Array {
  const out = Uint8Array.from(rgb);
  for (const at of indicesOf(rgb, colour)) out.fill(255, at, at + 3);
  return out;
}

/** [pixels, 3] with alpha [pixels] on white, rounded as Pillow's `alpha_composite` does on an opaque ground. */
function layOnWhite(rgb: Uint8Array, alpha: Uint8Array): Uint8Array {
  const out = new Uint8Array(rgb.length);
  for (let i = 0; i < alpha.length; i++) {
    const a = alpha[i] ?? 0;
    const white = 255 * (255 - a);
    for (let c = i * 3; c < i * 3 + 3; c++) {
      out[c] = Math.floor((2 * ((rgb[c] ?? 0) * a + white) + 255) / 510);
    }
  }
  return out;
}
