import { describe, expect, it } from 'vitest';
import { parseMode, parseModes } from '../../src-engine/evaluation/modes.ts';

describe('parseMode', () => {
  const share = (value: number) => ({ kind: 'adaptive', budget: { kind: 'share', share: value } });

  it.each([
    ['full', { kind: 'none' }],
    ['dymu:low', { kind: 'adaptive', budget: { kind: 'preset', preset: 'low' } }],
    ['dymu:mid', { kind: 'adaptive', budget: { kind: 'preset', preset: 'mid' } }],
    ['dymu:high', { kind: 'adaptive', budget: { kind: 'preset', preset: 'high' } }],
    ['dymu:0.35', share(0.35)],
    ['dymu:35%', share(0.35)],
    ['dymu:1', share(1)],
    ['dymu:90.5', { kind: 'adaptive', budget: { kind: 'tokens', tokens: 90.5 } }],
    ['tome:90', { kind: 'exact', tokens: 90 }],
    ['tome:0.5', { kind: 'exact', tokens: 128 }],
    ['tome:34%', { kind: 'exact', tokens: 87 }], // 87.04 of 256
    ['tome:0.001', { kind: 'exact', tokens: 1 }],
  ])('reads %s', (text, merging) => {
    const mode = parseMode(text);
    expect(mode.merging(256)).toEqual(merging);
    expect(mode.virtualUnmerging).toBe(true);
    expect(mode.name).toBe(text);
  });

  it('takes virtual unmerging away', () => {
    const mode = parseMode(' dymu:low:no-vtu ');
    expect(mode.virtualUnmerging).toBe(false);
    expect(mode.merging(256)).toEqual(parseMode('dymu:low').merging(256));
    expect(mode.name).toBe('dymu:low:no-vtu');
  });

  it.each([
    '',
    'fast',
    'dymu',
    'dymu:',
    'dymu:tiny',
    'dymu:0',
    'dymu:-3',
    'dymu:101%',
    'dymu:1e3',
    'dymu:low:vtu',
    'dymu:low:no-vtu:no-vtu',
    'tome:low',
    'tome:90.5',
    'full:90',
    'FULL',
  ])('refuses %j with the modes that there are', (text) => {
    expect(() => parseMode(text)).toThrow(
      /^There is no mode ".*"; choose among full, dymu:high, dymu:mid, dymu:low, dymu:P, tome:P, .*\.$/,
    );
  });
});

describe('parseModes', () => {
  it('keeps the order', () => {
    expect(parseModes(['tome:9', 'full']).map(({ name }) => name)).toEqual(['tome:9', 'full']);
  });

  it('refuses none, and one twice', () => {
    expect(() => parseModes([])).toThrow(/needs a mode; choose among full/);
    expect(() => parseModes(['full', 'dymu:low', 'full'])).toThrow('The mode full is there twice');
  });
});
