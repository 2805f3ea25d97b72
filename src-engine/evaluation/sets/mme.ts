/** MME as it is published: a folder for each category with two questions an image in a text file, or the tables of its evaluation tool. */
import { dirname } from 'node:path';
import { readText } from '../../files/bounded-file.ts';
import { cognition, perception } from '../../judging/benchmarks/mme.ts';
import { collectQuestions, type Collector } from '../reading/collect.ts';
import type { ImageFinder } from '../reading/image-finder.ts';
import type { Candidate, Place } from '../reading/place.ts';
import { setFile } from '../reading/subject.ts';
import type { QuestionSet, ReadSet } from './question-set.ts';

const categories: readonly string[] = [...perception, ...cognition];
const mostBytes = 16 * 1_048_576;

export const mme: QuestionSet = {
  name: 'mme',
  label: 'MME',
  scorer: 'yes-no:mme',
  instruction: null, // every question ends with "Please answer yes or no."
  needs:
    'a folder for each category (existence, count, ...) with text files and images, or tables of its eval_tool',
  async find(place) {
    const found: Category[] = [];
    for (const name of categories) {
      const category = await categoryOf(name, place);
      if (category !== undefined) found.push(category);
    }
    if (found.length === 0) return [];
    const files = found.map(({ form, texts, folder }) =>
      form === 'table' ? (texts[0]?.path ?? folder) : folder,
    );
    return [{ split: null, files, read: () => readAll(found, place.images) }];
  },
};

interface Category {
  readonly name: string;
  /** `image`: a file an image; `table`: one file with a line a question, images named in it. */
  readonly form: 'image' | 'table';
  readonly folder: string;
  readonly texts: readonly Candidate[];
}

/** "Is it? Please answer yes or no.\tYes"; in a table the image's name stands before it, and behind it perhaps an answer. */
const ofImage = /^[^\t]+\t(?:yes|no)\s*$/i;
const ofTable = /^[^\t]+\t[^\t]+\t(?:yes|no)\s*(?:\t.*)?$/i;

async function categoryOf(name: string, { files }: Place): Promise<Category | undefined> {
  const inside = files.filter(
    ({ name: file, under }) => file.endsWith('.txt') && under.split('/').includes(name),
  );
  for (const text of inside.slice(0, mostLookedInto)) {
    if (await mostLines(text, ofImage))
      return { name, form: 'image', folder: dirname(text.path), texts: inside };
  }
  for (const table of files.filter(({ name: file }) => file === `${name}.txt`)) {
    if (await mostLines(table, ofTable))
      return { name, form: 'table', folder: dirname(table.path), texts: [table] };
  }
  return undefined;
}

/** A broken file, or a broken line in it, is told as such and takes no category with it. */
const mostLookedInto = 10;

async function mostLines(file: Candidate, form: RegExp): Promise<boolean> {
  const { lines } = await file.head();
  return lines.length > 0 && 2 * lines.filter((line) => form.test(line)).length >= lines.length;
}

async function readAll(found: readonly Category[], images: ImageFinder): Promise<ReadSet> {
  const collect = collectQuestions(found[0]?.folder ?? '');
  for (const { name, form, texts } of found) {
    for (const text of texts) await readLines(name, form, text, images, collect);
  }
  const missing = categories.filter((name) => !found.some((category) => category.name === name));
  if (missing.length > 0) {
    collect.note(
      `${missing.length} of MME's 14 categories are not there (${missing.join(', ')}): sums of points are over the others.`,
    );
  }
  return collect.done();
}

/** Of a category, where its images lie; those of artwork were released in the last one. */
const folders = ['', '/images', '/images/toy_dataset'];

async function readLines(
  category: string,
  form: Category['form'],
  { path, name }: Candidate,
  images: ImageFinder,
  collect: Collector,
): Promise<void> {
  collect.from(path);
  const lines = (await readText(path, mostBytes, setFile(path))).split(/\r?\n/);
  if (lines.every((line) => line.trim() === '')) collect.refuse(1, 'It is empty.');
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const fields = line.split('\t');
    const [image, question, answer] = form === 'table' ? fields : [name.replace(/\.txt$/, ''), ...fields];
    const said = answer?.trim().toLowerCase();
    if (image === undefined || question === undefined || (said !== 'yes' && said !== 'no')) {
      collect.refuse(index + 1, 'It is no question with its yes or no behind a tab.');
      continue;
    }
    const names = form === 'table' ? [image] : ['jpg', 'png', 'jpeg'].map((ending) => `${image}.${ending}`);
    collect.add({
      id: `${category}/${image}#${index + 1}`,
      line: index + 1,
      image: `${category}/${names[0] ?? image}`,
      path: images.find(...names.flatMap((each) => folders.map((folder) => `${category}${folder}/${each}`))),
      question,
      answers: [said],
      kind: category,
      group: `${category}/${image}`,
    });
  }
}
