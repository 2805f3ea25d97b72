import { describe, expect, it } from 'vitest';
import { parseDecimal, parseInteger } from '../../src-engine/cli/numbers.ts';

describe('parseInteger', () => {
  it('takes whole numbers in the range', () => {
    expect(parseInteger('--n', '1', { min: 1, max: 3 })).toBe(1);
    expect(parseInteger('--n', '3', { min: 1, max: 3 })).toBe(3);
  });

  it.each(['0', '4', '1.5', '+1', '1e0', '0x1', '', ' 1', 'one', '99999999999999999999'])(
    'BAD CALL - refuses %j',
    (text) => {
      expect(() => parseInteger('--n', text, { min: 1, max: 3 })).toThrow(
        `--n takes a whole number from 1 to 3, and "${text}" is not one.`,
      );
    },
  );
});

describe('parseDecimal', () => {
  it('takes plain decimals only', () => {
    expect(['12', '0.5', '12.', '.5', '-1', '1e3', '', 'NaN'].map(parseDecimal)).toEqual([
      12,
      0.5,
      ...new Array<undefined>(6).fill(undefined),
    ]);
  });
});
