/** CIELAB of 8 bits to sRGB, level for level as Little CMS gives it to Pillow: a table of 33 x 33 x 33 colours, read between its nodes. */

const nodes = 33;

type Triple = readonly [number, number, number];
/** Three rows. */
type Matrix = readonly [Triple, Triple, Triple];

const times = (m: Matrix, v: Triple): Triple => {
  const row = (r: Triple): number => r[0] * v[0] + r[1] * v[1] + r[2] * v[2];
  return [row(m[0]), row(m[1]), row(m[2])];
};

const cross = (a: Triple, b: Triple): Triple => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

const transposed = ([a, b, c]: Matrix): Matrix => [
  [a[0], b[0], c[0]],
  [a[1], b[1], c[1]],
  [a[2], b[2], c[2]],
];

function inverse([a, b, c]: Matrix): Matrix {
  const determinant = a[0] * cross(b, c)[0] + a[1] * cross(b, c)[1] + a[2] * cross(b, c)[2];
  const part = ([x, y, z]: Triple): Triple => [x / determinant, y / determinant, z / determinant];
  return transposed([part(cross(b, c)), part(cross(c, a)), part(cross(a, b))]);
}

const white50: Triple = [0.9642, 1, 0.8249];
const white65: Triple = [0.3127 / 0.329, 1, (1 - 0.3127 - 0.329) / 0.329];
/** x, y and z of sRGB's red, green and blue, a column each. */
const primaries: Matrix = [
  [0.64, 0.3, 0.15],
  [0.33, 0.6, 0.06],
  [0.03, 0.1, 0.79],
];
const bradford: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
];

/** XYZ under D65, as sRGB means it, from XYZ under D50, as CIELAB means it: the cones' answers are scaled. */
function toWhite65(xyz: Triple): Triple {
  const [here, there] = [times(bradford, white50), times(bradford, white65)];
  const cones = times(bradford, xyz);
  return times(inverse(bradford), [
    (cones[0] * there[0]) / here[0],
    (cones[1] * there[1]) / here[1],
    (cones[2] * there[2]) / here[2],
  ]);
}

/** The largest XYZ that 16 bits hold, one of them a whole. */
const largest = 1 + 32767 / 32768;

/** Linear red, green and blue from XYZ under D50 as a share of `largest`. */
function linearMatrix(): Matrix {
  const light = times(inverse(primaries), white65);
  const linear = (xyz: Triple): Triple => {
    const [r, g, b] = times(inverse(primaries), toWhite65(xyz));
    return [(r / light[0]) * largest, (g / light[1]) * largest, (b / light[2]) * largest];
  };
  return transposed([linear([1, 0, 0]), linear([0, 1, 0]), linear([0, 0, 1])]);
}

const cubed = (t: number): number => (t <= 24 / 116 ? (108 / 841) * (t - 16 / 116) : t ** 3);

/** XYZ under D50 as a share of `largest`; l, a and b from 0 to 1. */
function xyzOf([l, a, b]: Triple): Triple {
  const y = (l * 100 + 16) / 116;
  const [x, z] = [y + 0.002 * (a * 255 - 128), y - 0.005 * (b * 255 - 128)];
  return [
    Math.fround((cubed(x) * white50[0]) / largest),
    Math.fround((cubed(y) * white50[1]) / largest),
    Math.fround((cubed(z) * white50[2]) / largest),
  ];
}

const [gamma, scale, offset, slope, knee] = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045];
const linearKnee = (scale * knee + offset) ** gamma;

/** sRGB's curve, in 16 bits. */
function encoded(linear: number): number {
  const value = linear >= linearKnee ? (linear ** (1 / gamma) - offset) / scale : linear / slope;
  return Math.min(65535, Math.max(0, Math.floor(Math.fround(value) * 65535 + 0.5)));
}

/** Red, green and blue in 16 bits at each node. [33 L, 33 a, 33 b, 3] */
function makeTable(): Uint16Array {
  const table = new Uint16Array(nodes ** 3 * 3);
  const matrix = linearMatrix();
  const at = Float32Array.from(
    { length: nodes },
    (_, i) => Math.floor((i * 65535) / (nodes - 1) + 0.5) / 65535,
  );
  let next = 0;
  for (const l of at)
    for (const a of at)
      for (const b of at)
        for (const linear of times(matrix, xyzOf([l, a, b]))) table[next++] = encoded(Math.fround(linear));
  return table;
}

let made: Uint16Array | undefined;

/** Where a level of 8 bits lies between the nodes, in steps of 1/65536 of a node. */
const places = Int32Array.from({ length: 256 }, (_, level) => {
  const value = level * 257 * (nodes - 1);
  return value + Math.trunc((value + 0x7fff) / 0xffff);
});

const strides = [nodes * nodes * 3, nodes * 3, 3] as const;

/**
 * Lightness, then a and b as signed bytes, as TIFF stores them. [pixels, 3] -> [pixels, 3]
 *
 * Equal to Pillow 13.0 with Little CMS 2.19 (perceptual intent, its own profiles) for all 16,777,216 colours.
 */
export function labToRgb(samples: Uint8Array): Uint8Array {
  made ??= makeTable();
  const table = made;
  const rgb = new Uint8Array(samples.length);
  for (let i = 0; i < samples.length; i += 3) {
    const [l, a, b] = [samples[i] ?? 0, (samples[i + 1] ?? 0) ^ 128, (samples[i + 2] ?? 0) ^ 128];
    const [x, y, z] = [places[l] ?? 0, places[a] ?? 0, places[b] ?? 0];
    const corner = (x >> 16) * strides[0] + (y >> 16) * strides[1] + (z >> 16) * strides[2];
    // The tetrahedron's edges go from the corner along the axes, the one with the largest rest first.
    const steps = ordered(
      [l === 255 ? 0 : strides[0], x & 0xffff],
      [a === 255 ? 0 : strides[1], y & 0xffff],
      [b === 255 ? 0 : strides[2], z & 0xffff],
    );
    for (let c = 0; c < 3; c++) {
      const start = table[corner + c] ?? 0;
      let [from, cursor, rest] = [start, corner + c, 0x8001];
      for (const [stride, share] of steps) {
        cursor += stride;
        const to = table[cursor] ?? 0;
        rest = (rest + (to - from) * share) | 0;
        from = to;
      }
      const deep = (start + ((rest + (rest >> 16)) >> 16)) & 0xffff;
      rgb[i + c] = Math.floor((deep * 65281 + 0x800000) / 0x1000000);
    }
  }
  return rgb;
}

type Step = readonly [stride: number, share: number];

/** Ties do not matter: both ways around give the same sum. */
function ordered(x: Step, y: Step, z: Step): readonly [Step, Step, Step] {
  if (x[1] >= y[1]) return y[1] >= z[1] ? [x, y, z] : x[1] >= z[1] ? [x, z, y] : [z, x, y];
  return x[1] >= z[1] ? [y, x, z] : y[1] >= z[1] ? [y, z, x] : [z, y, x];
}
