import { describe, expect, it } from 'vitest';
import { clippedGreyToRgb, cmykToRgb } from '../../src-engine/vision/to-rgb.ts';

describe('cmykToRgb', () => {
  it('makes no ink white, all black black, and pure inks their complements', () => {
    const inks = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 255, 255, 0, 0, 0, 0, 255, 0, 0);
    expect(Array.from(cmykToRgb(inks))).toEqual([255, 255, 255, 0, 0, 0, 0, 255, 255, 255, 0, 255]);
  });

  it('rounds the product of ink and light', () => {
    expect(Array.from(cmykToRgb(Uint8Array.of(100, 101, 3, 55)))).toEqual([122, 121, 198]);
  });
});

describe('clippedGreyToRgb', () => {
  it('clips instead of scaling and skips alpha', () => {
    expect(Array.from(clippedGreyToRgb(Uint16Array.of(7, 0, 255, 1, 256, 2, 65535, 3), 2))).toEqual(
      [7, 255, 255, 255].flatMap((v) => [v, v, v]),
    );
  });
});
