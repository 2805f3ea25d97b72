import { describe, expect, it } from 'vitest';
import { layOut, read } from './laid-out.ts';

const entry = (questionId: number, image: string, question_types: readonly string[]) => ({
  questionId,
  question: 'What is the date?',
  question_types,
  image,
  docId: 279,
  ucsf_document_id: 'xnbl0037',
  ucsf_document_page_no: '1',
  answers: ['1/8/93', '1/8/93.'],
  data_split: 'val',
});
const data = {
  dataset_name: 'SP-DocVQA',
  dataset_version: '1.0',
  dataset_split: 'val',
  data: [
    entry(337, 'documents/xnbl0037_1.png', ['handwritten', 'form']),
    entry(338, 'documents/gone.png', ['others']),
  ],
};

describe('DocVQA', () => {
  it('is recognised by content; pages may lie in its own folder or in another one', async () => {
    for (const page of ['documents/xnbl0037_1.png', 'spdocvqa_images/xnbl0037_1.png']) {
      const set = await read(layOut({ 'val/val_v1.0.json': data }, [`val/${page}`]));
      expect([set.set, set.split, set.scorer]).toEqual(['docvqa', 'val', 'anls:docvqa']);
      expect(set.questions.map(({ id, path, answers, kind }) => [id, path, answers, kind])).toEqual([
        ['337', `val/${page}`, ['1/8/93', '1/8/93.'], 'form + handwritten'],
      ]);
      expect(set.missing.named).toEqual(['documents/gone.png']);
    }
  });

  it('is read as the archives of the competition unpack, and leaves a broken entry out by file and entry', async () => {
    const file = 'spdocvqa_qas/val_v1.0_withQT.json';
    const [first] = data.data;
    const entries = [first, { ...first, questionId: 339, answers: [] }, { ...first, questionId: 337 }];
    const set = await read(
      layOut({ [file]: { ...data, data: entries } }, ['spdocvqa_images/xnbl0037_1.png']),
    );
    expect([set.split, set.questions.map(({ path }) => path)]).toEqual([
      'val',
      ['spdocvqa_images/xnbl0037_1.png'],
    ]);
    expect(set.refused).toEqual([
      [file, 2, expect.stringMatching(/^'answers' [^.]+\.$/)],
      [file, 3, "The question '337' is there already (entry 1)."],
    ]);
  });

  it('says of the test part that its answers are not published', async () => {
    const test = { ...data, dataset_split: 'test', data: [{ ...data.data[0], answers: undefined }] };
    const folder = layOut({ 'spdocvqa_qas/test_v1.0.json': test });
    await expect(read(folder, { data: `${folder}/spdocvqa_qas/test_v1.0.json` })).rejects.toThrow(
      /test_v1\.0\.json' is DocVQA's file of a test part, whose answers are not published; give that of val/,
    );
  });
});
