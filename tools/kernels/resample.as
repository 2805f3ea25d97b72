/**
 * The two passes of a resize, and the step to float32, as WebAssembly with 128-bit vectors, in AssemblyScript. Whole-number arithmetic of 32 bits, so that the order
 * of the sums does not matter: equal to src-engine/vision/plain-resize.ts byte for byte. `npm run build:kernels` writes the bytes that are used.
 *
 * Memory is laid out by the caller (src-engine/vision/kernel.ts). Loads go up to 16 bytes past what is asked for, stores up to 15.
 * A span says where an output's source begins and how many groups of weights it has; weights beyond its taps are 0.
 *
 * Weights of up to 16 bits are multiplied as they are ("short"). Longer ones are split into w = high * 2^15 + low ("long"), so that both
 * parts go through the same multiplication of 16 by 16 bits.
 */

const lowBits: i32 = 15;

/** Red of pixels 0 and 1 beside each other as 16-bit numbers, then green, then blue; the fourth lane is 0. 128 and more: a zero byte. */
@inline function firstPair(pixels: v128): v128 {
  return i8x16.swizzle(pixels, i8x16(0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1));
}

/** As `firstPair`, of pixels 2 and 3. */
@inline function secondPair(pixels: v128): v128 {
  return i8x16.swizzle(pixels, i8x16(6, -1, 9, -1, 7, -1, 10, -1, 8, -1, 11, -1, -1, -1, -1, -1));
}

@inline function sum(a: v128, b: v128, c: v128): v128 {
  return i32x4.add(a, i32x4.add(b, c));
}

/** Four sums -> a pixel at `to`, clamped to 0..255; the byte behind it is overwritten, too. */
@inline function putPixel(to: usize, sums: v128, bits: i32): void {
  const levels = i32x4.shr_s(sums, bits);
  const short = i16x8.narrow_i32x4_s(levels, levels);
  v128.store_lane<u32>(to, i8x16.narrow_i16x8_u(short, short), 0);
}

/**
 * Filters rows along x. Spans: [outputs][first byte in the row, groups of 4 pixels]; weights: [outputs] blocks of `block` bytes, per group
 * four 16-bit numbers.
 */
export function acrossShort(
  from: usize, stride: usize, rows: i32, to: usize, toStride: usize, outputs: i32,
  spans: usize, weights: usize, block: usize, bits: i32,
): void {
  const half = i32x4.splat(1 << (bits - 1));
  const last = rows - 1;
  for (let y = 0; y < rows; y += 4) {
    const row0 = from + <usize>y * stride;
    const row1 = from + <usize>min(y + 1, last) * stride;
    const row2 = from + <usize>min(y + 2, last) * stride;
    const row3 = from + <usize>min(y + 3, last) * stride;
    let to0 = to + <usize>y * toStride;
    let to1 = to + <usize>min(y + 1, last) * toStride;
    let to2 = to + <usize>min(y + 2, last) * toStride;
    let to3 = to + <usize>min(y + 3, last) * toStride;
    for (let x = 0; x < outputs; x++) {
      let at = <usize>load<u32>(spans + (<usize>x << 3));
      let w = weights + <usize>x * block;
      const end = w + (<usize>load<u32>(spans + (<usize>x << 3), 4) << 3);
      let sum0 = half, sum1 = half, sum2 = half, sum3 = half;
      while (w < end) {
        const first = v128.load_splat<u32>(w);
        const second = v128.load_splat<u32>(w, 4);
        const pixels0 = v128.load(row0 + at);
        sum0 = sum(sum0, i32x4.dot_i16x8_s(firstPair(pixels0), first), i32x4.dot_i16x8_s(secondPair(pixels0), second));
        const pixels1 = v128.load(row1 + at);
        sum1 = sum(sum1, i32x4.dot_i16x8_s(firstPair(pixels1), first), i32x4.dot_i16x8_s(secondPair(pixels1), second));
        const pixels2 = v128.load(row2 + at);
        sum2 = sum(sum2, i32x4.dot_i16x8_s(firstPair(pixels2), first), i32x4.dot_i16x8_s(secondPair(pixels2), second));
        const pixels3 = v128.load(row3 + at);
        sum3 = sum(sum3, i32x4.dot_i16x8_s(firstPair(pixels3), first), i32x4.dot_i16x8_s(secondPair(pixels3), second));
        at += 12;
        w += 8;
      }
      putPixel(to0, sum0, bits);
      putPixel(to1, sum1, bits);
      putPixel(to2, sum2, bits);
      putPixel(to3, sum3, bits);
      to0 += 3;
      to1 += 3;
      to2 += 3;
      to3 += 3;
    }
  }
}

