import { describe, expect, it } from 'vitest';
import { printable } from '../../src-engine/cli/printable.ts';

describe('printable', () => {
  it('keeps text, line ends and tabs', () => {
    expect(printable('é 日本\t😀\n')).toBe('é 日本\t😀\n');
  });

  it('disarms what a terminal would obey', () => {
    expect(printable('a\u001b[2Jb\rc\u0007\u009b')).toBe('a\uFFFD[2Jb\uFFFDc\uFFFD\uFFFD');
  });
});
