import { describe, expect, it } from 'vitest';
import { layOut, lines, read } from './laid-out.ts';

const image = 'COCO_val2014_000000310196.jpg';
const entry = (question_id: number, label: string) => ({
  question_id,
  image,
  text: 'Is there a snowboard in the image?',
  label,
});
const files = {
  'coco/coco_pope_random.json': lines(entry(1, 'yes'), entry(2, 'no')),
  'coco/coco_pope_adversarial.json': lines(entry(1, 'yes'), '{"question_id": 2, "image"', entry(3, 'maybe')),
};

describe('POPE', () => {
  it('reads all samplings together, each question in that of its file', async () => {
    const set = await read(layOut(files, [`val2014/${image}`]));
    expect([set.set, set.split, set.splits, set.scorer]).toEqual([
      'pope',
      'all',
      ['all', 'adversarial', 'random'],
      'yes-no:pope',
    ]);
    expect(set.questions.map(({ id, answers, kind }) => [id, answers, kind])).toEqual([
      ['adversarial/1', ['yes'], 'adversarial'],
      ['random/1', ['yes'], 'random'],
      ['random/2', ['no'], 'random'],
    ]);
  });

  it('leaves out a broken line and goes on', async () => {
    const set = await read(layOut(files, [`val2014/${image}`]), { split: 'adversarial' });
    expect(set.refused).toEqual([
      ['coco/coco_pope_adversarial.json', 2, 'It is not JSON.'],
      ['coco/coco_pope_adversarial.json', 3, `'label' is 'maybe', but must be 'yes' or 'no'.`],
    ]);
    expect(set.questions).toHaveLength(1);
  });

  it('keeps other sources apart', async () => {
    const folder = layOut({ ...files, 'seem/gqa_pope_seem_random.json': lines(entry(1, 'no')) }, [
      `a/${image}`,
    ]);
    expect((await read(folder)).splits).toEqual([
      'coco_pope_all',
      'coco_pope_adversarial',
      'coco_pope_random',
      'gqa_pope_seem_random',
    ]);
  });

  it('reads the samplings of A-OKVQA and GQA, which are published as one list over many lines', async () => {
    const list = [
      { ...entry(1, 'yes'), image: '2405722.jpg' },
      { question_id: 2, image: '2405722.jpg', label: 'no' },
      { ...entry(3, 'no'), image: '2405723.jpg' },
    ];
    const file = 'output/seem/gqa/gqa_pope_seem_random.json';
    const set = await read(layOut({ [file]: JSON.stringify(list, null, 4) }, ['gqa/images/2405722.jpg']));
    expect([set.set, set.split]).toEqual(['pope', 'random']);
    expect(set.questions.map(({ id, path, answers }) => [id, path, answers])).toEqual([
      ['random/1', 'gqa/images/2405722.jpg', ['yes']],
    ]);
    expect(set.refused).toEqual([
      [file, 2, "'text' is missing, but must be text."],
      [file, 3, "The image '2405723.jpg' is not there."],
    ]);
  });

  it('refuses a list that breaks off, in one sentence with its file', async () => {
    const half = JSON.stringify([entry(1, 'yes'), entry(2, 'no')], null, 4).slice(0, -30);
    await expect(read(layOut({ 'aokvqa_pope_seem_random.json': half }, [`a/${image}`]))).rejects.toThrow(
      /aokvqa_pope_seem_random\.json' breaks off after 1 entries, at byte \d+; download it again\.$/,
    );
  });
});
