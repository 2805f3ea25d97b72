import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../src-engine/errors.ts';
import { openAnswerStore } from '../../../src-engine/evaluation/answer-store.ts';
import { askAll } from '../../../src-engine/evaluation/ask-all.ts';
import { embeddedPictures } from '../../../src-engine/evaluation/embedded-pictures.ts';
import { readSet } from '../../../src-engine/evaluation/read-set.ts';
import { refusedLine } from '../../../src-engine/evaluation/usable.ts';
import { askedModes, scriptedSubject } from '../scripted-subject.ts';
import { layOut, lines, read } from './laid-out.ts';

const bytes = Buffer.from(Array.from({ length: 3000 }, (_, at) => at % 251));
const image = bytes.toString('base64');
const row = (...cells: readonly string[]): string => cells.join('\t');
const head = row(
  'index',
  'question',
  'hint',
  'A',
  'B',
  'C',
  'D',
  'answer',
  'category',
  'image',
  'l2-category',
);
const files = {
  'mmbench_dev_20230712.tsv': lines(
    head,
    row(
      '241',
      'Which one?',
      '"Read:\nall ""three"""',
      'red',
      'blue',
      '',
      'nan',
      'B',
      'attribute',
      image,
      'perception',
    ),
    row('252', 'How many?', 'nan', 'one', 'two', 'three', 'four', 'E', 'count', image, 'perception'),
    row('1000241', 'Which one?', 'nan', 'blue', 'red', '', '', 'A', 'attribute', '241', 'perception'),
    row('2000999', 'Which one?', 'nan', 'blue', 'red', '', '', 'A', 'attribute', '241', 'perception'),
    row('300', 'too', 'few'),
    row('301', 'Which?', '', 'x', 'y', '', '', 'A', 'count', '77', 'logic'),
  ),
};

describe('MMBench', () => {
  it('reads rounds of a question as a group, with hint and options, images left where they are', async () => {
    const set = await read(layOut(files));
    expect([set.set, set.split, set.scorer]).toEqual(['mmbench', 'mmbench_dev_20230712', 'choice:mmbench']);
    expect(
      set.questions.map(({ id, question, answers, kind, group }) => [id, question, answers, kind, group]),
    ).toEqual([
      ['241', 'Read:\nall "three"\nWhich one?\nA. red\nB. blue', ['B'], 'perception', '241'],
      ['1000241', 'Which one?\nA. blue\nB. red', ['A'], 'perception', '241'],
    ]);
    const [first, second] = set.questions;
    expect(first!.path).toBe(second!.path);
    expect(first!.path).toMatch(/mmbench_dev_20230712\.tsv#241$/);
  });

  it('names rows that cannot be used by the line that they begin in', async () => {
    const [file] = Object.keys(files);
    expect((await read(layOut(files))).refused).toEqual([
      [file, 4, 'It has no option E.'],
      [file, 6, 'It is a round of the question 999, which is not there.'],
      [file, 7, 'It has 3 columns, but the table 11.'],
      [file, 8, "The image '77' is not there."],
    ]);
  });

  it('decodes an image when its question is asked, into a file named by its content', async () => {
    const folder = layOut(files);
    const { questions } = await readSet({ data: folder });
    const pictures = embeddedPictures(join(folder, 'pictures'));
    const file = await pictures.fileOf(questions[0]!);
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expect(await pictures.fileOf(questions[1]!)).toBe(file);
    expect(pictures.pathOf(questions[0]!.path)).toBe(file);
  });

  it('refuses what is no base64 in one sentence', async () => {
    const broken = lines(head, row('1', 'Which?', '', 'x', 'y', '', '', 'A', 'c', '!'.repeat(100), 'l'));
    const folder = layOut({ 'a.tsv': broken });
    const { questions } = await readSet({ data: folder });
    await expect(embeddedPictures(folder).fileOf(questions[0]!)).rejects.toThrow(
      "The image '1' inside the file is no base64; download the file again.",
    );
  });

  it('takes every letter that has a text, also behind an empty one, and columns in capitals', async () => {
    const table = lines(
      row('Index', 'Question', 'A', 'B', 'C', 'answer', 'image', 'L2-category'),
      row('1', 'Which?', 'red', 'nan', ' blue', 'C', image, 'logic'),
    );
    const set = await read(layOut({ 'MMBench_DEV_CN.tsv': table }));
    const [question] = set.questions;
    expect([question!.question, question!.answers, question!.kind]).toEqual([
      'Which?\nA. red\nC.  blue',
      ['C'],
      'logic',
    ]);
    expect([...question!.options!]).toEqual([
      ['A', 'red'],
      ['C', ' blue'],
    ]);
  });

  it('says which column is missing, with the name of the file', async () => {
    const without = (name: string): string =>
      lines(
        ...[head, row('1', 'Which?', '', 'x', 'y', '', '', 'A', 'c', image, 'l')].map((each) => {
          const at = head.split('\t').indexOf(name);
          return row(...each.split('\t').filter((_, index) => index !== at));
        }),
      );
    const given = async (name: string): Promise<unknown> => {
      const folder = layOut({ 'mmbench/dev.tsv': without(name) });
      return readSet({ data: join(folder, 'mmbench', 'dev.tsv') });
    };
    await expect(given('index')).rejects.toThrow(
      /dev\.tsv' is a table .* lacks the column 'index'; download/,
    );
    await expect(given('image')).rejects.toThrow(/dev\.tsv' is a table .* lacks the column 'image' with/);
    await expect(given('answer')).rejects.toThrow(
      /dev\.tsv' is a table .* without answers, as its test part is/,
    );
  });

  it('leaves a row with wrong base64 out by file and line when its question is asked', async () => {
    const rows = [
      row('1', 'Which?', '', 'x', 'y', '', '', 'A', 'c', '?'.repeat(100), 'l'),
      row('2', 'Who?', '', 'x', 'y', '', '', 'B', 'c', image, 'l'),
    ];
    const folder = layOut({ 'a.tsv': lines(head, ...rows) });
    const { questions } = await readSet({ data: folder });
    const pictures = embeddedPictures(join(folder, 'pictures'));
    const store = await openAnswerStore(join(folder, 'answers.jsonl'), false);
    const answers = await askAll(
      {
        subject: scriptedSubject().subject,
        questions,
        modes: askedModes('full'),
        store,
        pictureFile: (question) => pictures.fileOf(question),
      },
      {},
    );
    await store.close();
    const [first, second] = answers;
    if (!(first instanceof EngineError)) throw new Error('the row was answered');
    expect(refusedLine(questions[0]!, first.message)).toEqual({
      file: join(folder, 'a.tsv'),
      line: 2,
      image: '1',
      reason: "The image '1' inside the file is no base64; download the file again.",
    });
    expect(second).toHaveLength(1);
  });
});
