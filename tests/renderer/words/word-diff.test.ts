import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordDiff, type DiffPart } from '../../../renderer/words/word-diff.ts';

const marked = (parts: readonly DiffPart[]) =>
  parts.map(({ text, differs }) => (differs ? `[${text.trim()}]` : text.trim())).join(' ');

describe('wordDiff', () => {
  it('marks the words that only one answer has, on its own side', () => {
    const diff = wordDiff('A turtle is left of the anchor.', 'A turtle is below the anchor.');
    expect(marked(diff.full)).toBe('A turtle is [left of] the anchor.');
    expect(marked(diff.merged)).toBe('A turtle is [below] the anchor.');
    expect(diff.changes).toBe(2);
  });

  it('counts a replaced word once', () => {
    expect(wordDiff('Two.', 'Three.').changes).toBe(1);
    expect(wordDiff('a b', 'a b c d').changes).toBe(2);
  });

  it('does not mind closing punctuation', () => {
    expect(wordDiff('Pink.', 'Pink').changes).toBe(0);
  });

  it('minds capitals', () => {
    expect(wordDiff('WAIT', 'wait').changes).toBe(1);
  });

  it('loses no letter of either answer', () => {
    const text = fc.stringMatching(/^(\w{1,4}[.,]? ?){0,8}$/);
    fc.assert(
      fc.property(text, text, (a, b) => {
        const { full, merged } = wordDiff(a, b);
        expect(full.map((part) => part.text).join('')).toBe(a.trimStart());
        expect(merged.map((part) => part.text).join('')).toBe(b.trimStart());
      }),
    );
  });
});
