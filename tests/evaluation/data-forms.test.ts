/** Heads of published files as their authors describe them; contents are of our own making. */
import { describe, expect, it } from 'vitest';
import { dataFormOf } from '../../src-engine/evaluation/data-forms.ts';
import { headOf } from '../../src-engine/evaluation/file-head.ts';

const json = (value: unknown): string => JSON.stringify(value);
const asked = { question: 'What is it?', question_id: 1, image_id: 262148 };
const person = { answer: 'dog', answer_confidence: 'yes', answer_id: 1 };

describe('dataFormOf', () => {
  it.each([
    ['PAR1\u0015\u0004', /^a Parquet file/],
    ['PK\u0003\u0004', /^an archive/],
    ['\u001f\u008b\u0008\u0000', /^an archive/],
    [
      json({ info: {}, task_type: 'Open-Ended', questions: [asked] }),
      /^VQAv2's questions file, and the annotations/,
    ],
    [
      json({ info: {}, annotations: [{ ...asked, multiple_choice_answer: 'dog', answers: [person] }] }),
      /^VQAv2's annotations file, and the questions file is missing/,
    ],
    [json({ images: [], annotations: [{ image_id: 1, caption: 'A dog.' }] }), /^COCO's captions/],
    [
      json({ '02930152': { semantic: [], question: 'What?', imageId: 'n578', answer: 'dog' } }),
      /^GQA's questions file$/,
    ],
    [
      json({ '201307251': { isBalanced: true, question: 'What?', imageId: 'n161313' } }),
      /^GQA's .* without answers/,
    ],
    [
      json({ dataset_name: 'textvqa', data: [{ ...asked, image_classes: ['Sign'], answers: ['stop'] }] }),
      /^TextVQA's file/,
    ],
    [
      json({ dataset_type: 'test', data: [{ ...asked, image_classes: [], flickr_original_url: 'x' }] }),
      /^TextVQA's file of a test part/,
    ],
    [
      json({ dataset_name: 'docvqa', data: [{ questionId: 1, question: 'Who?', docId: 2, answers: ['x'] }] }),
      /^DocVQA's or/,
    ],
    [
      json({ dataset_split: 'test', data: [{ questionId: 1, question: 'Who?', docId: 2 }] }),
      /^DocVQA's file of a test part/,
    ],
    [json({ data: [{ file_path: 'a/b.jpg', question: 'Who?', answers: ['x'] }] }), /^ST-VQA's file/],
    [
      json({
        '1': {
          question: 'Which?',
          choices: ['a', 'b'],
          answer: 0,
          hint: '',
          image: 'image.png',
          lecture: '',
        },
      }),
      /^ScienceQA's problems file/,
    ],
    [
      json([{ question: 'Which?', choices: ['a'], correct_choice_idx: 0, direct_answers: '[]' }]),
      /^A-OKVQA's file/,
    ],
    [json([{ imgname: '1.png', query: 'How many?', label: '2' }]), /^ChartQA's file/],
    [
      json({ questions: [{ answer: 'A', choice_a: 'One', data_id: '1', question: 'How many?' }] }),
      /^SEED-Bench's/,
    ],
    [json({ questions: { x: { answerTexts: ['a'], correctAnswer: 0 } }, imageName: '0.png' }), /^AI2D's/],
    [json([{ id: 1, qas: [{ ...asked, qa_id: 2, answer: 'x' }] }]), /^Visual Genome's/],
    [
      json([{ id: '1', image: 'a.jpg', conversations: [{ from: 'human', value: '<image>' }] }]),
      /^conversations in LLaVA's form/,
    ],
    [
      json({ question_id: 1, prompt: 'What?', text: 'A dog.', model_id: 'x' }),
      /^a file of answers that a model gave/,
    ],
    [
      json({ question_id: 1, image: 'a.jpg', text: 'What?', category: 'x' }),
      /^a questions file of LLaVA's .* no answers/,
    ],
    [
      json({ format: 'dymu-evaluation', version: 1, scorer: 'exact', rows: [] }),
      /^the table of an evaluation/,
    ],
    [
      'index\tquestion\thint\tA\tB\tC\tD\tanswer\tcategory\timage\n0\tWhich?',
      /^a table of choices in MMBench's form$/,
    ],
    ['index\tquestion\thint\tA\tB\tC\tD\tcategory\timage\n0\tWhich?', /MMBench's form without answers/],
    ['question\tA\tB\tanswer\timage\nWhich?', /MMBench's form that lacks the column 'index'$/],
    ['index\tquestion\tA\tB\tanswer\n0\tWhich?', /MMBench's form that lacks the column 'image'/],
    ['index\timage\tquestion\tanswer\n0\t/9j/4A', /VLMEvalKit's form/],
    [
      'Is this a dog? Please answer yes or no.\tYes\nIs this a cat? Please answer yes or no.\tNo\n',
      /^a text file of MME's/,
    ],
    ['a.jpg\tIs this a dog? Please answer yes or no.\tYes\n', /^a text file of MME's/],
    ['image,question,answer\na.jpg,What?,dog\n', /^a table with a column of questions/],
  ])('recognises %j', (content, what) => {
    expect(dataFormOf(headOf(Buffer.from(content, 'latin1')))?.what).toMatch(what);
  });

  it.each([
    '',
    'What is it?',
    'a,b\n1,2',
    '{"image":"a.png","question":"What?"',
    json({ image: 'a.png', question: 'What?', answers: ['x'] }),
    '\u0000\u0001\u0002',
  ])('knows nothing of %j', (content) => {
    expect(dataFormOf(headOf(Buffer.from(content, 'latin1')))).toBeUndefined();
  });

  it('has a remedy for each, without a full stop', () => {
    const form = dataFormOf(headOf(Buffer.from(json({ questions: [asked] }))));
    expect(form?.remedy).toBe('put the annotations of the same split beside it, with a folder of images');
  });
});
