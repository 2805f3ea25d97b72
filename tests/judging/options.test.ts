import { describe, expect, it } from 'vitest';
import { lettered, optionsIn } from '../../src-engine/judging/options.ts';

const inOrder = (question: string) => [...optionsIn(question)];
const whales = [
  ['A', 'krill'],
  ['B', 'a whale'],
];

describe('optionsIn', () => {
  it.each([
    'What is it?\nA. krill\nB. a whale\nAnswer with the letter.',
    'What is it?\n(A) krill\n(B) a whale',
    'What is it?\r\nA) krill\r\nB) a whale\r\n',
    'A: krill\nB: a whale',
    'What is it? Options: (A) krill (B) a whale\nAnswer:',
    'What is it? A. krill B. a whale',
    'What did A. Smith see?\nA. krill\nB. a whale',
  ])('finds them in %j', (question) => {
    expect(inOrder(question)).toEqual(whales);
  });

  it.each(['What is it?', 'Is this vitamin A. or not?', 'A. Smith saw it.', 'A.krill\nB.whale', ''])(
    'finds none in %j',
    (question) => {
      expect(inOrder(question)).toEqual([]);
    },
  );

  it('stops at a gap', () => {
    expect(inOrder('A. one\nB. two\nD. four').map(([letter]) => letter)).toEqual(['A', 'B']);
  });
});

describe('lettered', () => {
  it('gives letters from A on, as many as there are', () => {
    expect([...lettered(['krill ', 'a whale'])]).toEqual(whales);
    expect(lettered(new Array<string>(27).fill('x')).size).toBe(0);
  });
});
