import { describe, expect, it } from 'vitest';
import { reportQuestions } from '../../src-engine/evaluation/read-set.ts';
import { layOut, lines, read } from './sets/laid-out.ts';

const ours = lines({ image: 'a.png', question: 'What?', answers: ['x'] });
const popes = lines({ question_id: 1, image: 'a.png', text: 'Is it?', label: 'yes' });
const text = {
  dataset_type: 'val',
  data: [
    {
      question: 'what?',
      image_id: 'a',
      image_classes: [],
      flickr_original_url: '',
      answers: ['x'],
      question_id: 1,
    },
  ],
};

describe('readSet', () => {
  it('takes questions.jsonl of a folder for what it is, whatever lies beside it', async () => {
    const set = await read(layOut({ 'questions.jsonl': ours, 'b/coco_pope_random.json': popes }, ['a.png']));
    expect([set.set, set.scorer, set.data]).toEqual(['jsonl', 'exact', 'questions.jsonl']);
  });

  it('asks which one where a folder holds several sets, and reads the one that is said', async () => {
    const folder = layOut({ 'coco_pope_random.json': popes, 'val.json': text }, ['a.png', 'i/a.jpg']);
    await expect(read(folder)).rejects.toThrow(
      /holds several question sets: TextVQA, POPE; give the folder of one of them, or say which set to read\.$/,
    );
    expect((await read(folder, { set: 'pope' })).set).toBe('pope');
    await expect(read(folder, { set: 'gqa' })).rejects.toThrow(
      /does not hold GQA; it takes a file of questions such as testdev_balanced_questions\.json/,
    );
  });

  it("reads a line in POPE's words as questions of its own form where that is said", async () => {
    const folder = layOut({ 'x.jsonl': popes }, ['a.png']);
    expect((await read(folder, { data: `${folder}/x.jsonl` })).set).toBe('pope');
    expect((await read(folder, { data: `${folder}/x.jsonl`, set: 'jsonl' })).set).toBe('jsonl');
  });

  it('names the splits there are, and takes how one begins', async () => {
    const folder = layOut({ 'a.json': text, 'b.json': { ...text, dataset_type: 'train' } }, ['i/a.jpg']);
    expect((await read(folder, { split: 'tr' })).split).toBe('train');
    await expect(read(folder, { split: 'test' })).rejects.toThrow(
      "There is no split 'test' of TextVQA here; choose among val, train.",
    );
  });

  it('says what a folder without questions holds', async () => {
    await expect(read(layOut({ 'a.json': { a: 1 } }))).rejects.toThrow(/holds no questions\.jsonl/);
  });

  it('reports without the questions themselves', async () => {
    const report = await reportQuestions({ data: layOut({ 'a.json': text }, ['i/a.jpg']) });
    expect(report).toMatchObject({ set: 'textvqa', label: 'TextVQA', questions: 1, images: 1, refused: [] });
    expect(report.missing).toEqual({ images: 0, questions: 0, named: [] });
  });
});
