/** GQA as it is published: a file of questions by id for each split, and a folder of images. */
import { z } from 'zod';
import { collectQuestions } from '../reading/collect.ts';
import { checkEntry } from '../reading/entry-check.ts';
import type { ImageFinder } from '../reading/image-finder.ts';
import { jsonEntries } from '../reading/json-entries.ts';
import { setFile } from '../reading/subject.ts';
import { shortAnswer } from './instructions.ts';
import type { FoundSplit, QuestionSet, ReadSet } from './question-set.ts';

const schema = z.looseObject({
  imageId: z.union([z.int(), z.string().min(1).max(100)]).transform(String),
  question: z.string(),
  answer: z.string(),
  isBalanced: z.boolean().exactOptional(),
  types: z.looseObject({ structural: z.string().nullish() }).exactOptional(),
});

export const gqa: QuestionSet = {
  name: 'gqa',
  label: 'GQA',
  scorer: 'exact:gqa',
  instruction: shortAnswer,
  needs: 'a file of questions such as testdev_balanced_questions.json, and a folder of images',
  async find({ files, images }) {
    const found: FoundSplit[] = [];
    for (const { name, path, head } of files) {
      if (!name.endsWith('.json')) continue;
      const { keys } = await head();
      if (!keys.has('imageId') || !keys.has('question') || !keys.has('answer')) continue;
      const split = name.replace(/\.json$/, '').replace(/_questions(?=_\d+$|$)/, '');
      found.push({ split, files: [path], read: () => readSplit(path, images) });
    }
    return found.sort((a, b) => rank(a) - rank(b));
  },
};

/** Results are published for the balanced part of testdev. */
const usual = ['testdev_balanced', 'val_balanced', 'testdev', 'val'];

function rank({ split }: FoundSplit): number {
  const at = usual.findIndex((name) => split?.startsWith(name) === true);
  return at < 0 ? usual.length : at;
}

async function readSplit(path: string, images: ImageFinder): Promise<ReadSet> {
  const collect = collectQuestions(path);
  let unbalanced = 0;
  for await (const { number, key = '', value } of jsonEntries(path, '', setFile(path))) {
    const checked = checkEntry(schema, value);
    if ('fault' in checked) {
      collect.refuse(number, checked.fault);
      continue;
    }
    const { imageId, question, answer, isBalanced = true, types } = checked.value;
    if (!isBalanced) {
      unbalanced += 1;
      continue;
    }
    const image = `${imageId}.jpg`;
    collect.add({
      id: key,
      line: number,
      image,
      path: images.find(image, `${imageId}.png`),
      question,
      answers: [answer],
      kind: types?.structural ?? undefined,
    });
  }
  if (unbalanced > 0)
    collect.note(
      `${unbalanced === 1 ? 'One question is' : `${unbalanced} questions are`} not asked: GQA counts its accuracy over the balanced questions.`,
    );
  return collect.done();
}
