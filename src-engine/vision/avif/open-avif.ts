/** AVIF, equal to what libavif gives Pillow: the library behind sharp decodes the planes, colours are computed here. */
import type { OpenedPicture } from '../formats/opened.ts';
import type { Samples } from '../formats/samples.ts';
import { readAvif } from './container.ts';
import type { AvifPicture, ColourCode } from './container.ts';
import { decodePlanes } from './planes.ts';
import type { Planes } from './planes.ts';
import { codeInData } from './sequence-header.ts';
import { planesToRgb } from './to-rgb.ts';

const unsaid: ColourCode = { primaries: 2, matrix: 2, fullRange: true };

/** Rejects with whatever is wrong with the file. */
export async function openAvif(source: Uint8Array): Promise<OpenedPicture> {
  const picture = await Promise.resolve(source).then(readAvif);
  const { colour, orientation, animated } = picture;
  return {
    width: colour.width,
    height: colour.height,
    orientation,
    reducible: false,
    ...(animated ? { notes: ['The file is an animation; its first picture was read.'] } : {}),
    read: () => read(picture),
  };
}

async function read({ colour, alpha, code, premultiplied }: AvifPicture): Promise<Samples> {
  const planes = await decodePlanes(colour);
  const { width, height } = planes.luma;
  const said = code ?? codeInData(colour.tiles[0]?.data ?? new Uint8Array(0)) ?? unsaid;
  const rgb = planesToRgb(planes, said);
  if (alpha === undefined) return { width, height, rgb };
  const levels = alphaLevels(await decodePlanes(alpha));
  if (levels.length !== width * height) throw new RangeError('colours and alpha differ in size');
  if (premultiplied) unpremultiply(rgb, levels);
  return { width, height, rgb, alpha: levels };
}

function alphaLevels({ depth, luma }: Planes): Uint8Array {
  const unit = (1 << depth) - 1;
  return Uint8Array.from(luma.values, (value) => Math.trunc(0.5 + (value / unit) * 255));
}

/** In place, in the fixed point of libyuv, which libavif takes for it. */
function unpremultiply(rgb: Uint8Array, alpha: Uint8Array): void {
  for (let i = 0; i < alpha.length; i++) {
    const a = alpha[i] ?? 0;
    const inverse = a === 255 ? 0x100 : a === 1 ? 0xffff : a === 0 ? 0 : Math.floor(0x10000 / a);
    for (let c = i * 3; c < i * 3 + 3; c++) {
      rgb[c] = Math.min(255, Math.floor(((rgb[c] ?? 0) * 257 * inverse) / 65536));
    }
  }
}
