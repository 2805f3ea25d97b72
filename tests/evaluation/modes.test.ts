import { describe, expect, it } from 'vitest';
import { parseMode, parseModes } from '../../src-engine/evaluation/modes.ts';

describe('parseMode', () => {
  const share = (value: number) => ({ method: 'dymu', budget: { kind: 'share', share: value } });

  it.each([
    ['full', { method: 'none' }],
    ['dymu:low', { method: 'dymu', budget: { kind: 'preset', preset: 'low' } }],
    ['dymu:mid', { method: 'dymu', budget: { kind: 'preset', preset: 'mid' } }],
    ['dymu:high', { method: 'dymu', budget: { kind: 'preset', preset: 'high' } }],
    ['dymu:0.35', share(0.35)],
    ['dymu:35%', share(0.35)],
    ['dymu:1', share(1)],
    ['dymu:90.5', { method: 'dymu', budget: { kind: 'tokens', tokens: 90.5 } }],
    ['tome:90', { method: 'tome', budget: { kind: 'tokens', tokens: 90 } }],
    ['tome:0.5', { method: 'tome', budget: { kind: 'share', share: 0.5 } }],
    ['tome:34%', { method: 'tome', budget: { kind: 'share', share: 0.34 } }],
    ['tome:0.001', { method: 'tome', budget: { kind: 'share', share: 0.001 } }],
    ['pool:64', { method: 'pool', budget: { kind: 'tokens', tokens: 64 } }],
    ['rows:low', { method: 'rows', budget: { kind: 'preset', preset: 'low' } }],
    ['rows:20', { method: 'rows', budget: { kind: 'tokens', tokens: 20 } }],
    ['dart:20', { method: 'dart', budget: { kind: 'tokens', tokens: 20 } }],
    ['visionzip:25%', { method: 'visionzip', budget: { kind: 'share', share: 0.25 } }],
  ])('reads %s', (text, reduction) => {
    const mode = parseMode(text);
    expect(mode.reduction).toEqual(reduction);
    expect(mode.virtualUnmerging).toBe(true);
    expect(mode.name).toBe(text);
  });

  it('takes virtual unmerging away', () => {
    const mode = parseMode(' dymu:low:no-vtu ');
    expect(mode.virtualUnmerging).toBe(false);
    expect(mode.reduction).toEqual(parseMode('dymu:low').reduction);
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
    'pool:low',
    'visionzip',
    'FULL',
  ])('refuses %j with the modes that there are', (text) => {
    expect(() => parseMode(text)).toThrow(
      /^There is no mode ".*"; choose among full, dymu:high, dymu:mid, dymu:low, dymu:P, rows:high, rows:mid, rows:low, rows:P, tome:P, pool:P, visionzip:P, dart:P, .*\.$/,
    );
  });
});

describe('parseModes', () => {
  it('keeps the order', () => {
    expect(parseModes(['tome:9', 'full']).map(({ name }) => name)).toEqual(['tome:9', 'full']);
  });

  it('refuses none, and one twice', () => {
    expect(() => parseModes([])).toThrow(/needs a mode; choose among full/);
    expect(() => parseModes(['full', 'dymu:low', 'full'])).toThrow('The mode full is listed twice');
  });
});
