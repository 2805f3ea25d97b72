import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScorerName } from '../../src-engine/engine.ts';
import { lettered } from '../../src-engine/judging/options.ts';
import {
  contains,
  exactMatch,
  levenshteinSimilarity,
  scorers,
  softAccuracy,
} from '../../src-engine/judging/scorers.ts';
import { addTallies } from '../../src-engine/judging/tally.ts';

const people = (counts: Record<string, number>): string[] =>
  Object.entries(counts).flatMap(([answer, count]) => new Array<string>(count).fill(answer));

describe('exactMatch', () => {
  it('is 1 for any of the accepted answers, whatever their case, articles and punctuation', () => {
    expect(exactMatch('a doughnut', ['A doughnut.'])).toBe(1);
    expect(exactMatch('Two', ['three', '2'])).toBe(1);
    expect(exactMatch('doughnuts', ['doughnut'])).toBe(0);
    expect(exactMatch('A doughnut and a cat', ['A doughnut'])).toBe(0);
    expect(exactMatch('', ['cat'])).toBe(0);
  });

  it('keeps a letter that is the answer, or that the answer ends in', () => {
    expect(exactMatch('A.', ['A'])).toBe(1);
    expect(exactMatch('(A)', ['A'])).toBe(1);
    expect(exactMatch('Vitamin A', ['vitamin'])).toBe(0);
    expect(exactMatch('Vitamin A.', ['vitamin A'])).toBe(1);
    expect(exactMatch('A. krill', ['A'])).toBe(0); // more than the answer
  });
});

describe('contains', () => {
  it('looks for whole words in order', () => {
    expect(contains('I think it is a red fox.', ['the red fox'])).toBe(1);
    expect(contains('It is a foxtrot.', ['fox'])).toBe(0);
    expect(contains('There are three.', ['3'])).toBe(1);
    expect(contains('13', ['3'])).toBe(0);
  });

  it.each([
    ['A. krill', 'A', 1],
    ['The answer is A.', 'A', 1],
    ['(A)', 'A', 1],
    ['B. whale', 'B', 1],
    ['A dog', 'A', 0],
    ['It is a dog', 'A', 0],
  ])('finds the letter of a choice, and no article: %j, wanted %j: %i', (given, accepted, score) => {
    expect(contains(given, [accepted])).toBe(score);
  });
});

describe('softAccuracy', () => {
  it.each([
    [0, 0],
    [1, 0.3],
    [2, 0.6],
    [3, 0.9],
    [4, 1],
    [10, 1],
  ])('with %i of ten people agreeing is %d', (agreeing, score) => {
    expect(softAccuracy('cat', people({ cat: agreeing, dog: 10 - agreeing }))).toBeCloseTo(score, 12);
  });

  it.each([
    ['U.S.A.', 'usa', 1],
    ['5 p.m.', '5 pm', 1],
    ['9 a.m.', '9 m', 0],
    ['L.A.', 'L', 0],
    ['dont know', "don't know", 1],
    ['twenty', '20', 0], // words from zero to ten alone
    ['none', '0', 1],
    ['red/blue', 'red blue', 1],
  ])('normalises as published, whoever agrees: %j to ten times %j is %i', (given, accepted, score) => {
    expect(softAccuracy(given, people({ [accepted]: 10 }))).toBe(score);
  });

  it('is a match where one person was asked', () => {
    expect(softAccuracy('The cat', ['cat'])).toBe(1);
    expect(softAccuracy('dog', ['cat'])).toBe(0);
  });

  it('asks all the others to agree where there are three people or fewer', () => {
    expect(softAccuracy('cat', ['cat', 'dog'])).toBe(0.5);
    expect(softAccuracy('cat', ['cat', 'cat', 'dog'])).toBeCloseTo((2 * 0.5 + 1) / 3, 12);
    expect(softAccuracy('cat', ['cat', 'cat', 'cat'])).toBe(1);
  });
});

describe('levenshteinSimilarity', () => {
  it.each([
    ['hello world', ['Hello  World'], 1],
    ['helo', ['hello'], 0.8],
    ['abcd', ['abxy'], 0], // half of it wrong is another answer
    ['abcde', ['abxye'], 0.6],
    ['abc', ['xyz', 'abd'], 2 / 3], // the nearest counts
    ['', ['a'], 0],
    ['', [''], 1],
    ['the cat', ['cat'], 0], // 4 of 7 characters too many
  ])('of %j to %j is %d', (given, accepted, score) => {
    expect(levenshteinSimilarity(given, accepted)).toBeCloseTo(score, 12);
  });
});

/** Yes and no as each benchmark would have them: of ten people, as the letters of two options, in one of MME's categories. */
function posed(name: ScorerName, given: string, wanted: string) {
  const letter = (text: string): string => text.replace('yes', 'A').replace('no', 'B');
  const asked = { question: 'Is it?', kind: 'existence', options: lettered(['krill', 'whale']) };
  if (name === 'vqa:vqav2' || name === 'vqa:textvqa')
    return { given, accepted: Array.from({ length: 10 }, () => wanted), asked };
  if (name === 'choice:scienceqa' || name === 'choice:mmbench')
    return { given: letter(given), accepted: [letter(wanted)], asked };
  return name === 'choice' ? { given, accepted: [wanted] } : { given, accepted: [wanted], asked };
}

describe('every scorer', () => {
  const yesOrNo = fc.constantFrom('yes', 'no', 'Yes.', 'perhaps');

  it.each(Object.values(scorers))('$name scores sets between 0 and 1, and right answers 1', (scorer) => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(yesOrNo, fc.constantFrom('yes', 'no')), { minLength: 1, maxLength: 12 }),
        (answers) => {
          const scoreOf = (pairs: readonly (readonly [string, string])[]): number =>
            scorer.score(
              pairs
                .map(([given, wanted]) => posed(scorer.name, given, wanted))
                .map(({ given, accepted, asked }) => scorer.tally(given, accepted, asked))
                .reduce((sum, tally) => addTallies(sum, tally)),
            );
          const score = scoreOf(answers);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
          expect(scoreOf(answers.map(([, wanted]) => [wanted, wanted] as const))).toBe(1);
        },
      ),
    );
  });
});
