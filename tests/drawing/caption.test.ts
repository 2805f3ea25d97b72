import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textOutline, textWidth, wrapText } from '../../src-engine/drawing/caption.ts';

describe('textWidth', () => {
  it('adds up the advances of the font', () => {
    expect(textWidth('', 20)).toBe(0);
    expect(textWidth('iii', 20)).toBeLessThan(textWidth('WWW', 20) / 2);
    expect(textWidth('ab', 40)).toBeCloseTo(2 * (textWidth('a', 20) + textWidth('b', 20)), 9);
  });

  it('has a box for characters that the font lacks, one each', () => {
    expect(textWidth('漢', 20)).toBeGreaterThan(5);
    expect(textWidth('😀', 20)).toBe(textWidth('漢', 20));
  });
});

describe('wrapText', () => {
  it('breaks at spaces', () => {
    const width = textWidth('one two', 15);
    expect(wrapText('one two three', 15, width)).toEqual(['one two', 'three']);
    expect(wrapText('  one   two ', 15, width)).toEqual(['one two']);
    expect(wrapText('', 15, width)).toEqual([]);
  });

  it('breaks a word that is longer than a line', () => {
    const width = textWidth('aaaa', 15);
    expect(wrapText('b aaaaaaaaaa', 15, width)).toEqual(['b', 'aaaa', 'aaaa', 'aa']);
  });

  it('loses no character and exceeds no line', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), fc.integer({ min: 40, max: 300 }), (text, width) => {
        const lines = wrapText(text, 15, width);
        expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        for (const line of lines) expect(textWidth(line, 15)).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('textOutline', () => {
  it('draws glyphs side by side and keeps the words as a label', () => {
    const svg = textOutline('a <b>', 16, 40, 20, '#123456');
    expect(svg).toContain('aria-label="a &lt;b&gt;"');
    expect(svg).toContain('transform="translate(16 40) scale(0.02)"');
    expect(svg.match(/<path /g)).toHaveLength(4); // the space draws nothing
    expect(svg).not.toContain('<text');
  });
});
