import { describe, expect, it } from 'vitest';
import { upcastBf16, upcastF16 } from '../../src-engine/files/half.ts';

describe('upcastF16', () => {
  it('knows normal, subnormal, largest and special values', () => {
    const halves = Uint16Array.of(0x0000, 0x3c00, 0xc000, 0x3555, 0x0001, 0x03ff, 0x7bff, 0x7c00, 0xfc00);
    expect([...upcastF16(halves)]).toEqual([
      0,
      1,
      -2,
      0.333251953125,
      2 ** -24,
      1023 * 2 ** -24,
      65504,
      Infinity,
      -Infinity,
    ]);
    expect(upcastF16(Uint16Array.of(0x7e00))[0]).toBeNaN();
    expect(Object.is(upcastF16(Uint16Array.of(0x8000))[0], -0)).toBe(true);
  });

  it('is strictly increasing over all positive finite halves', () => {
    const all = upcastF16(Uint16Array.from({ length: 0x7c00 }, (_, half) => half));
    expect(all.every((value, half) => half === 0 || value > (all[half - 1] ?? Infinity))).toBe(true);
  });
});

describe('upcastBf16', () => {
  it('fills the lower half of a float32 with zeros', () => {
    expect([...upcastBf16(Uint16Array.of(0x3f80, 0xc040, 0x0000, 0x7f80))]).toEqual([1, -3, 0, Infinity]);
  });
});
