import { describe, expect, it } from 'vitest';
import { layOut, read } from './laid-out.ts';

const problem = (more = {}) => ({
  question: 'Which is farthest north?',
  choices: ['West Virginia', 'Louisiana'],
  answer: 1,
  hint: '',
  image: 'image.png',
  task: 'closed choice',
  grade: 'grade2',
  subject: 'social science',
  lecture: 'Maps have four cardinal directions.',
  solution: '',
  split: 'test',
  ...more,
});
const problems = {
  '4': problem(),
  '5': problem({ image: null }),
  '6': problem({ hint: 'Read the map.', answer: 0, subject: 'natural science' }),
  '7': problem({ answer: 2 }),
  '8': problem({ split: 'train' }),
};
const splits = { train: ['8'], val: [], test: ['4', '5', '6', '7'], minitest: ['6'] };
const files = { 'problems.json': problems, 'pid_splits.json': splits };
const images = ['4', '6', '7'].map((id) => `images/test/${id}/image.png`);

describe('ScienceQA', () => {
  it('asks the problems with an image of the test split, with hint and options', async () => {
    const set = await read(layOut(files, images));
    expect([set.set, set.split, set.splits, set.scorer]).toEqual([
      'scienceqa',
      'test',
      ['test', 'val', 'minitest', 'train'],
      'choice:scienceqa',
    ]);
    expect(
      set.questions.map(({ id, path, question, answers, kind }) => [id, path, question, answers, kind]),
    ).toEqual([
      ['4', images[0], 'Which is farthest north?\nA. West Virginia\nB. Louisiana', ['B'], 'social science'],
      [
        '6',
        images[1],
        'Read the map.\nWhich is farthest north?\nA. West Virginia\nB. Louisiana',
        ['A'],
        'natural science',
      ],
    ]);
    expect(set.notes).toEqual([
      'One problem of test without an image is not asked: the score is what is published as IMG.',
    ]);
    expect(set.refused).toEqual([['problems.json', 4, '"answer" is 2, but there are 2 choices.']]);
  });

  it('reads a smaller split, and the splits that problems say themselves', async () => {
    expect((await read(layOut(files, images), { split: 'minitest' })).questions.map(({ id }) => id)).toEqual([
      '6',
    ]);
    const alone = await read(layOut({ 'problems.json': problems }, ['images/train/8/image.png']), {
      split: 'train',
    });
    expect(alone.questions.map(({ id }) => id)).toEqual(['8']);
  });
});
