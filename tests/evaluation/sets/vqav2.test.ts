import { describe, expect, it } from 'vitest';
import { layOut, read } from './laid-out.ts';

const asked = (question_id: number, image_id: number) => ({
  image_id,
  question: `What is ${question_id}?`,
  question_id,
});
const annotated = (question_id: number, answers: readonly string[], answer_type = 'other') => ({
  question_type: 'what is',
  multiple_choice_answer: answers[0],
  answers: answers.map((answer, at) => ({ answer, answer_confidence: 'yes', answer_id: at + 1 })),
  image_id: 1,
  answer_type,
  question_id,
});
const questions = (data_subtype: string, list: readonly unknown[]) => ({
  info: {},
  task_type: 'Open-Ended',
  data_type: 'mscoco',
  license: {},
  data_subtype,
  questions: list,
});
const annotations = (data_subtype: string, list: readonly unknown[]) => ({
  info: {},
  license: {},
  data_subtype,
  annotations: list,
});

const files = {
  'Questions/v2_OpenEnded_mscoco_val2014_questions.json': questions('val2014', [
    asked(262148000, 262148),
    asked(262148001, 262148),
    asked(5000, 5),
    asked(262148000, 262148),
    { question_id: 7, image_id: 262148 },
    asked(8, 262148),
  ]),
  'Annotations/v2_mscoco_val2014_annotations.json': annotations('val2014', [
    annotated(262148000, ['down', 'down', 'at table']),
    annotated(262148001, ['2', '2', '3'], 'number'),
    annotated(5000, ['yes']),
  ]),
  'Questions/v2_OpenEnded_mscoco_train2014_questions.json': questions('train2014', [asked(1, 1)]),
};
const images = ['Images/mscoco/val2014/COCO_val2014_000000262148.jpg'];

