import { describe, expect, it } from 'vitest';
import { layOut, lines, read } from './laid-out.ts';

const two = (thing: string): string =>
  lines(
    `Is there ${thing}? Please answer yes or no.\tYes`,
    'Is there a cow? Please answer yes or no.\tNo',
    '',
  );

const files = {
  'existence/000000006040.txt': two('a refrigerator'),
  'artwork/questions_answers_YN/10002.txt': two('a mill'),
  'artwork/questions_answers_YN/10009.txt': 'Is this a portrait? Please answer yes or no.\tperhaps\n',
  'readme.txt': 'MME\n',
};
const images = ['existence/000000006040.jpg', 'artwork/images/10002.jpg', 'artwork/images/10009.jpg'];

describe('MME', () => {
  it('reads both forms of its folders, two questions an image as one group', async () => {
    const set = await read(layOut(files, images));
    expect([set.set, set.split, set.scorer, set.instruction, set.files]).toEqual([
      'mme',
      null,
      'yes-no:mme',
      null,
      ['existence', 'artwork/questions_answers_YN'],
    ]);
    expect(
      set.questions.map(({ id, path, answers, kind, group }) => [id, path, answers, kind, group]),
    ).toEqual([
      ['existence/000000006040#1', images[0], ['yes'], 'existence', 'existence/000000006040'],
      ['existence/000000006040#2', images[0], ['no'], 'existence', 'existence/000000006040'],
      ['artwork/10002#1', images[1], ['yes'], 'artwork', 'artwork/10002'],
      ['artwork/10002#2', images[1], ['no'], 'artwork', 'artwork/10002'],
    ]);
    expect(set.notes[0]).toMatch(/^12 of MME's 14 categories are not there \(count, position, /);
  });

  it('names a line that is no question with its answer', async () => {
    const set = await read(layOut(files, images));
    expect(set.refused).toEqual([
      ['artwork/questions_answers_YN/10009.txt', 1, 'It is no question with its yes or no behind a tab.'],
    ]);
  });

  it("reads the tables of its evaluation tool, with a model's answers in them or without", async () => {
    const folder = layOut(
      {
        'eval_tool/Your_Results/count.txt': lines(
          'a.jpg\tAre there two? Please answer yes or no.\tYes\tYes',
          'a.jpg\tAre there three?\tNo',
        ),
      },
      ['count/a.jpg'],
    );
    const set = await read(folder);
    expect(set.questions.map(({ id, path, question }) => [id, path, question])).toEqual([
      ['count/a.jpg#1', 'count/a.jpg', 'Are there two? Please answer yes or no.'],
      ['count/a.jpg#2', 'count/a.jpg', 'Are there three?'],
    ]);
  });
});
