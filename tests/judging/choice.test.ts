import { describe, expect, it } from 'vitest';
import { lettered } from '../../src-engine/judging/options.ts';
import { scorers } from '../../src-engine/judging/scorers.ts';
import { addTallies } from '../../src-engine/judging/tally.ts';

const { choice } = scorers;
const question = 'What is it?\nA. krill\nB. whale\nC. a large squid\nD. sea otter';

function scoreOf(given: string, accepted: readonly string[], asked?: string): number {
  return choice.score(choice.tally(given, accepted, asked === undefined ? undefined : { question: asked }));
}

describe('the scorer choice', () => {
  it.each([
    'B',
    'b',
    '(B)',
    'B.',
    'B)',
    'B: whale',
    'B. whale',
    '(B) whale',
    '**B**',
    'The answer is B.',
    'The answer is (B) because whales are large.',
    'Answer: B',
    'answer: b.',
    '\uff08B\uff09',
    '\u7b54\u6848\u662fB\u3002',
    'I would choose B.',
    'A is wrong, so the correct answer is B',
  ])('finds the letter in %j, also where the options are not known', (given) => {
    expect(scoreOf(given, ['B'])).toBe(1);
    expect(scoreOf(given, ['B'], question)).toBe(1);
    expect(scoreOf(given, ['A'])).toBe(0);
    expect(scoreOf(given, ['A'], question)).toBe(0);
  });

  it.each(['A', 'A. krill', 'The answer is A.', '(A)', 'It is A'])(
    'takes %j for A, which is no article',
    (given) => {
      expect(scoreOf(given, ['A'])).toBe(1);
      expect(scoreOf(given, ['B'])).toBe(0);
    },
  );

  it.each(['whale', 'Whale.', 'It is a whale.', 'A whale is shown'])(
    "finds the option's text in %j where the options are known",
    (given) => {
      expect(scoreOf(given, ['B'], question)).toBe(1);
      expect(scoreOf(given, ['A'], question)).toBe(0);
    },
  );

  it('takes texts as accepted answers, with their letter or alone', () => {
    expect(scoreOf('B', ['whale'], question)).toBe(1);
    expect(scoreOf('It is a whale.', ['B', 'whale'])).toBe(1);
    expect(scoreOf('(B)', ['B. whale'])).toBe(1);
    expect(scoreOf('whale', ['(B) whale'])).toBe(1);
    expect(scoreOf('T. rex', ['T. rex'])).toBe(1);
    expect(scoreOf('krill', ['whale'])).toBe(0);
  });

  it('takes options from the data where the question does not hold them', () => {
    const asked = { question: 'What is it?', options: lettered(['krill', 'whale']) };
    expect(choice.tally('a whale', ['B'], asked)).toEqual([1, 1, 0]);
    expect(choice.tally('krill', ['B'], asked)).toEqual([0, 1, 0]);
  });

  it.each(['N/A', 'A/B', 'E', 'U.S.A.', 'I am not sure', 'A whale or a sea otter', 'redwhale', ''])(
    'finds no choice in %j',
    (given) => {
      expect(choice.tally(given, ['A'], { question })).toEqual([0, 1, 1]);
    },
  );

  it('counts answers that name no option as wrong, and says how many', () => {
    const total = ['whale', 'I do not know.', '', 'The whale eats krill.']
      .map((given) => choice.tally(given, ['B'], { question }))
      .reduce((sum, tally) => addTallies(sum, tally));
    expect(choice.score(total)).toBe(1 / 4);
    expect(choice.figures!(total)).toEqual({ undecided: 3 / 4 });
  });
});
