import { describe, expect, it } from 'vitest';
import { sideBySide, table } from '../../src-engine/cli/table.ts';

describe('table', () => {
  it('aligns by what a terminal shows, not by characters', () => {
    expect(
      table(
        [
          ['a', '1'],
          ['日本', '22'],
          ['\u001b[1mb\u001b[22m', '333'],
        ],
        ['left', 'right'],
      ),
    ).toBe('a       1\n日本   22\n\u001b[1mb\u001b[22m     333');
  });

  it('leaves no spaces at line ends, and takes short rows', () => {
    expect(table([['long', 'x'], ['y']])).toBe('long  x\ny');
    expect(table([])).toBe('');
  });
});

describe('sideBySide', () => {
  it('wraps both texts to half of the width', () => {
    expect(sideBySide('one two three four five six', 'short', 43)).toBe(
      'one two three four   | short\nfive six             |',
    );
  });

  it('keeps indentation and begins what runs over at the margin', () => {
    expect(sideBySide('  - one two three four five', 'x', 43)).toBe(
      '  - one two three    | x\nfour five            |',
    );
  });

  it('breaks a word that fits nowhere', () => {
    expect(sideBySide('x'.repeat(45), 'y', 43)).toBe(
      [`${'x'.repeat(20)} | y`, `${'x'.repeat(20)} |`, `xxxxx${' '.repeat(15)} |`].join('\n'),
    );
  });

  it('puts one below the other on a narrow terminal', () => {
    expect(sideBySide('a', 'b', 30)).toBe('a\n\nb');
  });
});
