import { describe, expect, it } from 'vitest';
import {
  isRight,
  knownAnswer,
  trueDescription,
  type KnownAnswer,
} from '../../src-engine/judging/known-answers.ts';

const known: readonly KnownAnswer[] = [
  { kind: 'what', question: 'What do you see?', answer: 'A cow and two ducks.' },
  {
    kind: 'describe',
    question: 'Describe the image.',
    answer: 'A cow and two ducks on a plain blue background.',
  },
  { kind: 'count', question: 'How many ducks do you see?', answer: 'Two.' },
  { kind: 'total', question: 'How many things are there?', answer: 'Three.' },
  { kind: 'exists', question: 'Is there a cow?', answer: 'Yes.' },
  { kind: 'bg', question: 'What color is the background?', answer: 'Blue.' },
  { kind: 'at', question: 'What is on the left?', answer: 'A cow.' },
];
const answerTo = (question: string) => knownAnswer(known, question)?.answer;

describe('knownAnswer', () => {
  it('finds a question as it stands, and in the careless spelling of a text field', () => {
    expect(answerTo('What is on the left?')).toBe('A cow.');
    expect(answerTo('  what is  on the left')).toBe('A cow.');
    expect(answerTo('What do you see!?')).toBe('A cow and two ducks.');
  });

  it.each([
    ['What is in the picture?', 'A cow and two ducks.'],
    ['What’s in the image?', 'A cow and two ducks.'],
    ['List everything in the image.', 'A cow and two ducks.'],
    ['Describe the picture.', 'A cow and two ducks on a plain blue background.'],
    ['Count the ducks.', 'Two.'],
    ['How many ducks are there?', 'Two.'],
    ['How many objects are there?', 'Three.'],
    ['Can you see a cow?', 'Yes.'],
    ['Is a cow in the picture?', 'Yes.'],
    ['What is the background color?', 'Blue.'],
  ])('knows "%s" as the same question in other words', (question, answer) => {
    expect(answerTo(question)).toBe(answer);
  });

  it.each(['How many cows are there?', 'What is on the right?', 'Who are you?', ''])(
    'claims nothing about "%s"',
    (question) => {
      expect(answerTo(question)).toBeUndefined();
    },
  );
});

describe('isRight', () => {
  it('judges the whole answer as the evaluation does', () => {
    const two = knownAnswer(known, 'Count the ducks.')!;
    expect(isRight(' 2', two)).toBe(true);
    expect(isRight('Two ducks.', two)).toBe(false);
  });
});

describe('trueDescription', () => {
  it('is the longest sentence that is known, or none', () => {
    expect(trueDescription(known)).toBe('A cow and two ducks on a plain blue background.');
    expect(trueDescription(known.slice(0, 1))).toBe('A cow and two ducks.');
    expect(trueDescription([])).toBeNull();
  });
});
