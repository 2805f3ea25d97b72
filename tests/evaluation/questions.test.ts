import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EngineError } from '../../src-engine/errors.ts';
import {
  limitImages,
  parseQuestions,
  questionsPath,
  readQuestions,
} from '../../src-engine/evaluation/questions.ts';

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
    expect(parseQuestions(text, '/data/sets/q.jsonl')).toEqual([
      {
        image: 'a.png',
        path: '/data/sets/a.png',
        question: 'How many?',
        answers: ['Two.'],
        kind: 'count',
        line: 1,
      },
      {
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
    ['{"image"', 'it is not JSON'],
    ['[1]', 'it is [1], but must be an object'],
    ['"text"', "it is 'text', but must be an object"],
    [line({ image: '' }), "'image' is '', but must have at least 1 character"],
    [line({ question: undefined }), "'question' is missing, but must be text"],
    [line({ answers: [] }), "'answers' is [], but must have at least 1 entry"],
    [line({ answers: 'Two.' }), "'answers' is 'Two.', but must be a list"],
    [line({ answers: [2] }), "'answers.0' is 2, but must be text"],
    [line({ kind: 7 }), "'kind' is 7, but must be text"],
  ])('names the line and what is wrong with %s', (bad, reason) => {
    expect(() => parseQuestions(`${line({})}\n${bad}\n`, 'q.jsonl')).toThrow(
      `'q.jsonl' has a line 2 without a usable question (line 2: ${reason}); write {"image":"a.png","question":"...","answers":["..."]} there.`,
    );
  });

  it('names several bad lines in one sentence, at most five of them', () => {
    const text = [line({}), ...new Array<string>(7).fill('x')].join('\n');
    expect(() => parseQuestions(text, 'q.jsonl')).toThrow(
      /^'q\.jsonl' has 7 lines \(2, 3, 4, 5, 6, \.\.\.\) without a usable question \(line 2: it is not JSON\);/,
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
    const [question] = await readQuestions(write('bom.jsonl', `\ufeff${line({})}`));
    expect(question?.path).toBe(join(folder, 'a.png'));
  });

  it('says which pictures are not there before anything is asked', async () => {
    const lines = [
      line({}),
      line({ image: 'inside/b.png' }),
      line({ image: 'gone.png' }),
      line({ image: 'gone.png', question: 'Where?' }),
      line({ image: 'inside' }),
    ];
    const file = write('gone.jsonl', lines.join('\n'));
    await expect(readQuestions(file)).rejects.toMatchObject({
      code: 'bad-input',
      message: `'${file}' names 2 of 4 pictures that are not there ('gone.png', line 3); put pictures where the file says, relative to itself.`,
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
  });
});

describe('limitImages', () => {
  const questions = parseQuestions(
    Array.from({ length: 20 }, (_, index) => line({ image: `${Math.floor(index / 2)}.png` })).join('\n'),
    'q.jsonl',
  );
  const imagesOf = (limit: number | undefined) => [
    ...new Set(limitImages(questions, limit).map(({ image }) => image)),
  ];

  it('keeps pictures spread over the file, each with all its questions', () => {
    expect(imagesOf(3)).toEqual(['0.png', '3.png', '6.png']);
    expect(limitImages(questions, 3)).toHaveLength(6);
  });

  it('keeps everything where there is no limit or a high one', () => {
    expect(limitImages(questions, undefined)).toEqual(questions);
    expect(limitImages(questions, 10)).toEqual(questions);
    expect(limitImages(questions, 99)).toEqual(questions);
  });

  it('keeps exactly as many pictures as asked for', () => {
    for (let limit = 1; limit <= 10; limit++) expect(imagesOf(limit)).toHaveLength(limit);
  });
});
