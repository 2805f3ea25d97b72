import { describe, expect, it } from 'vitest';
import { layOut, read } from './laid-out.ts';

const entry = (imageId: string, answer: string, more = {}) => ({
  semantic: [{ operation: 'select', dependencies: [], argument: 'scene' }],
  entailed: [],
  equivalent: ['201307251'],
  question: 'Is it overcast?',
  imageId,
  isBalanced: true,
  groups: { global: null, local: '10-weather' },
  answer,
  semanticStr: 'select',
  annotations: { answer: {}, question: {}, fullAnswer: {} },
  types: { detailed: 'weatherVerify', semantic: 'global', structural: 'verify' },
  fullAnswer: 'No.',
  ...more,
});

const files = {
  'questions/testdev_balanced_questions.json': {
    '201307251': entry('n161313', 'no'),
    '201640614': entry('n235859', 'yes', { types: { structural: 'query' } }),
    '900000000': { imageId: 'n161313', question: 'What?' },
  },
  'questions/val_all_questions.json': {
    '1': entry('n161313', 'no'),
    '2': entry('n161313', 'no', { isBalanced: false }),
  },
};

describe('GQA', () => {
  it('is recognised by its questions; the balanced part of testdev is the usual one', async () => {
    const set = await read(layOut(files, ['images/n161313.jpg', 'images/n235859.jpg']));
    expect([set.set, set.split, set.splits, set.scorer]).toEqual([
      'gqa',
      'testdev_balanced',
      ['testdev_balanced', 'val_all'],
      'exact:gqa',
    ]);
    expect(set.questions.map(({ id, path, answers, kind }) => [id, path, answers, kind])).toEqual([
      ['201307251', 'images/n161313.jpg', ['no'], 'verify'],
      ['201640614', 'images/n235859.jpg', ['yes'], 'query'],
    ]);
    expect(set.refused).toEqual([
      ['questions/testdev_balanced_questions.json', 3, "'answer' is missing, but must be text."],
    ]);
  });

  it('asks the balanced questions of a part that has others, and says so', async () => {
    const set = await read(layOut(files, ['images/n161313.jpg']), { split: 'val' });
    expect(set.questions.map(({ id }) => id)).toEqual(['1']);
    expect(set.notes).toEqual([
      'One question is not asked: GQA counts its accuracy over the balanced questions.',
    ]);
  });

  it('leaves an entry that is no JSON and one whose image is missing out by file and entry', async () => {
    const file = 'questions1.2/val_balanced_questions.json';
    const text = JSON.stringify({
      '1': entry('n1', 'no'),
      '2': entry('n2', 'no'),
      '3': entry('2405722', 'no'),
    });
    const set = await read(
      layOut(
        {
          [file]: text.replace(
            '"201307251"],"question":"Is it overcast?","imageId":"n2"',
            '"x"],"question":?',
          ),
        },
        ['allImages/images/2405722.jpg'],
      ),
    );
    expect(set.questions.map(({ id, path }) => [id, path])).toEqual([['3', 'allImages/images/2405722.jpg']]);
    expect(set.refused).toEqual([
      [file, 1, "The image 'n1.jpg' is not there."],
      [file, 2, 'It is not JSON.'],
    ]);
  });

  it('takes the parts of the training questions as splits, and the files of scene graphs and choices for no questions', async () => {
    const part = { '1': entry('n1', 'no') };
    const folder = layOut(
      {
        'questions1.2/train_all_questions/train_all_questions_0.json': part,
        'questions1.2/train_all_questions/train_all_questions_1.json': part,
        'questions1.2/submission_all_questions.json': {
          '1': { question: 'What?', imageId: 'n1', isBalanced: true },
        },
        'eval/val_choices.json': { '1': { valid: ['no'], plausible: ['no'] } },
        'sceneGraphs/val_sceneGraphs.json': { n1: { width: 500, objects: {} } },
      },
      ['images/n1.jpg'],
    );
    expect((await read(folder)).splits).toEqual(['train_all_0', 'train_all_1']);
    const submission = `${folder}/questions1.2/submission_all_questions.json`;
    await expect(read(folder, { data: submission })).rejects.toThrow(
      /submission_all_questions\.json' is GQA's questions file without answers; give one of a part that has them/,
    );
  });
});
