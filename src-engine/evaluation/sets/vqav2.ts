/** VQAv2 as it is published: a file of questions, a file of annotations with ten people's answers, and COCO's images. */
import { basename } from 'node:path';
import { z } from 'zod';
import { EngineError } from '../../errors.ts';
import { quote, quotePath } from '../../files/words.ts';
import { collectQuestions } from '../reading/collect.ts';
import { checkEntry } from '../reading/entry-check.ts';
import type { ImageFinder } from '../reading/image-finder.ts';
import { jsonEntries } from '../reading/json-entries.ts';
import type { Candidate } from '../reading/place.ts';
import { setFile } from '../reading/subject.ts';
import { shortAnswer } from './instructions.ts';
import type { FoundSplit, QuestionSet, ReadSet } from './question-set.ts';

const id = z.union([z.int(), z.string().min(1).max(100)]).transform(String);
const questionSchema = z.looseObject({ question_id: id, image_id: id, question: z.string() });
const annotationSchema = z.looseObject({
  question_id: id,
  answers: z.array(z.looseObject({ answer: z.string() })).min(1),
  answer_type: z.string().exactOptional(),
});

const namedSchema = z.looseObject({ question_id: id });
const mostBroken = 100_000; // sentences

export const vqav2: QuestionSet = {
  name: 'vqav2',
  label: 'VQAv2',
  scorer: 'vqa:vqav2',
  instruction: shortAnswer,
  needs: 'a file of questions, the file of annotations of the same split, and a folder of images',
  async find({ files, images }) {
    const questions: Part[] = [];
    const annotations: Part[] = [];
    for (const file of files) {
      if (!file.name.endsWith('.json')) continue;
      const { keys } = await file.head();
      if (keys.has('annotations') && keys.has('question_id')) annotations.push(await partOf(file));
      else if (keys.has('questions') && keys.has('question_id') && keys.has('image_id'))
        questions.push(await partOf(file));
    }
    if (annotations.length === 0) return []; // COCO-like questions alone are told by data-forms.ts
    const names = questions.map(({ subtype, file }) => subtype ?? file.name);
    const splits = questions.map((part, at): FoundSplit => {
      const name = names[at] ?? part.file.name;
      const matching = annotationsOf(part, annotations);
      return {
        split: names.indexOf(name) === names.lastIndexOf(name) ? name : basename(part.file.name, '.json'),
        files: [part.file.path, ...(matching === undefined ? [] : [matching.file.path])],
        read: () => readSplit(part, matching, annotations, images),
      };
    });
    return splits.sort((a, b) => rank(a) - rank(b));
  },
};

/** Answers of test splits are not published; those of training are rarely meant. */
function rank({ split, files }: FoundSplit): number {
  return files.length < 2 ? 2 : Number(split?.startsWith('val') !== true);
}

interface Part {
  readonly file: Candidate;
  readonly subtype: string | undefined; // 'val2014'
}

async function partOf(file: Candidate): Promise<Part> {
  const found = /"data_subtype"\s*:\s*"([^"]{1,60})"/.exec(await file.text())?.[1];
  return { file, subtype: found };
}

/** Of its split, and of its version: files of both versions say 'val2014', and the first one's questions are in the second one too. */
function annotationsOf({ subtype, file }: Part, annotations: readonly Part[]): Part | undefined {
  const same = annotations.filter((part) => part.subtype !== undefined && part.subtype === subtype);
  const ofVersion = same.find((part) => isSecond(part.file) === isSecond(file));
  const unnamed = annotations.find((part) => part.subtype === undefined || subtype === undefined);
  return ofVersion ?? same[0] ?? unnamed;
}

const isSecond = ({ name }: Candidate): boolean => name.startsWith('v2_');

async function readSplit(
  { file: { path }, subtype }: Part,
  matching: Part | undefined,
  all: readonly Part[],
  images: ImageFinder,
): Promise<ReadSet> {
  if (matching === undefined && subtype?.startsWith('test') === true) throw unpublished(path, subtype);
  if (matching === undefined) throw ofAnother(path, subtype, all[0]);
  const { answers, broken } = await readAnnotations(matching.file.path);
  const collect = collectQuestions(path);
  let answered = 0;
  for await (const { number, value } of jsonEntries(path, 'questions', setFile(path))) {
    const checked = checkEntry(questionSchema, value);
    if ('fault' in checked) {
      collect.refuse(number, checked.fault);
      continue;
    }
    const { question_id: question, image_id: image } = checked.value;
    const known = answers.get(question);
    if (known === undefined) {
      const fault = broken.get(question);
      if (fault !== undefined) answered += 1;
      collect.refuse(number, fault ?? `There is no annotation of the question ${question}.`);
      continue;
    }
    answered += 1;
    const names = imageNames(image, subtype);
    collect.add({
      id: question,
      line: number,
      image: names[0] ?? image,
      path: images.find(...names),
      question: checked.value.question,
      ...known,
    });
  }
  if (answered === 0) throw ofAnother(path, subtype, matching);
  return collect.done();
}

function unpublished(questions: string, subtype: string): EngineError {
  return new EngineError(
    'bad-input',
    `${quotePath(questions)} holds questions of ${subtype}, whose answers are not published`,
    { remedy: 'take those of val2014 with their annotations' },
  );
}

function ofAnother(questions: string, subtype: string | undefined, part: Part | undefined): EngineError {
  const [file, other] = [quotePath(part?.file.path ?? ''), part?.subtype];
  const which =
    subtype === undefined || other === undefined ? '' : ` (${other}, and the questions are of ${subtype})`;
  return new EngineError(
    'bad-input',
    `${file} annotates other questions than those of ${quotePath(questions)}${which}`,
    {
      remedy: 'put the annotations of the same split beside the questions',
    },
  );
}

interface Annotation {
  readonly answers: readonly string[];
  readonly kind: string | undefined;
}

interface Annotations {
  readonly answers: ReadonlyMap<string, Annotation>;
  /** Of annotations that cannot be used: a sentence by question, as far as they say theirs. */
  readonly broken: ReadonlyMap<string, string>;
}

async function readAnnotations(path: string): Promise<Annotations> {
  const found = new Map<string, Annotation>();
  const broken = new Map<string, string>();
  const texts = new Map<string, string>(); // two million answers are a few ten thousand texts
  const once = (text: string): string => {
    const known = texts.get(text);
    if (known === undefined) texts.set(text, text);
    return known ?? text;
  };
  for await (const { number, value } of jsonEntries(path, 'annotations', setFile(path))) {
    const checked = checkEntry(annotationSchema, value);
    if ('fault' in checked) {
      const named = checkEntry(namedSchema, value);
      if ('value' in named && broken.size < mostBroken)
        broken.set(
          named.value.question_id,
          `Its annotation, entry ${number} of ${quote(basename(path))}, cannot be used: ${checked.fault}`,
        );
      continue; // one that names no question leaves its question without annotation
    }
    const { question_id: question, answers, answer_type: kind } = checked.value;
    found.set(question, {
      answers: answers.map(({ answer }) => once(answer)),
      kind: kind === undefined ? undefined : once(kind),
    });
  }
  return { answers: found, broken };
}

/** COCO's names of 2014 and of 2017, and a bare number. */
function imageNames(image: string, subtype: string | undefined): string[] {
  const number = image.padStart(12, '0');
  const folders = subtype === undefined ? ['val2014', 'train2014', 'test2015'] : [subtype];
  return [
    ...folders.map((folder) => `COCO_${folder}_${number}.jpg`),
    `${number}.jpg`,
    `${image}.jpg`,
    `${image}.png`,
  ];
}
