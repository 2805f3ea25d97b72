import { describe, expect, it } from 'vitest';
import { plainLabel, withLetters } from '../../electron/menu-letters.ts';

const letterOf = (label: string) => /(?<!&)&(\p{L})/u.exec(label.replaceAll('&&', ''))?.[1]?.toLowerCase();

describe('the letters of a menu', () => {
  it('are beginnings of words where they can be, and each stands once', () => {
    expect(withLetters(['Zoom in', 'Zoom out', 'Zoom to fit', 'Zoo'])).toEqual([
      '&Zoom in',
      'Zoom &out',
      'Zoom &to fit',
      'Zoo', // z and o are taken
    ]);
    expect(withLetters(['Mosaic', 'Messages'])).toEqual(['&Mosaic', 'M&essages']);
  });

  it('never mark an & that belongs to the words', () => {
    expect(withLetters(['Salt & pepper', 'Sand & stone'])).toEqual(['&Salt && pepper', 'S&and && stone']);
    expect(plainLabel('Salt & pepper')).toBe('Salt && pepper');
  });

  it('leave what has no letter as it is', () => {
    expect(withLetters(['…', '1', ''])).toEqual(['…', '1', '']);
  });

  it('reach 26 entries of a menu and no more', () => {
    const words = Array.from({ length: 30 }, () => 'The quick brown fox jumps over the lazy dog');
    const letters = withLetters(words).map(letterOf);
    expect(new Set(letters.slice(0, 26)).size).toBe(26);
    expect(letters.slice(26)).toEqual([undefined, undefined, undefined, undefined]);
  });
});
