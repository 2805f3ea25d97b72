import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changedWords,
  sideOfDiff,
  wordDiff,
  type DiffPart,
  type MarkedPart,
} from '../../src-engine/report/word-diff.ts';

const marked = (parts: readonly MarkedPart[]) =>
  parts.map(({ text, differs }) => (differs ? `[${text.trim()}]` : text.trim())).join(' ');
const changes = (full: string, reduced: string) => changedWords(wordDiff(full, reduced));

describe('wordDiff', () => {
  it('marks the words of one answer only', () => {
    expect(wordDiff('A red star on the left.', 'A blue star on the left.')).toEqual([
      { op: 'equal', text: 'A ' },
      { op: 'delete', text: 'red' },
      { op: 'insert', text: 'blue' },
      { op: 'equal', text: ' star on the left.' },
    ]);
  });

  it('gives one equal part for equal answers', () => {
    expect(wordDiff('One.', 'One.')).toEqual([{ op: 'equal', text: 'One.' }]);
    expect(wordDiff('', '')).toEqual([]);
  });

  it('joins back to both answers', () => {
    const text = fc
      .array(fc.constantFrom('star', 'moon', ' ', '  ', '\n', '.', ',', 'é', '日本', '\u001b', '😀'))
      .map((words) => words.join(''));
    fc.assert(
      fc.property(text, text, (full, reduced) => {
        const diff = wordDiff(full, reduced);
        const side = (op: DiffPart['op']) =>
          diff
            .filter((part) => part.op === 'equal' || part.op === op)
            .map((part) => part.text)
            .join('');
        expect(side('delete')).toBe(full);
        expect(side('insert')).toBe(reduced);
      }),
    );
  });
});

describe('sideOfDiff', () => {
  it('marks the words that only one answer has, on its own side', () => {
    const diff = wordDiff('A turtle is left of the anchor.', 'A turtle is below the anchor.');
    expect(marked(sideOfDiff(diff, 'full'))).toBe('A turtle is [left of] the anchor.');
    expect(marked(sideOfDiff(diff, 'reduced'))).toBe('A turtle is [below] the anchor.');
  });

  it('does not mark punctuation', () => {
    const diff = wordDiff('Pink.', 'Pink');
    expect(sideOfDiff(diff, 'full').some(({ differs }) => differs)).toBe(false);
  });
});

describe('changedWords', () => {
  it('counts a replaced word once', () => {
    expect(changes('Two.', 'Three.')).toBe(1);
    expect(changes('a b', 'a b c d')).toBe(2);
    expect(changes('A turtle is left of the anchor.', 'A turtle is below the anchor.')).toBe(2);
  });

  it('does not mind punctuation, and minds capitals', () => {
    expect(changes('Pink.', 'Pink')).toBe(0);
    expect(changes('WAIT', 'wait')).toBe(1);
  });

  it('finds none in an answer and itself', () => {
    const text = fc.stringMatching(/^(\w{1,4}[.,]? ?){0,8}$/);
    fc.assert(fc.property(text, (a) => changes(a, a) === 0));
  });
});
