/**
 * How far colours are apart, for everybody: in OKLab (Ottosson, 2020), seen with full colour vision and with each kind of dichromacy
 * (the matrices of Machado, Oliveira and Fernandes, 2009, at full severity).
 */

/** sRGB, each channel 0..255. */
export type Rgb = readonly [number, number, number];
type Matrix = readonly [Rgb, Rgb, Rgb];

/** On linear RGB. */
export const visions = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const satisfies Record<string, Matrix>;

const kinds = Object.values(visions);

export function rgbOf(hex: string): Rgb {
  const channel = (at: number) => parseInt(hex.slice(at, at + 2), 16);
  return [channel(1), channel(3), channel(5)];
}

/** One colour as each kind of vision has it, in OKLab. */
export type SeenColour = readonly Rgb[];

export function seenColour([red, green, blue]: Rgb): SeenColour {
  const linear: Rgb = [linearOf(red), linearOf(green), linearOf(blue)];
  return kinds.map((matrix) => oklab(times(matrix, linear)));
}

/** The distance for those who see it as the smallest; black and white are 1 apart. */
export function leastDistance(a: SeenColour, b: SeenColour): number {
  return Math.min(
    ...a.map((one, kind) => {
      const other = b[kind] ?? one;
      return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
    }),
  );
}

function linearOf(value: number): number {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function times([a, b, c]: Matrix, v: Rgb): Rgb {
  const dot = (row: Rgb) => Math.min(1, Math.max(0, row[0] * v[0] + row[1] * v[1] + row[2] * v[2]));
  return [dot(a), dot(b), dot(c)];
}

function oklab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}
