import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EngineError } from '../../src-engine/errors.ts';
import { parseQuestions, questionsPath, readQuestions } from '../../src-engine/evaluation/questions.ts';

const line = (fields: object): string =>
  JSON.stringify({ image: 'a.png', question: 'How many?', answers: ['Two.'], ...fields });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dymu-questions-'));
  writeFileSync(join(folder, 'a.png'), 'x');
  mkdirSync(join(folder, 'inside'));
  writeFileSync(join(folder, 'inside', 'b.png'), 'x');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const write = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

describe('parseQuestions', () => {
  it('reads lines in order, pictures relative to the file, empty lines skipped but counted', () => {
    const text = `${line({ kind: 'count', style: 'seen' })}\r\n\n${line({ image: '../b.png', answers: ['1', 'one'] })}\n`;
    const { questions, refused } = parseQuestions(text, '/data/sets/q.jsonl');
    expect(refused).toEqual([]);
    expect(questions).toEqual([
      {
        id: '1',
        image: 'a.png',
        path: '/data/sets/a.png',
        question: 'How many?',
        answers: ['Two.'],
        kind: 'count',
        line: 1,
      },
      {
        id: '3',
        image: '../b.png',
        path: '/data/b.png',
        question: 'How many?',
        answers: ['1', 'one'],
        kind: undefined,
        line: 3,
      },
    ]);
  });

  it.each([
    ['{"image"', 'It is not JSON.'],
    ['[1]', 'It is [1], but must be an object.'],
    ['"text"', "It is 'text', but must be an object."],
    [line({ image: '' }), "'image' is '', but must have at least 1 character."],
    [line({ question: undefined }), "'question' is missing, but must be text."],
    [line({ answers: [] }), "'answers' is [], but must have at least 1 entry."],
    [line({ answers: ['', ' '] }), "'answers' holds no text."],
    [line({ answers: 'Two.' }), "'answers' is 'Two.', but must be a list."],
    [line({ answers: [2] }), "'answers.0' is 2, but must be text."],
    [line({ kind: 7 }), "'kind' is 7, but must be text."],
    [line({ question: '<image>\n' }), "'question' holds the place of the picture, and asks nothing."],
  ])('goes on after a line that cannot be used, and says which and why: %s', (bad, reason) => {
    const { questions, refused } = parseQuestions(`${line({})}\n${bad}\n${line({})}`, 'q.jsonl');
    expect(questions.map((question) => question.line)).toEqual([1, 3]);
    expect(refused).toEqual([{ line: 2, reason }]);
  });

  it('reads a JSON list as well, and counts its entries', () => {
    const list = JSON.stringify([JSON.parse(line({})), 7, JSON.parse(line({ kind: 'count' }))], undefined, 1);
    const { questions, refused } = parseQuestions(list, 'q.json');
    expect(questions.map((question) => question.line)).toEqual([1, 3]);
    expect(refused).toEqual([{ line: 2, reason: 'It is 7, but must be an object.' }]);
  });

  it('refuses a file in which no line can be used, with the first reason', () => {
    expect(() => parseQuestions('x\ny', 'q.jsonl')).toThrow(
      `'q.jsonl' holds no questions (line 1: It is not JSON); write {"image":"a.png","question":"...","answers":["..."]} into every line.`,
    );
  });

  it('refuses a file without questions', () => {
    expect(() => parseQuestions('\n \n', 'q.jsonl')).toThrow("'q.jsonl' holds no questions");
  });

  it('says what is wrong in one line whatever the file holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        try {
          parseQuestions(text, 'q.jsonl');
        } catch (error) {
          expect(error).toBeInstanceOf(EngineError);
          expect(String(error)).not.toContain('\n');
        }
      }),
    );
  });
});

describe('readQuestions', () => {
  it('reads a file with a byte order mark', async () => {
    const { questions } = await readQuestions(write('bom.jsonl', `\ufeff${line({})}`));
    expect(questions[0]?.path).toBe(join(folder, 'a.png'));
  });

  it('leaves out lines whose picture is not there, before anything is asked', async () => {
    const lines = [
      line({}),
      'no JSON',
      line({ image: 'inside/b.png' }),
      line({ image: 'gone.png' }),
      line({ image: 'gone.png', question: 'Where?' }),
      line({ image: 'inside' }),
    ];
    const { questions, refused } = await readQuestions(write('gone.jsonl', lines.join('\n')));
    expect(questions.map(({ image }) => image)).toEqual(['a.png', 'inside/b.png']);
    expect(refused).toEqual([
      { line: 2, reason: 'It is not JSON.' },
      { line: 4, image: 'gone.png', reason: "The image 'gone.png' is not there." },
      { line: 5, image: 'gone.png', reason: "The image 'gone.png' is not there." },
      { line: 6, image: 'inside', reason: "The image 'inside' is not there." },
    ]);
  });

  it('refuses a file none of whose pictures is there', async () => {
    const file = write('lost.jsonl', [line({ image: 'x.png' }), line({ image: 'y.png' })].join('\n'));
    await expect(readQuestions(file)).rejects.toMatchObject({
      code: 'bad-input',
      message: `'${file}' names 2 images that are not there ('x.png', line 1); put images where the file says, relative to itself.`,
    });
  });

  it('says what it met where the file is a known data set in a form of its own', async () => {
    const content = JSON.stringify({
      info: {},
      questions: [{ image_id: 262148, question: 'Where is he looking?', question_id: 262148000 }],
    });
    const file = write('v2_OpenEnded_mscoco_val2014_questions.json', content);
    await expect(readQuestions(file)).rejects.toMatchObject({
      code: 'bad-input',
      message: `'${file}' is VQAv2's questions file, and the annotations file with the answers is missing; put the annotations of the same split beside it, with a folder of images.`,
    });
  });

  it('refuses what is not text in UTF-8', async () => {
    const file = write('latin.jsonl', Uint8Array.of(0x7b, 0xe9, 0x7d));
    await expect(readQuestions(file)).rejects.toMatchObject({
      code: 'bad-input',
      message: `'${file}' is not UTF-8 text; give a text file of at most 256 MB with one {"image":"a.png","question":"...","answers":["..."]} a line.`,
    });
  });
});

describe('questionsPath', () => {
  it('takes a file as it is and a folder for its questions.jsonl', async () => {
    const file = write('questions.jsonl', line({}));
    expect(await questionsPath(file)).toBe(file);
    expect(await questionsPath(folder)).toBe(file);
  });

  it('says what is missing', async () => {
    await expect(questionsPath(join(folder, 'nothing'))).rejects.toThrow(
      /nothing' does not exist; give a file/,
    );
    await expect(questionsPath(join(folder, 'inside'))).rejects.toThrow(
      /inside' holds no questions\.jsonl; give the file itself\.$/,
    );
    mkdirSync(join(folder, 'other'));
    write(join('other', 'val.tsv'), 'x');
    await expect(questionsPath(join(folder, 'other'))).rejects.toThrow(
      /give the file itself, such as 'val\.tsv'\.$/,
    );
  });
});