/** As `acrossShort`; per group four low parts, then four high ones. */
export function acrossLong(
  from: usize, stride: usize, rows: i32, to: usize, toStride: usize, outputs: i32,
  spans: usize, weights: usize, block: usize, bits: i32,
): void {
  const half = i32x4.splat(1 << (bits - 1));
  const last = rows - 1;
  for (let y = 0; y < rows; y += 2) {
    const row0 = from + <usize>y * stride;
    const row1 = from + <usize>min(y + 1, last) * stride;
    let to0 = to + <usize>y * toStride;
    let to1 = to + <usize>min(y + 1, last) * toStride;
    for (let x = 0; x < outputs; x++) {
      let at = <usize>load<u32>(spans + (<usize>x << 3));
      let w = weights + <usize>x * block;
      const end = w + (<usize>load<u32>(spans + (<usize>x << 3), 4) << 4);
      let low0 = half, low1 = half;
      let high0 = i32x4.splat(0), high1 = i32x4.splat(0);
      while (w < end) {
        const first = v128.load_splat<u32>(w);
        const second = v128.load_splat<u32>(w, 4);
        const firstHigh = v128.load_splat<u32>(w, 8);
        const secondHigh = v128.load_splat<u32>(w, 12);
        const pixels0 = v128.load(row0 + at);
        const a0 = firstPair(pixels0), b0 = secondPair(pixels0);
        low0 = sum(low0, i32x4.dot_i16x8_s(a0, first), i32x4.dot_i16x8_s(b0, second));
        high0 = sum(high0, i32x4.dot_i16x8_s(a0, firstHigh), i32x4.dot_i16x8_s(b0, secondHigh));
        const pixels1 = v128.load(row1 + at);
        const a1 = firstPair(pixels1), b1 = secondPair(pixels1);
        low1 = sum(low1, i32x4.dot_i16x8_s(a1, first), i32x4.dot_i16x8_s(b1, second));
        high1 = sum(high1, i32x4.dot_i16x8_s(a1, firstHigh), i32x4.dot_i16x8_s(b1, secondHigh));
        at += 12;
        w += 16;
      }
      putPixel(to0, i32x4.add(low0, i32x4.shl(high0, lowBits)), bits);
      putPixel(to1, i32x4.add(low1, i32x4.shl(high1, lowBits)), bits);
      to0 += 3;
      to1 += 3;
    }
  }
}

/** 16 sums in four vectors -> 16 levels at `to`. */
@inline function putLevels(to: usize, a: v128, b: v128, c: v128, d: v128, bits: i32): void {
  const first = i16x8.narrow_i32x4_s(i32x4.shr_s(a, bits), i32x4.shr_s(b, bits));
  const second = i16x8.narrow_i32x4_s(i32x4.shr_s(c, bits), i32x4.shr_s(d, bits));
  v128.store(to, i8x16.narrow_i16x8_u(first, second));
}

