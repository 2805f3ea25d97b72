import { expect, it } from 'vitest';
import { subjectOf } from '../../../renderer/state/subject.ts';
import { askWords, severalWords, shareWords } from '../../../renderer/words/subject-words.ts';
import { shelfImage } from '../support/samples.ts';

const subject = subjectOf(['a', 'b'].map(shelfImage), 'a', ['a', 'b'])!;
const counts = (fullTokens: number) => ({
  a: { tokens: 61, fullTokens, key: '' },
  b: { tokens: 40, fullTokens, key: '' },
});

it('says how many pictures a question is about and what they keep', () => {
  expect(askWords(subject)).toBe('Ask about 2 pictures');
  expect(askWords(null)).toBe('Ask');
  expect(severalWords(subject, counts(256))).toBe('2 pictures in the question: 101 of 512 tokens.');
  expect(severalWords(subject, { a: counts(256).a })).toBe(
    '2 pictures in the question: 61 of 256 tokens in 1 that are counted.',
  );
  expect(shareWords('a', 61, 256, 101)).toBe('a: 61 of 256 tokens, 60 % of these');
});

it('counts the tokens of frames that are one view once', () => {
  expect(severalWords(subject, counts(49), 'frame', 2)).toMatch(
    /^2 pictures in the question: 61 of 49 tokens\..* every 2 of them are one view, with the same tokens\.$/u,
  );
});

it('says where pictures are cut otherwise than alone', () => {
  expect(severalWords(subject, counts(49), 'several')).toBe(
    '2 pictures in the question: 101 of 98 tokens. This model encodes each of several pictures as one view; alone it cuts a picture into more.',
  );
  expect(severalWords(subject, counts(49), 'frame')).toContain('as its video processor has them');
});
