/** Scores worked out on paper from the rules of the benchmarks' own scripts (docs/engine.md names them), a sum beside each. */
import { describe, expect, it } from 'vitest';
import type { ScorerName } from '../../../src-engine/engine.ts';
import { lettered } from '../../../src-engine/judging/options.ts';
import { scorers } from '../../../src-engine/judging/scorers.ts';
import { addTallies, noTally, type Asked, type Tally } from '../../../src-engine/judging/tally.ts';

const scoreOf = (name: ScorerName, given: string, accepted: readonly string[], asked?: Asked): number =>
  scorers[name].score(scorers[name].tally(given, accepted, asked));

const sumOf = (tallies: readonly Tally[]): Tally =>
  tallies.reduce((sum, tally) => addTallies(sum, tally), noTally);

/** Three say "down", six "up", one "left". */
const people = ['down', 'down', 'down', 'up', 'up', 'up', 'up', 'up', 'up', 'left'];

describe('scores worked out on paper', () => {
  it('VQAv2 leaves every person out in turn and wants three of the others', () => {
    // Those three meet two others: 2/3 each; the other seven meet three: 1 each. (3 * 2/3 + 7) / 10
    expect(scoreOf('vqa:vqav2', 'Down', people)).toBeCloseTo(0.9, 12);
    // He himself meets nobody, nine meet one: (0 + 9 * 1/3) / 10
    expect(scoreOf('vqa:vqav2', 'left', people)).toBeCloseTo(0.3, 12);
    expect(scoreOf('vqa:vqav2', 'up', people)).toBe(1);
    expect(scoreOf('vqa:vqav2', 'down there', people)).toBe(0);
  });

  it('VQAv2 turns number words into digits and drops articles where people disagree', () => {
    const counted = ['2', '2', '2', '2', '2', '3', '3', '3', '3', '3'];
    expect(scoreOf('vqa:vqav2', 'two', counted)).toBe(1);
    expect(scoreOf('vqa:vqav2', 'the two', counted)).toBe(1);
    expect(
      scoreOf(
        'vqa:vqav2',
        'two',
        Array.from({ length: 10 }, () => '2'),
      ),
    ).toBe(0);
  });

  it('TextVQA does the same with its own normal form, also where all say the same', () => {
    expect(scoreOf('vqa:textvqa', 'DOWN', people)).toBeCloseTo(0.9, 12);
    expect(
      scoreOf(
        'vqa:textvqa',
        'two',
        Array.from({ length: 10 }, () => '2'),
      ),
    ).toBe(1);
    expect(
      scoreOf(
        'vqa:textvqa',
        '1,000',
        Array.from({ length: 10 }, () => '1000'),
      ),
    ).toBe(1);
  });

  it('GQA wants the whole answer, in small letters and without the point that ends it', () => {
    const given = ['Yes.', 'yes', 'yes, it is', 'no'];
    expect(given.map((text) => scoreOf('exact:gqa', text, ['yes']))).toEqual([1, 1, 0, 0]);
  });

  it('POPE reads the first sentence, where only no, No and not make a no', () => {
    const asked: readonly [given: string, label: string][] = [
      ['Yes, there is a dog.', 'yes'], // found
      ['There is, but it is not large.', 'yes'], // missed: "not"
      ['I see none.', 'no'], // said to be there: "none" is no "no"
      ['Sure. No, it is not there.', 'no'], // said to be there: the second sentence is not read
      ['No', 'no'],
      ['NO', 'no'], // said to be there: capitals are not known
    ];
    const total = sumOf(asked.map(([given, label]) => scorers['yes-no:pope'].tally(given, [label])));
    // 1 found, 3 wrongly said, 1 missed, 1 rightly denied: precision 1/4, recall 1/2, F1 2 * 1 / (2 * 1 + 3 + 1)
    expect(scorers['yes-no:pope'].score(total)).toBeCloseTo(1 / 3, 12);
    expect(scorers['yes-no:pope'].figures!(total)).toMatchObject({
      accuracy: 2 / 6,
      precision: 1 / 4,
      recall: 1 / 2,
      yes: 4 / 6,
    });
  });

  it('MME gives a category a point for each per cent right, and one for each per cent of images right twice', () => {
    const { tally, combine, figures } = scorers['yes-no:mme'];
    const image = (kind: string, first: string, second: string): Tally =>
      combine!([
        tally(first, ['yes'], { question: '', kind }),
        tally(second, ['no'], { question: '', kind }),
      ]);
    const total = sumOf([
      image('count', 'Yes', 'No'), // both right
      image('count', 'Yes, two.', 'It is not.'), // the first four letters "it i" are neither
      image('code_reasoning', 'Not sure', 'not sure'), // no and no: one right
    ]);
    // count: 3 of 4 and 1 of 2 images, 75 + 50 points; code_reasoning: 1 of 2 and no image, 50 + 0 points
    const { perception, cognition, undecided } = figures!(total);
    expect([100 * perception!, 100 * cognition!]).toEqual([125, 50]);
    expect(undecided).toBeCloseTo(1 / 6, 12);
  });

  it('ScienceQA takes a letter, a letter with a point and a space, or one sentence that says it', () => {
    const asked = { question: 'Which?', options: lettered(['krill', 'whale', 'seal']) };
    const given = ['B', 'B. whale', 'So it eats. The answer is B.', '(B)', 'b', 'whale', 'D'];
    expect(given.map((text) => scoreOf('choice:scienceqa', text, ['B'], asked))).toEqual([
      1, 1, 1, 0, 0, 0, 0,
    ]);
    const twice = 'The answer is A. The answer is B.';
    expect(scoreOf('choice:scienceqa', twice, ['B'], asked)).toBe(0);
  });

  it('MMBench wants every turn of a question, by the one letter or the one text in the answer', () => {
    const { tally, combine, score, figures } = scorers['choice:mmbench'];
    const round = (given: string, wanted: string, ...texts: readonly string[]): Tally =>
      tally(given, [wanted], { question: 'Which?', options: lettered(texts) });
    const total = sumOf([
      combine!([round('B', 'B', 'red', 'blue'), round('(A)', 'A', 'blue', 'red')]), // both right
      combine!([round('It is blue.', 'B', 'red', 'blue'), round('B', 'A', 'blue', 'red')]), // one right
      combine!([round('A or B', 'A', 'red', 'blue')]), // two letters, no text
    ]);
    expect(score(total)).toBeCloseTo(1 / 3, 12);
    expect(figures!(total)).toEqual({ rounds: 3 / 5, undecided: 1 / 5 });
  });

  it('MMBench keeps the letters of options where one is empty', () => {
    const options = new Map([
      ['A', 'red'],
      ['C', 'blue'],
    ]);
    const given = ['C', 'the blue one', 'B'];
    expect(
      given.map((text) => scoreOf('choice:mmbench', text, ['C'], { question: 'Which?', options })),
    ).toEqual([1, 1, 0]);
  });

  it('DocVQA counts one half of the letters as just enough, against the nearest accepted answer', () => {
    expect(scoreOf('anls:docvqa', 'abxx', ['abcd'])).toBe(0.5); // 2 of 4 wrong
    expect(scoreOf('anls:docvqa', 'axxx', ['abcd'])).toBe(0); // 3 of 4 wrong
    expect(scoreOf('anls:docvqa', '1/8/93', ['1/8/1993', '1/8/93.'])).toBeCloseTo(1 - 1 / 7, 12);
    expect(scoreOf('anls:docvqa', 'ITC  Limited', ['itc limited'])).toBe(1);
  });
});