/** The first eight levels of two rows as pairs. */
@inline function firstLevels(upper: v128, lower: v128): v128 {
  return v128.shuffle<u8>(upper, lower, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

@inline function lastLevels(upper: v128, lower: v128): v128 {
  return v128.shuffle<u8>(upper, lower, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

/**
 * Filters columns. @param length bytes of a row. Spans: [outputs][first row, groups of 2 rows]; weights as above, per group two 16-bit
 * numbers.
 */
export function downShort(
  from: usize, stride: usize, length: usize, to: usize, toStride: usize, outputs: i32,
  spans: usize, weights: usize, block: usize, bits: i32,
): void {
  const half = i32x4.splat(1 << (bits - 1));
  for (let y = 0; y < outputs; y++) {
    const top = from + <usize>load<u32>(spans + (<usize>y << 3)) * stride;
    const start = weights + <usize>y * block;
    const end = start + (<usize>load<u32>(spans + (<usize>y << 3), 4) << 2);
    for (let x: usize = 0; x < length; x += 16) {
      let a = half, b = half, c = half, d = half;
      let at = top + x;
      for (let w = start; w < end; w += 4) {
        const pair = v128.load_splat<u32>(w);
        const upper = v128.load(at), lower = v128.load(at + stride);
        const first = firstLevels(upper, lower), last = lastLevels(upper, lower);
        a = i32x4.add(a, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(first), pair));
        b = i32x4.add(b, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(first), pair));
        c = i32x4.add(c, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(last), pair));
        d = i32x4.add(d, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(last), pair));
        at += stride << 1;
      }
      putLevels(to + <usize>y * toStride + x, a, b, c, d, bits);
    }
  }
}

/** As `downShort`; per group two low parts, then two high ones. */
export function downLong(
  from: usize, stride: usize, length: usize, to: usize, toStride: usize, outputs: i32,
  spans: usize, weights: usize, block: usize, bits: i32,
): void {
  const half = i32x4.splat(1 << (bits - 1));
  const zero = i32x4.splat(0);
  for (let y = 0; y < outputs; y++) {
    const top = from + <usize>load<u32>(spans + (<usize>y << 3)) * stride;
    const start = weights + <usize>y * block;
    const end = start + (<usize>load<u32>(spans + (<usize>y << 3), 4) << 3);
    for (let x: usize = 0; x < length; x += 16) {
      let a = half, b = half, c = half, d = half;
      let aHigh = zero, bHigh = zero, cHigh = zero, dHigh = zero;
      let at = top + x;
      for (let w = start; w < end; w += 8) {
        const low = v128.load_splat<u32>(w), high = v128.load_splat<u32>(w, 4);
        const upper = v128.load(at), lower = v128.load(at + stride);
        const first = firstLevels(upper, lower), last = lastLevels(upper, lower);
        const a16 = i16x8.extend_low_i8x16_u(first), b16 = i16x8.extend_high_i8x16_u(first);
        const c16 = i16x8.extend_low_i8x16_u(last), d16 = i16x8.extend_high_i8x16_u(last);
        a = i32x4.add(a, i32x4.dot_i16x8_s(a16, low));
        b = i32x4.add(b, i32x4.dot_i16x8_s(b16, low));
        c = i32x4.add(c, i32x4.dot_i16x8_s(c16, low));
        d = i32x4.add(d, i32x4.dot_i16x8_s(d16, low));
        aHigh = i32x4.add(aHigh, i32x4.dot_i16x8_s(a16, high));
        bHigh = i32x4.add(bHigh, i32x4.dot_i16x8_s(b16, high));
        cHigh = i32x4.add(cHigh, i32x4.dot_i16x8_s(c16, high));
        dHigh = i32x4.add(dHigh, i32x4.dot_i16x8_s(d16, high));
        at += stride << 1;
      }
      putLevels(
        to + <usize>y * toStride + x,
        i32x4.add(a, i32x4.shl(aHigh, lowBits)), i32x4.add(b, i32x4.shl(bHigh, lowBits)),
        i32x4.add(c, i32x4.shl(cHigh, lowBits)), i32x4.add(d, i32x4.shl(dHigh, lowBits)), bits,
      );
    }
  }
}

/**
 * Levels [pixels, 3] -> planes of float32, by what each of the 256 levels of a channel becomes. @param tables [3, 256] float32
 */
export function toPlanes(from: usize, pixels: i32, to: usize, tables: usize): void {
  const plane = <usize>pixels << 2;
  const end = to + plane;
  while (to < end) {
    store<f32>(to, load<f32>(tables + (<usize>load<u8>(from) << 2)));
    store<f32>(to + plane, load<f32>(tables + (<usize>load<u8>(from, 1) << 2), 1024));
    store<f32>(to + (plane << 1), load<f32>(tables + (<usize>load<u8>(from, 2) << 2), 2048));
    from += 3;
    to += 4;
  }
}
