import { describe, expect, it } from 'vitest';
import { layOut, read } from './laid-out.ts';

const entry = (question_id: number, image_id: string) => ({
  question: 'what is the brand?',
  image_id,
  image_classes: ['Belt'],
  flickr_original_url: 'https://example.org/a.jpg',
  image_width: 1024,
  answers: Array.from({ length: 10 }, () => 'nous les gosses'),
  question_tokens: ['what'],
  question_id,
  set_name: 'val',
});
const file = 'TextVQA_0.5.1_val.json';
const data = {
  dataset_type: 'val',
  dataset_name: 'textvqa',
  dataset_version: '0.5.1',
  data: [entry(34602, '003a'), entry(34603, '003b')],
};

describe('TextVQA', () => {
  it('is recognised by content and scored by its own rule', async () => {
    const set = await read(layOut({ [file]: data }, ['train_images/003a.jpg']));
    expect([set.set, set.split, set.scorer, set.files]).toEqual(['textvqa', 'val', 'vqa:textvqa', [file]]);
    expect(set.questions.map(({ id, path, answers }) => [id, path, answers.length])).toEqual([
      ['34602', 'train_images/003a.jpg', 10],
    ]);
    expect(set.missing).toEqual({ images: 1, questions: 1, named: ['003b.jpg'] });
  });

  it('is the same under another name', async () => {
    expect((await read(layOut({ 'mine.json': data }, ['x/003a.jpg']))).set).toBe('textvqa');
  });

  it('refuses a download that broke off, and does not go on with a part of it', async () => {
    const half = JSON.stringify(data).slice(0, -40);
    await expect(read(layOut({ [file]: half }, ['x/003a.jpg']))).rejects.toThrow(
      /TextVQA_0\.5\.1_val\.json' breaks off after 1 entries, at byte \d+; download it again\.$/,
    );
  });

  it('leaves a broken entry out by file and entry, and looks for pictures in the folders of both archives', async () => {
    const [first, second] = data.data;
    const text = JSON.stringify({ ...data, data: [first, { ...second, answers: undefined }, first] });
    const broken = text.replace(/\{"question":(?=[^{]*$)/, '{"question"');
    const set = await read(layOut({ [file]: broken }, ['test_images/003a.jpg']));
    expect(set.questions.map(({ path }) => path)).toEqual(['test_images/003a.jpg']);
    expect(set.refused).toEqual([
      [file, 2, expect.stringMatching(/^'answers' is missing, but must be [^.]+\.$/)],
      [file, 3, 'It is not JSON.'],
    ]);
  });

  it('says of the test part that its answers are not published', async () => {
    const test = {
      dataset_type: 'test',
      data: [{ ...entry(1, '003a'), answers: undefined, set_name: 'test' }],
    };
    const folder = layOut({ 'textvqa/TextVQA_0.5.1_test.json': test });
    await expect(read(folder, { data: `${folder}/textvqa/TextVQA_0.5.1_test.json` })).rejects.toThrow(
      /TextVQA_0\.5\.1_test\.json' is TextVQA's file of a test part, whose answers are not published; give that of val/,
    );
  });
});