describe('VQAv2', () => {
  it('is recognised in its own layout, with the annotations of the split and its images', async () => {
    const set = await read(layOut(files, images));
    expect([set.set, set.label, set.split, set.splits, set.scorer]).toEqual([
      'vqav2',
      'VQAv2',
      'val2014',
      ['val2014', 'train2014'],
      'vqa:vqav2',
    ]);
    expect(set.files).toEqual(Object.keys(files).slice(0, 2));
    expect(
      set.questions.map(({ id, path, question, answers, kind }) => [id, path, question, answers, kind]),
    ).toEqual([
      ['262148000', images[0], 'What is 262148000?', ['down', 'down', 'at table'], 'other'],
      ['262148001', images[0], 'What is 262148001?', ['2', '2', '3'], 'number'],
    ]);
  });

  it('names what it cannot use by file and entry, and counts missing images', async () => {
    const set = await read(layOut(files, images));
    const [file] = Object.keys(files);
    expect(set.refused).toEqual([
      [file, 3, "The image 'COCO_val2014_000000000005.jpg' is not there."],
      [file, 4, "The question '262148000' is there already (entry 1)."],
      [file, 5, "'question' is missing, but must be text."],
      [file, 6, 'There is no annotation of the question 8.'],
    ]);
    expect(set.missing).toEqual({ images: 1, questions: 1, named: ['COCO_val2014_000000000005.jpg'] });
  });

  it('refuses annotations of another split, by what they say or by their questions', async () => {
    const folder = layOut(files, images);
    await expect(read(folder, { split: 'train' })).rejects.toThrow(
      /'.*v2_mscoco_val2014_annotations\.json' annotates other questions than those of '.*train2014_questions\.json' \(val2014, and the questions are of train2014\); put the annotations of the same split beside/,
    );
    const unnamed = layOut({
      'q.json': { questions: [asked(1, 1)] },
      'a.json': { annotations: [annotated(2, ['x'])] },
    });
    await expect(read(unnamed)).rejects.toThrow(
      /a\.json' annotates other questions than those of '.*q\.json';/,
    );
  });

  it('is found from its questions file alone, with what lies beside its folder', async () => {
    const folder = layOut(files, images);
    const [file] = Object.keys(files);
    const set = await read(folder, { data: `${folder}/${file}` });
    expect([set.split, set.data, set.questions.length]).toEqual(['val2014', file, 2]);
  });

  it('says that no image is there, naming one', async () => {
    const some = {
      'q.json': questions('val2014', [asked(1, 5)]),
      'a.json': annotations('val2014', [annotated(1, ['yes'])]),
    };
    await expect(read(layOut(some))).rejects.toThrow(
      /^None of the 1 images of VQAv2 that '.*q\.json' names is there \('COCO_val2014_000000000005\.jpg'\); put them beside/,
    );
  });

  it('says which annotation is broken, by its file and entry', async () => {
    const file = 'v2_OpenEnded_mscoco_val2014_questions.json';
    const folder = layOut(
      {
        [file]: questions('val2014', [asked(1, 5), asked(2, 5), asked(3, 5)]),
        'v2_mscoco_val2014_annotations.json': JSON.stringify(
          annotations('val2014', [
            annotated(1, ['yes']),
            { question_id: 2, answers: [] },
            annotated(3, ['x']),
          ]),
        ).replace('"multiple_choice_answer":"x"', '"multiple_choice_answer":nothing'),
      },
      ['val2014/COCO_val2014_000000000005.jpg'],
    );
    const set = await read(folder);
    expect(set.questions.map(({ id }) => id)).toEqual(['1']);
    expect(set.refused).toEqual([
      [
        file,
        2,
        expect.stringMatching(
          /^Its annotation, entry 2 of 'v2_mscoco_val2014_annotations\.json', cannot be used: 'answers' [^.]+\.$/,
        ),
      ],
      [file, 3, 'There is no annotation of the question 3.'],
    ]);
  });

  it('finds the images under the names of 2014 and of 2017, and says that the answers of a test part are not published', async () => {
    const files = {
      'v2_OpenEnded_mscoco_val2014_questions.json': questions('val2014', [asked(1, 5), asked(2, 6)]),
      'v2_mscoco_val2014_annotations.json': annotations('val2014', [
        annotated(1, ['a']),
        annotated(2, ['b']),
      ]),
      'v2_OpenEnded_mscoco_test-dev2015_questions.json': questions('test-dev2015', [asked(7, 7)]),
    };
    const folder = layOut(files, ['val2014/COCO_val2014_000000000005.jpg', 'val2017/000000000006.jpg']);
    const set = await read(folder);
    expect([set.splits, set.questions.map(({ path }) => path)]).toEqual([
      ['val2014', 'test-dev2015'],
      ['val2014/COCO_val2014_000000000005.jpg', 'val2017/000000000006.jpg'],
    ]);
    await expect(read(folder, { split: 'test-dev2015' })).rejects.toThrow(
      /test-dev2015_questions\.json' holds questions of test-dev2015, whose answers are not published; take those of val2014/,
    );
  });

  it('takes the annotations of its own version where those of the first one lie beside them', async () => {
    const folder = layOut(
      {
        'OpenEnded_mscoco_val2014_questions.json': questions('val2014', [asked(1, 5)]),
        'mscoco_val2014_annotations.json': annotations('val2014', [annotated(1, ['first'])]),
        'v2_OpenEnded_mscoco_val2014_questions.json': questions('val2014', [asked(1, 5), asked(2, 5)]),
        'v2_mscoco_val2014_annotations.json': annotations('val2014', [
          annotated(1, ['second']),
          annotated(2, ['new']),
        ]),
      },
      ['val2014/COCO_val2014_000000000005.jpg'],
    );
    const of = async (split: string) =>
      (await read(folder, { split })).questions.map(({ answers: [first] }) => first);
    expect(await of('v2_OpenEnded_mscoco_val2014_questions')).toEqual(['second', 'new']);
    expect(await of('OpenEnded_mscoco_val2014_questions')).toEqual(['first']);
  });
});
