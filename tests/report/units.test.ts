import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatMs,
  formatMsBetween,
  formatPercent,
  formatRate,
  formatRatio,
  plural,
} from '../../src-engine/report/units.ts';

describe('formatMs', () => {
  it.each([
    [0.04, '0.0 ms'],
    [6.24, '6.2 ms'],
    [148.4, '148 ms'],
    [1240, '1.24 s'],
    [75_000, '75 s'],
    [NaN, '–'],
  ])('%d is %s', (ms, text) => expect(formatMs(ms)).toBe(text));
});

describe('formatMsBetween', () => {
  it('writes a median and its ends in one unit', () => {
    expect(formatMsBetween({ median: 2, min: 1, max: 9.4 })).toBe('2.0 ms (1.0 to 9.4)');
    expect(formatMsBetween({ median: 8, min: 7.6, max: 11 })).toBe('8 ms (8 to 11)');
    expect(formatMsBetween({ median: 980, min: 930, max: 1240 })).toBe('0.98 s (0.93 to 1.24)');
    expect(formatMsBetween({ median: 9_500, min: 9_000, max: 12_000 })).toBe('9.5 s (9.0 to 12.0)');
  });
});

describe('the other quantities', () => {
  it('remaining time is a guess', () => {
    expect([200, 65_000, 100_000, 7_200_000].map(formatDuration)).toEqual([
      'about 1 s',
      'about 65 s',
      'about 2 min',
      'about 2.0 h',
    ]);
  });

  it('bytes count in thousands, as disks do', () => {
    const sizes = [120, 18_200_000, 1_420_000_000, 1_840_000_000_000];
    expect(sizes.map(formatBytes)).toEqual(['1 kB', '18 MB', '1.4 GB', '1.8 TB']);
  });

  it('a share that is there is never 0 %', () => {
    expect([0, 0.001, 0.238, 1].map(formatPercent)).toEqual(['0 %', '<1 %', '24 %', '100 %']);
  });

  it('parameters, rates and ratios', () => {
    expect([9_100_000, 7_060_000_000, 512].map(formatCount)).toEqual(['9.1 M', '7.1 B', '512']);
    expect([260e6, 99.96e6, 999.6e6, 2.2e9].map(formatCount)).toEqual(['260 M', '100 M', '1.0 B', '2.2 B']);
    expect([5.55, 212.4].map(formatRate)).toEqual(['5.5 tok/s', '212 tok/s']);
    expect([1.84, 9.96, 12.2].map(formatRatio)).toEqual(['1.8×', '10×', '12×']);
    expect([1.04, 0.97, 0.5, NaN].map(formatRatio)).toEqual(['1.04×', '0.97×', '0.5×', '–']);
  });

  it('one patch, two patches', () => {
    expect([1, 2, 1200].map((count) => plural(count, 'patch', 'patches'))).toEqual([
      '1 patch',
      '2 patches',
      '1,200 patches',
    ]);
  });
});
