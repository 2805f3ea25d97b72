import { describe, expect, it } from 'vitest';
import { scorers } from '../../src-engine/judging/scorers.ts';
import { addTallies, noTally } from '../../src-engine/judging/tally.ts';
import { popesYesOrNo, yesOrNo } from '../../src-engine/judging/yes-no.ts';

type Answers = readonly (readonly [given: string, wanted: string])[];

function totalOf(answers: Answers, name: 'yes-no' | 'yes-no:pope' = 'yes-no') {
  return answers
    .map(([given, wanted]) => scorers[name].tally(given, [wanted]))
    .reduce((sum, tally) => addTallies(sum, tally), noTally);
}

const f1 = (answers: Answers): number => scorers['yes-no'].score(totalOf(answers));

// 2 true positives, 1 false positive, 1 false negative, 1 true negative
const mixed = [
  ['Yes.', 'yes'],
  ['yes, there is', 'Yes.'],
  ['Yes', 'no'],
  ['No', 'yes'],
  ['no', 'no'],
] as const;

describe('the scorer yes-no', () => {
  it('is the F1 of yes', () => {
    expect(f1(mixed)).toBeCloseTo(4 / 6, 12);
  });

  it('takes an answer that is neither as the wrong one', () => {
    expect(f1([['Perhaps.', 'yes']])).toBe(0);
    expect(
      f1([
        ['yes', 'yes'],
        ['Perhaps.', 'no'],
      ]),
    ).toBeCloseTo(2 / 3, 12);
  });

  it('is 1 without a mistake, also where nothing was to be answered by yes', () => {
    expect(f1([['no', 'no']])).toBe(1);
  });

  it('refuses questions that have other answers', () => {
    expect(() => scorers['yes-no'].tally('yes', ['a cat'])).toThrow(/answer is yes or no; choose another/);
    expect(() => scorers['yes-no'].tally('yes', ['yes', 'no'])).toThrow(/choose another scorer/);
  });

  it('tells accuracy, precision, recall, F1, the share of yes and of neither', () => {
    const figures = scorers['yes-no'].figures!(totalOf([...mixed, ['Perhaps.', 'no']]));
    expect(figures).toEqual({
      accuracy: 3 / 6,
      precision: 2 / 4, // the answer that is neither counts as a wrong yes
      recall: 2 / 3,
      f1: 4 / 7,
      yes: 3 / 6,
      undecided: 1 / 6,
    });
  });

  it('leaves open what was never counted', () => {
    expect(scorers['yes-no'].figures!(totalOf([['no', 'no']]))).toMatchObject({
      accuracy: 1,
      precision: null,
      recall: null,
      f1: null,
    });
    expect(scorers['yes-no'].figures!(noTally)['accuracy']).toBeNull();
  });
});

describe('yesOrNo', () => {
  it.each([
    ['Yes', 'yes'],
    ['No, there is not.', 'no'],
    ['There is no dog', 'no'],
    ['The answer is yes.', 'yes'],
    ['Yes, there is no doubt', 'yes'], // the first word decides
    ['I would say yes and no', undefined],
    ['There is a dog', undefined],
    ['I do not know', undefined],
    ['None', undefined],
    ['', undefined],
  ] as const)('takes %j for %j', (text, verdict) => {
    expect(yesOrNo(text)).toBe(verdict);
  });
});

describe("POPE's rule", () => {
  it('knows nothing undecided: what has none of its three words is a yes', () => {
    expect(popesYesOrNo('There is no dog')).toBe('no');
    expect(popesYesOrNo('There is a dog')).toBe('yes');
    const figures = scorers['yes-no:pope'].figures!(
      totalOf(
        [
          ['There is no dog', 'no'],
          ['Perhaps', 'yes'],
          ['Perhaps', 'no'],
        ],
        'yes-no:pope',
      ),
    );
    expect(figures).toEqual({
      accuracy: 2 / 3,
      precision: 1 / 2,
      recall: 1,
      f1: 2 / 3,
      yes: 2 / 3,
      undecided: 0,
    });
  });
});
