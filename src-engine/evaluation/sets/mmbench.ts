/** MMBench as it is published: one table with tabs, images in it as base64, and every question again with its options turned. */
import type { Options } from '../../judging/options.ts';
import { withOptions } from '../reading/choices.ts';
import { collectQuestions, type Collector, type Written } from '../reading/collect.ts';
import { setFile } from '../reading/subject.ts';
import { tableRows, type TableField, type TableRow } from '../reading/table-rows.ts';
import { letterOnly } from './instructions.ts';
import type { FoundSplit, QuestionSet, ReadSet } from './question-set.ts';

/** A round of a question has the question's number and so many millions more. */
const rounds = 1_000_000;
/** What is shorter is no image but the number of the row that has it. */
const shortestImage = 64;

export const mmbench: QuestionSet = {
  name: 'mmbench',
  label: 'MMBench',
  scorer: 'choice:mmbench',
  instruction: letterOnly,
  needs: 'its table with tabs, whose columns are index, question, A, B, ..., answer and image',
  async find({ files }) {
    const found: FoundSplit[] = [];
    for (const { name, path, head } of files) {
      if (!/\.(?:tsv|txt)$/.test(name)) continue;
      const { columns } = await head();
      if (!['index', 'question', 'a', 'b', 'answer', 'image'].every((column) => columns.includes(column)))
        continue;
      found.push({ split: name.replace(/\.\w+$/, ''), files: [path], read: () => readTable(path) });
    }
    return found.sort(
      (a, b) => Number(a.split?.includes('dev') !== true) - Number(b.split?.includes('dev') !== true),
    );
  },
};

type Embedded = NonNullable<Written['embedded']>;

interface Row {
  readonly line: number;
  readonly index: string;
  readonly image: string; // index of the row that has it
  readonly of: (name: string) => string;
}

async function readTable(path: string): Promise<ReadSet> {
  const collect = collectQuestions(path);
  const images = new Map<string, Embedded>();
  const rows: Row[] = [];
  let columns: readonly string[] | undefined;
  for await (const row of tableRows(path, setFile(path))) {
    if (columns === undefined) columns = row.fields.map(({ text }) => columnName(text));
    else if (row.fields.length === columns.length) rows.push(readRow(row, columns, path, images));
    else collect.refuse(row.line, `It has ${row.fields.length} columns, but the table ${columns.length}.`);
  }
  const main = new Set(rows.map(({ index }) => index));
  for (const row of rows) addRow(row, path, images, main, collect);
  return collect.done();
}

function readRow(
  { line, fields }: TableRow,
  columns: readonly string[],
  file: string,
  images: Map<string, Embedded>,
): Row {
  const field = (name: string): TableField | undefined => fields[columns.indexOf(name)];
  const index = field('index')?.text.trim() ?? '';
  const image = field('image');
  const own = image !== undefined && image.length > shortestImage;
  if (own) images.set(index, { file, at: image.at, length: image.length });
  const texts = new Map(
    columns.flatMap((name, at) => (name === 'image' ? [] : [[name, fields[at]?.text ?? ''] as const])),
  );
  return {
    line,
    index,
    image: own ? index : (image?.text.trim() ?? ''),
    of: readerOf(texts),
  };
}

/** Made apart from the row's fields: a function keeps all that stands around it, here a picture as text. */
function readerOf(texts: ReadonlyMap<string, string>): Row['of'] {
  return (name) => present(texts.get(name));
}

function addRow(
  { line, index, image, of }: Row,
  path: string,
  images: ReadonlyMap<string, Embedded>,
  main: ReadonlySet<string>,
  collect: Collector,
): void {
  const number = Number(index);
  if (!Number.isSafeInteger(number) || index === '') {
    collect.refuse(line, 'Its index is no whole number.');
    return;
  }
  const group = String(number % rounds);
  if (!main.has(group)) {
    collect.refuse(line, `It is a round of the question ${group}, which is not there.`);
    return;
  }
  const options = optionsOf(of);
  const answer = of('answer').trim();
  if (!options.has(answer)) {
    collect.refuse(
      line,
      answer === '' ? 'It has no answer, as in a test part.' : `It has no option ${answer.slice(0, 20)}.`,
    );
    return;
  }
  const embedded = images.get(image);
  collect.add({
    id: index,
    line,
    image,
    path: embedded === undefined ? undefined : `${path}#${image}`,
    question: withOptions(of('hint'), of('question'), options),
    answers: [answer],
    options,
    kind: of('l2-category') || of('category') || undefined,
    group,
    ...(embedded === undefined ? {} : { embedded }),
  });
}

/** Every letter that has a text, as it stands there; one that is empty leaves a gap, and the letters behind it stay what they are. */
function optionsOf(of: Row['of']): Options {
  const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  return new Map(
    letters.map((letter) => [letter, of(letter)] as const).filter(([, text]) => text.trim() !== ''),
  );
}

/** As VLMEvalKit takes them: letters of options are capitals, all other names small ('L2-category' in some of the tables). */
function columnName(text: string): string {
  const name = text.replace('\ufeff', '').trim();
  return name.length === 1 ? name.toUpperCase() : name.toLowerCase();
}

/** What pandas takes for an empty field. */
const nothing = new Set(
  '#N/A|#N/A N/A|#NA|-1.#IND|-1.#QNAN|-NaN|-nan|1.#IND|1.#QNAN|<NA>|N/A|NA|NULL|NaN|None|n/a|nan|null'.split(
    '|',
  ),
);

const present = (text: string | undefined): string => (text === undefined || nothing.has(text) ? '' : text);
