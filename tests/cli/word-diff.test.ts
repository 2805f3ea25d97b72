import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordDiff } from '../../src-engine/cli/word-diff.ts';

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
      fc.property(text, text, (full, merged) => {
        const diff = wordDiff(full, merged);
        const side = (op: string) =>
          diff
            .filter((part) => part.op === 'equal' || part.op === op)
            .map((part) => part.text)
            .join('');
        expect(side('delete')).toBe(full);
        expect(side('insert')).toBe(merged);
      }),
    );
  });
});
