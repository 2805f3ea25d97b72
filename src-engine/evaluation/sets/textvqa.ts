/** TextVQA 0.5.1 as it is published: one file with questions and ten people's answers, and a folder of images. */
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
  question_id: z.union([z.int(), z.string().min(1).max(100)]).transform(String),
  image_id: z.string().min(1).max(200),
  question: z.string(),
  answers: z.array(z.string()).min(1),
});

export const textvqa: QuestionSet = {
  name: 'textvqa',
  label: 'TextVQA',
  scorer: 'vqa:textvqa',
  instruction: shortAnswer,
  needs: 'a file such as TextVQA_0.5.1_val.json, and a folder of images',
  find: ({ files, images }) =>
    dataFiles(files, {
      fields: ['image_id', 'question', 'answers', 'image_classes', 'flickr_original_url'],
      splitFields: ['dataset_type', 'set_name'],
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
    const { question_id: id, image_id: name, question, answers } = checked.value;
    const image = `${name}.jpg`;
    const file = images.find(image, `${name}.png`, name);
    collect.add({ id, line: number, image, path: file, question, answers });
  }
  return collect.done();
}
