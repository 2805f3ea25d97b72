/** ScienceQA as it is published: problems.json, pid_splits.json, and a folder an image. Problems without an image are not asked. */
import { z } from 'zod';
import { EngineError } from '../../errors.ts';
import { document } from '../../files/document.ts';
import { readText } from '../../files/bounded-file.ts';
import { quote } from '../../files/words.ts';
import { lettered } from '../../judging/options.ts';
import { withOptions } from '../reading/choices.ts';
import { collectQuestions } from '../reading/collect.ts';
import { checkEntry } from '../reading/entry-check.ts';
import type { ImageFinder } from '../reading/image-finder.ts';
import { jsonEntries } from '../reading/json-entries.ts';
import type { Candidate } from '../reading/place.ts';
import { setFile } from '../reading/subject.ts';
import { letterOnly } from './instructions.ts';
import type { FoundSplit, QuestionSet, ReadSet } from './question-set.ts';

const schema = z.looseObject({
  question: z.string(),
  choices: z.array(z.string()).min(1).max(26),
  answer: z.int().nonnegative(),
  hint: z.string().nullish(),
  image: z.string().nullish(),
  subject: z.string().exactOptional(),
  split: z.string().exactOptional(),
});
const splitsSchema = z.record(z.string(), z.array(z.union([z.string(), z.int()]).transform(String)));
const mostBytes = 16 * 1_048_576;
const usual = ['test', 'val', 'minitest', 'minival', 'train'];

export const scienceqa: QuestionSet = {
  name: 'scienceqa',
  label: 'ScienceQA',
  scorer: 'choice:scienceqa',
  instruction: letterOnly,
  needs: 'problems.json, pid_splits.json beside it, and the folder of images',
  async find({ files, images }) {
    for (const { name, path, under, head } of files) {
      if (!name.endsWith('.json')) continue;
      const { keys } = await head();
      if (!['question', 'choices', 'answer', 'lecture'].every((key) => keys.has(key))) continue;
      const beside = files.find((file) => file.under === under && file.name === 'pid_splits.json');
      const parts = beside === undefined ? [path] : [path, beside.path];
      const { splits, fault } = await splitsOf(beside);
      const names = splits === undefined ? ['test', 'val', 'train'] : Object.keys(splits);
      return names
        .toSorted((a, b) => rank(a) - rank(b))
        .map((split): FoundSplit => ({
          split,
          files: parts,
          read: async () => {
            if (fault !== undefined) throw fault;
            return readSplit(path, split, splits?.[split], images);
          },
        }));
    }
    return [];
  },
};

const rank = (split: string): number => (usual.includes(split) ? usual.indexOf(split) : usual.length);

interface Splits {
  /** Ids by split; undefined without that file, where problems say their split themselves. */
  readonly splits?: Record<string, string[]>;
  /** Why the file cannot be used: told where its set is read, since one that only lies near another's questions is nobody's concern. */
  readonly fault?: EngineError;
}

async function splitsOf(file: Candidate | undefined): Promise<Splits> {
  if (file === undefined) return {};
  const subject = setFile(file.path);
  try {
    return { splits: document(splitsSchema, await readText(file.path, mostBytes, subject), subject) };
  } catch (fault) {
    if (fault instanceof EngineError) return { fault };
    throw fault;
  }
}

async function readSplit(
  path: string,
  split: string,
  ids: readonly string[] | undefined,
  images: ImageFinder,
): Promise<ReadSet> {
  const wanted = ids === undefined ? undefined : new Set(ids);
  const unseen = new Set(ids);
  const collect = collectQuestions(path);
  let without = 0;
  for await (const { number, key = '', value } of jsonEntries(path, '', setFile(path))) {
    if (wanted !== undefined && !wanted.has(key)) continue;
    unseen.delete(key);
    const checked = checkEntry(schema, value);
    if ('fault' in checked) {
      collect.refuse(number, checked.fault);
      continue;
    }
    const { question, choices, answer, hint, image, subject, split: own = split } = checked.value;
    if (wanted === undefined && own !== split) continue;
    if (image === null || image === undefined || image === '') {
      without += 1;
      continue;
    }
    const options = lettered(choices);
    const letter = [...options.keys()][answer];
    if (letter === undefined) {
      collect.refuse(number, `"answer" is ${answer}, but there are ${choices.length} choices.`);
      continue;
    }
    collect.add({
      id: key,
      line: number,
      image: `${own}/${key}/${image}`,
      path: images.find(`${own}/${key}/${image}`, `${key}/${image}`),
      question: withOptions(hint ?? '', question, options),
      answers: [letter],
      options,
      kind: subject,
    });
  }
  if (unseen.size > 0) {
    const [first = ''] = unseen;
    collect.note(
      `${unseen.size === 1 ? 'One problem' : `${unseen.size} problems`} of ${split} that pid_splits.json lists ${unseen.size === 1 ? 'is' : 'are'} not in problems.json (${quote(first)}).`,
    );
  }
  if (without > 0) {
    collect.note(
      `${without === 1 ? 'One problem' : `${without} problems`} of ${split} without an image ${without === 1 ? 'is' : 'are'} not asked: the score is what is published as IMG.`,
    );
  }
  return collect.done();
}
