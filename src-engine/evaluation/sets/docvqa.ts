/** DocVQA (single pages) as it is published: a file such as val_v1.0.json with questions and answers, and a folder of pages. */
import { basename } from 'node:path';
import { z } from 'zod';
import { collectQuestions } from '../reading/collect.ts';
import { checkEntry } from '../reading/entry-check.ts';
import type { ImageFinder } from '../reading/image-finder.ts';
import { jsonEntries } from '../reading/json-entries.ts';
import { setFile } from '../reading/subject.ts';
import { dataFiles } from './data-files.ts';
import { shortAnswer } from './instructions.ts';
import type { QuestionSet, ReadSet } from './question-set.ts';

const schema = z.looseObject({
  questionId: z.union([z.int(), z.string().min(1).max(100)]).transform(String),
  question: z.string(),
  image: z.string().min(1).max(1000),
  answers: z.array(z.string()).min(1),
  question_types: z.array(z.string()).exactOptional(),
});

export const docvqa: QuestionSet = {
  name: 'docvqa',
  label: 'DocVQA',
  scorer: 'anls:docvqa',
  instruction: shortAnswer,
  needs: 'a file such as val_v1.0.json, and the folder of pages that it names',
  find: ({ files, images }) =>
    dataFiles(files, {
      fields: ['questionId', 'question', 'image', 'docId', 'answers'],
      splitFields: ['dataset_split', 'data_split'],
      read: (path) => readSplit(path, images),
    }),
};

async function readSplit(path: string, images: ImageFinder): Promise<ReadSet> {
  const collect = collectQuestions(path);
  for await (const { number, value } of jsonEntries(path, 'data', setFile(path))) {
    const checked = checkEntry(schema, value);
    if ('fault' in checked) {
      collect.refuse(number, checked.fault);
      continue;
    }
    const { questionId: id, question, image, answers, question_types: types = [] } = checked.value;
    // Two types are a kind of their own: the benchmark counts such a question under both.
    const kind = types.length === 0 ? undefined : types.toSorted().join(' + ');
    const file = images.find(image, basename(image));
    collect.add({ id, line: number, image, path: file, question, answers, kind });
  }
  return collect.done();
}
