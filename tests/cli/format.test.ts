import { describe, expect, it } from 'vitest';
import {
  count,
  duration,
  megabytes,
  milliseconds,
  millisecondsBetween,
  percent,
  printable,
  ratio,
} from '../../src-engine/cli/format.ts';

describe('numbers for people', () => {
  it('keeps the digits that matter', () => {
    expect([0.26, 9.94, 10, 431.6, 12_340].map(milliseconds)).toEqual([
      '0.3 ms',
      '9.9 ms',
      '10 ms',
      '432 ms',
      '12.3 s',
    ]);
    expect([19_400_000, 2_130_000_000].map(megabytes)).toEqual(['19 MB', '2.13 GB']);
    expect([1.44, 12.4, Number.NaN, Number.POSITIVE_INFINITY].map(ratio)).toEqual(['1.4x', '12x', '-', '-']);
    expect([512, 9_091_520, 7_060_000_000].map(count)).toEqual(['512', '9.1 M', '7.1 B']);
    expect([percent(61, 256), percent(0, 0)]).toEqual(['24 %', '-']);
    expect([200, 65_000, 100_000, 7_200_000].map(duration)).toEqual([
      'about 1 s',
      'about 65 s',
      'about 2 min',
      'about 2.0 h',
    ]);
  });

  it('writes a median and its range in one unit', () => {
    expect(millisecondsBetween({ median: 2, min: 1, max: 9.4 })).toBe('2.0 ms (1.0 to 9.4)');
    expect(millisecondsBetween({ median: 8, min: 7.6, max: 11 })).toBe('8 ms (8 to 11)');
    expect(millisecondsBetween({ median: 9_500, min: 9_000, max: 12_000 })).toBe('9.5 s (9.0 to 12.0)');
  });
});

describe('printable', () => {
  it('keeps text, line ends and tabs', () => {
    expect(printable('é 日本\t😀\n')).toBe('é 日本\t😀\n');
  });

  it('disarms what a terminal would obey', () => {
    expect(printable('a\u001b[2Jb\rc\u0007\u009b')).toBe('a\uFFFD[2Jb\uFFFDc\uFFFD\uFFFD');
  });
});
