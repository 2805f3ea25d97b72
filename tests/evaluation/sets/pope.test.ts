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
});
