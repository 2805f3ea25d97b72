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

  it('keeps a category whose first files are broken or empty, and names them', async () => {
    const folder = layOut(
      {
        'OCR/0001.txt': 'Is the word in the logo "a"? Please answer yes or no.',
        'OCR/0002.txt': '',
        'OCR/0003.txt': lines('Is it "b"? Please answer yes or no.\tYes', 'Is it "c"?'),
        'OCR/0004.txt': two('"d"'),
      },
      ['OCR/0003.jpg'],
    );
    const set = await read(folder);
    expect(set.questions.map(({ id }) => id)).toEqual(['OCR/0003#1']);
    expect(set.refused).toEqual([
      ['OCR/0001.txt', 1, 'It is no question with its yes or no behind a tab.'],
      ['OCR/0002.txt', 1, 'It is empty.'],
      ['OCR/0003.txt', 2, 'It is no question with its yes or no behind a tab.'],
      ['OCR/0004.txt', 1, "The image 'OCR/0004.jpg' is not there."],
      ['OCR/0004.txt', 2, "The image 'OCR/0004.jpg' is not there."],
    ]);
  });

  it('keeps a table that has a broken line, and finds the pictures of cognition, which are PNG', async () => {
    const table = 'eval_tool/LaVIN/code_reasoning.txt';
    const folder = layOut(
      {
        [table]: lines(
          '0001.png\tIs the output 1? Please answer yes or no.\tYes\tYes, it is.',
          '0001.png\tIs the output 2? Please answer yes or no.',
          '0002.png\tIs the output 3? Please answer yes or no.\tYes\tno',
        ),
      },
      ['code_reasoning/0001.png', 'count/0002.png'],
    );
    const set = await read(folder);
    expect(set.questions.map(({ path, kind }) => [path, kind])).toEqual([
      ['code_reasoning/0001.png', 'code_reasoning'],
    ]);
    expect(set.refused).toEqual([
      [table, 2, 'It is no question with its yes or no behind a tab.'],
      [table, 3, "The image 'code_reasoning/0002.png' is not there."],
    ]);
  });

  it('finds the pictures of artwork where the release has them, one folder below the others', async () => {
    const root = 'MME_Benchmark_release_version/MME_Benchmark/artwork';
    const set = await read(
      layOut({ [`${root}/questions_answers_YN/10002.txt`]: two('a mill') }, [
        `${root}/images/toy_dataset/10002.jpg`,
        'toy_dataset/10002.jpg',
      ]),
    );
    expect(set.questions.map(({ id, path }) => [id, path])).toEqual([
      ['artwork/10002#1', `${root}/images/toy_dataset/10002.jpg`],
      ['artwork/10002#2', `${root}/images/toy_dataset/10002.jpg`],
    ]);
  });
});
