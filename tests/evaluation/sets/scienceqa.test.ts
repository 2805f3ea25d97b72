import { join } from 'node:path';
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

  it('finds the images of its repository, of its archives, and of evaluations that leave the folder of the split away', async () => {
    for (const [folder, images] of [
      ['data/scienceqa', 'data/scienceqa/images/test'],
      ['', 'test'],
      ['scienceqa', 'scienceqa/images'],
    ] as const) {
      const at = (name: string): string => (folder === '' ? name : `${folder}/${name}`);
      const set = await read(
        layOut({ [at('problems.json')]: problems, [at('pid_splits.json')]: splits }, [
          `${images}/4/image.png`,
        ]),
      );
      expect(set.questions.map(({ id, path }) => [id, path])).toEqual([['4', `${images}/4/image.png`]]);
    }
  });

  it('names broken problems and missing images by entry, and ids that the splits list and no problem has', async () => {
    const text = JSON.stringify({ '4': problem(), '5': problem({ choices: 'x' }), '6': problem() });
    const set = await read(
      layOut(
        {
          'problems.json': text,
          'pid_splits.json': { test: ['4', '5', '6', '9000'] },
        },
        ['images/test/4/image.png'],
      ),
    );
    expect(set.questions.map(({ id }) => id)).toEqual(['4']);
    expect(set.refused).toEqual([
      ['problems.json', 2, expect.stringMatching(/^'choices' [^.]+\.$/)],
      ['problems.json', 3, "The image 'test/6/image.png' is not there."],
    ]);
    expect(set.notes).toEqual([
      "One problem of test that pid_splits.json lists is not in problems.json ('9000').",
    ]);
  });

  it('refuses a broken list of splits in one sentence with its file', async () => {
    const folder = layOut({ 'problems.json': problems, 'pid_splits.json': '{"test": ["4"' }, images);
    await expect(read(folder)).rejects.toThrow(/pid_splits\.json' is not valid JSON; download it again\.$/);
  });

  it('is nobody’s concern where its broken list only lies near other questions', async () => {
    const folder = layOut({
      'mine/questions.jsonl': '{"image":"a.png","question":"Is it?","answers":["yes"]}',
      'mine/a.png': '',
      'scienceqa/problems.json': problems,
      'scienceqa/pid_splits.json': '{"test": ["4"',
    });
    const { set, questions } = await read(folder, { data: join(folder, 'mine/questions.jsonl') });
    expect([set, questions.length]).toEqual(['jsonl', 1]);
  });
});
