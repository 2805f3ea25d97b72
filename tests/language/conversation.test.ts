import { describe, expect, it } from 'vitest';
import { around, placesOfWords, wordsOf } from '../../src-engine/language/conversation.ts';

/** A template that trims what it is given. */
const render = (...words: readonly string[]) =>
  `<s>${words.map((each, index) => (index % 2 === 0 ? `U: ${each.trim()}\n` : `A: ${each.trim()}</s>`)).join('')}A:`;

describe('wordsOf', () => {
  it('is question, answer, question; white space around an answer is not its own', () => {
    const earlier = [{ question: 'What? ', answer: ' A cat.\n' }];
    expect(wordsOf(earlier, 'Where?')).toEqual(['What? ', 'A cat.', 'Where?']);
    expect(wordsOf([], 'Where?')).toEqual(['Where?']);
  });
});

describe('around', () => {
  it('is what a template writes before, between and behind', () => {
    expect(around(render, 3)).toEqual(['<s>U: ', '\nA: ', '</s>U: ', '\nA:']);
  });

  it('is undefined where a template leaves turns out, says one twice or in another order', () => {
    expect(around((...words) => `U: ${words.at(-1) ?? ''}`, 3)).toBeUndefined();
    expect(around((...words) => `${words.join(' ')} ${words.join(' ')}`, 1)).toBeUndefined();
    expect(around((...words) => words.toReversed().join(' '), 2)).toBeUndefined();
  });
});

describe('placesOfWords', () => {
  const placed = (...words: readonly string[]) => {
    const text = render(...words);
    return placesOfWords(render, words, text)?.map(({ start, end }) => text.slice(start, end));
  };

  it('finds every word, trimmed as the template trims', () => {
    expect(placed(' What?', 'A cat.', 'Where? ')).toEqual(['What?', 'A cat.', 'Where?']);
    expect(placed('U: ', 'A:', '')).toEqual(['U:', 'A:', '']);
  });

  it('is undefined where the words change what is written around them', () => {
    const shy = (...words: readonly string[]) => words.map((each) => (each === 'a' ? 'A!' : each)).join(' ');
    expect(placesOfWords(shy, ['a', 'b', 'c'], shy('a', 'b', 'c'))).toBeUndefined();
  });
});
