/**
 * POPE as it is published: questions about objects for each way of sampling them, as lines (COCO) or as one list (A-OKVQA and GQA, sampled
 * by SEEM), and COCO's or GQA's images.
 */
import { readText } from '../../files/bounded-file.ts';
import { z } from 'zod';
import { collectQuestions, type Collector } from '../reading/collect.ts';
import { checkEntry } from '../reading/entry-check.ts';
import type { ImageFinder } from '../reading/image-finder.ts';
import { jsonEntries } from '../reading/json-entries.ts';
import { setFile } from '../reading/subject.ts';
import { shortAnswer } from './instructions.ts';
import type { FoundSplit, QuestionSet } from './question-set.ts';

const schema = z.looseObject({
  question_id: z.union([z.int(), z.string().min(1).max(100)]).transform(String),
  image: z.string().min(1).max(1000),
  text: z.string(),
  label: z.enum(['yes', 'no']),
});

const mostBytes = 256 * 1_048_576;

export const pope: QuestionSet = {
  name: 'pope',
  label: 'POPE',
  scorer: 'yes-no:pope',
  instruction: shortAnswer,
  needs: "files such as coco_pope_random.json, and a folder of COCO's images of val2014",
  async find({ files, images }) {
    const sources = new Map<string, Sampling[]>();
    for (const { name, path, head } of files) {
      if (!/\.jsonl?$/.test(name)) continue;
      const { keys } = await head();
      if (!['question_id', 'image', 'text', 'label'].every((key) => keys.has(key))) continue;
      const stem = name.replace(/\.jsonl?$/, '');
      const category = /random|popular|adversarial/.exec(stem)?.[0] ?? stem;
      const source = stem.replace(/_?(?:random|popular|adversarial)/, '');
      sources.set(source, [...(sources.get(source) ?? []), { category, path }]);
    }
    const alone = sources.size === 1;
    return [...sources]
      .sort(([a], [b]) => rank(a) - rank(b))
      .flatMap(([source, samplings]) => splitsOf(alone ? '' : source, samplings, images));
  },
};

const rank = (source: string): number => Number(!source.startsWith('coco'));

interface Sampling {
  readonly category: string;
  readonly path: string;
}

/** All of a source together, then each. */
function splitsOf(source: string, samplings: readonly Sampling[], images: ImageFinder): FoundSplit[] {
  const named = (name: string): string => (source === '' ? name : `${source}_${name}`);
  const split = (name: string, some: readonly Sampling[]): FoundSplit => ({
    split: named(name),
    files: some.map(({ path }) => path),
    read: async () => {
      const collect = collectQuestions(some[0]?.path ?? '');
      for (const each of some) await readSampling(each, images, collect);
      return collect.done();
    },
  });
  const each = samplings.map((sampling) => split(sampling.category, [sampling]));
  return samplings.length > 1 ? [split('all', samplings), ...each] : each;
}

async function readSampling(
  { category, path }: Sampling,
  images: ImageFinder,
  collect: Collector,
): Promise<void> {
  collect.from(path);
  for await (const { number, value } of entriesOf(path)) {
    const checked = checkEntry(schema, value);
    if ('fault' in checked) {
      collect.refuse(number, checked.fault);
      continue;
    }
    const { question_id: id, image, text: question, label } = checked.value;
    const file = images.find(image);
    // Every sampling numbers its questions from 1.
    collect.add({
      id: `${category}/${id}`,
      line: number,
      image,
      path: file,
      question,
      answers: [label],
      kind: category,
    });
  }
}

/** Numbered by line, or by entry of a list; undefined is what is no JSON. */
async function* entriesOf(path: string): AsyncGenerator<{ number: number; value: unknown }, void> {
  const text = await readText(path, mostBytes, setFile(path));
  if (text.trimStart().startsWith('[')) {
    yield* jsonEntries(path, '', setFile(path));
    return;
  }
  for (const [index, content] of text.split('\n').entries()) {
    if (content.trim() !== '') yield { number: index + 1, value: parsed(content) };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
