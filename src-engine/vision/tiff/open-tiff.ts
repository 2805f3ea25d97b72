/** TIFF, whose orientation Pillow obeys while it loads it. What libvips reads otherwise than Pillow is read here. */
import type { OpenedPicture } from '../formats/opened.ts';
import { NotRead } from '../formats/opened.ts';
import { orientationOf } from '../formats/orientation-tag.ts';
import type { Samples } from '../formats/samples.ts';
import { sizeWithSharp, tiffSamples } from '../formats/with-sharp.ts';
import { clippedGreyToRgb, cmykToRgb, splitAlpha } from '../to-rgb.ts';
import { readDirectory } from './directory.ts';
import type { TiffDirectory } from './directory.ts';
import { labToRgb } from './lab.ts';
import { storedSamples } from './planes.ts';
import { refuseUnreadable, unpackerOf } from './unpack.ts';
import { ycbcrByLibtiff, ycbcrByPillow } from './ycbcr.ts';
import { isZstandard, withDeflate } from './zstandard.ts';

const tag = {
  bits: 258,
  compression: 259,
  photometric: 262,
  orientation: 274,
  channels: 277,
  xmp: 700,
} as const;
const extraSamples = 338;
const subsampling = 530;
const [whiteIsZero, rgb, cmyk, ycbcr, lab] = [0, 2, 5, 6, 8];

/** Rejects with NotRead, or with whatever is wrong with the file. */
export async function openTiff(bytes: Uint8Array): Promise<OpenedPicture> {
  const directory = readDirectory(bytes);
  refuseUnreadable(directory.value(tag.compression, 1));
  if (isZstandard(directory.value(tag.compression, 1)))
    return {
      width: directory.value(256, 0),
      height: directory.value(257, 0),
      orientation: orientationIn(directory),
      alwaysTurned: true,
      reducible: false,
      read: async () => (await openTiff(withDeflate(bytes))).read(),
    };
  const own = ownReader(bytes, directory);
  if (own === undefined && directory.value(tag.photometric, whiteIsZero) === lab)
    throw new NotRead(
      'is a TIFF file of CIELAB colours that are not three samples of 8 bits, uncompressed or packed by LZW, Deflate or PackBits',
      'save it in RGB, or as PNG',
    );
  const { width, height } = own?.size ?? (await sizeWithSharp(bytes));
  return {
    width,
    height,
    orientation: orientationIn(directory),
    alwaysTurned: true,
    reducible: own === undefined,
    read: async (size) => {
      if (own !== undefined) return own.read();
      const samples = await tiffSamples(bytes, size);
      // Channels that the file does not explain are nothing to Pillow.
      return directory.values(extraSamples).every((kind) => kind === 0) && hasExtra(directory)
        ? { ...samples, alpha: undefined }
        : samples;
    },
  };
}

const hasExtra = (directory: TiffDirectory): boolean => directory.values(extraSamples).length > 0;

function orientationIn(directory: TiffDirectory) {
  const code = ([1, 2, 3, 4, 5, 6, 7, 8] as const).find(
    (known) => known === directory.value(tag.orientation, 0),
  );
  return code ?? orientationOf({ xmp: directory.bytes(tag.xmp) });
}

interface OwnReader {
  readonly size: { readonly width: number; readonly height: number };
  readonly read: () => Samples;
}

/** For what libvips reads otherwise than Pillow: CIELAB, YCbCr without JPEG, 16-bit inks, 16-bit grey that is stored inverted, 16-bit premultiplied alpha. */
function ownReader(bytes: Uint8Array, directory: TiffDirectory): OwnReader | undefined {
  const compression = directory.value(tag.compression, 1);
  const unpack = unpackerOf(compression);
  if (unpack === undefined) return undefined;
  const photometric = directory.value(tag.photometric, whiteIsZero);
  const deep = directory.value(tag.bits, 1) === 16;
  const eight = directory.value(tag.bits, 1) === 8;
  const channels = directory.value(tag.channels, 1);
  const size = { width: directory.value(256, 0), height: directory.value(257, 0) };
  const stored = (blocks?: { readonly across: number; readonly down: number }) =>
    storedSamples(bytes, directory, unpack, blocks);
  if (photometric === lab && eight && channels === 3)
    return { size, read: () => ({ ...size, rgb: labToRgb(Uint8Array.from(stored().values)) }) };
  if (photometric === ycbcr && eight && channels === 3) {
    const [across = 2, down = 2] = directory.values(subsampling);
    return {
      size,
      read: () =>
        compression === 1
          ? { ...size, rgb: ycbcrByPillow(Uint8Array.from(stored().values)) }
          : { ...size, rgb: ycbcrByLibtiff(Uint8Array.from(stored({ across, down }).values)) },
    };
  }
  if (photometric === cmyk && channels === 4 && deep)
    return { size, read: () => ({ ...size, rgb: cmykToRgb(highBytes(stored().values)) }) };
  if (photometric === whiteIsZero && deep && channels === 1)
    return { size, read: () => ({ ...size, rgb: clippedGreyToRgb(Uint16Array.from(stored().values), 1) }) };
  if (photometric === rgb && deep && channels === 4 && directory.value(extraSamples, 0) === 1)
    return { size, read: () => ({ ...size, ...unpremultiplied(highBytes(stored().values)) }) };
  return undefined;
}

const highBytes = (values: Uint8Array | Uint16Array): Uint8Array =>
  values instanceof Uint8Array ? values : Uint8Array.from(values, (value) => value >> 8);

/** Pillow takes the high bytes first and divides then. [pixels, 4] */
function unpremultiplied(rgba: Uint8Array): Pick<Samples, 'rgb' | 'alpha'> {
  const { rgb: colours, alpha = new Uint8Array(0) } = splitAlpha(rgba, 4);
  for (let i = 0; i < colours.length; i++) {
    const a = alpha[Math.floor(i / 3)] ?? 0;
    colours[i] = a === 0 ? 0 : Math.min(255, Math.floor(((colours[i] ?? 0) * 255) / a));
  }
  return { rgb: colours, alpha };
}
