/** The forms in which published data sets come, recognised by how a file begins, so that a refusal can say what it met. Reads no data set. */
import type { FileHead } from './file-head.ts';

export interface DataForm {
  /** "VQAv2's questions file, and the annotations file with its answers is missing". */
  readonly what: string;
  /** What to do about it. */
  readonly remedy: string;
}

interface KnownForm extends DataForm {
  readonly begins: (head: FileHead) => boolean;
}

const ours = '{"image","question","answers"}';
const joined = `write one ${ours} a line, images by their file names`;

const keys =
  (...names: readonly string[]) =>
  ({ keys: present }: FileHead): boolean =>
    names.every((name) => present.has(name));

const columns =
  (...names: readonly string[]) =>
  ({ columns: present }: FileHead): boolean =>
    names.every((name) => present.includes(name));

/** The first that fits is it: narrower ones stand first. */
const forms: readonly KnownForm[] = [
  {
    begins: ({ magic }) => magic === 'PAR1',
    what: 'a Parquet file, as the hub keeps data sets',
    remedy: `write its pictures into files, and ${joined}`,
  },
  {
    begins: ({ magic }) => magic.startsWith('PK') || magic.startsWith('\u001f\u008b'),
    what: 'an archive',
    remedy: 'unpack it and give the file of questions in it',
  },
  {
    begins: keys('format', 'scorer', 'rows'),
    what: 'the table of an evaluation',
    remedy: 'give the questions that it was made from',
  },
  {
    begins: keys('annotations', 'question_id', 'answers'),
    what: "VQAv2's annotations file, and the questions file is missing",
    remedy: 'put the questions of the same split beside it, with a folder of images',
  },
  {
    begins: keys('annotations', 'caption'),
    what: "COCO's captions, which ask nothing",
    remedy: `give questions: one ${ours} a line`,
  },
  {
    begins: keys('questions', 'choice_a'),
    what: "SEED-Bench's questions file",
    remedy: `${joined}, options under the question as A. to D., and score choices`,
  },
  {
    begins: keys('answerTexts', 'correctAnswer'),
    what: "AI2D's questions about one picture",
    remedy: `${joined}, options under the question as A. to D., and score choices`,
  },
  {
    begins: (head) => keys('questions', 'question_id', 'image_id')(head) && !head.keys.has('answers'),
    what: "VQAv2's questions file, and the annotations file with the answers is missing",
    remedy: 'put the annotations of the same split beside it, with a folder of images',
  },
  {
    begins: keys('imageId', 'question', 'answer'),
    what: "GQA's questions file",
    remedy: `${joined} (imageId.jpg), and "answer" as the only one`,
  },
  {
    begins: keys('imageId', 'question'),
    what: "GQA's questions file without answers",
    remedy: 'give one of a part that has them, such as testdev or val',
  },
  {
    begins: (head) => keys('data', 'question', 'flickr_original_url')(head) && !head.keys.has('answers'),
    what: "TextVQA's file of a test part, whose answers are not published",
    remedy: 'give that of val, such as TextVQA_0.5.1_val.json',
  },
  {
    begins: (head) => keys('data', 'question', 'docId')(head) && !head.keys.has('answers'),
    what: "DocVQA's file of a test part, whose answers are not published",
    remedy: 'give that of val, such as val_v1.0_withQT.json',
  },
  {
    begins: (head) =>
      keys('data', 'question', 'image_id')(head) &&
      (head.keys.has('image_classes') || head.keys.has('flickr_original_url')),
    what: "TextVQA's file",
    remedy: `${joined} (image_id.jpg)`,
  },
  {
    begins: (head) =>
      keys('data', 'question')(head) &&
      (head.keys.has('docId') || head.keys.has('image_local_name') || head.keys.has('ucsf_document_id')),
    what: "DocVQA's or InfographicVQA's file",
    remedy: `${joined}, and score edit distances`,
  },
  {
    begins: keys('data', 'question', 'file_path'),
    what: "ST-VQA's file",
    remedy: `${joined}, and score edit distances`,
  },
  {
    begins: keys('choices', 'question', 'lecture'),
    what: "ScienceQA's problems file",
    remedy: `${joined}, choices under the question as A., B. and so on, the letter as answer, and score choices`,
  },
  {
    begins: keys('choices', 'correct_choice_idx'),
    what: "A-OKVQA's file",
    remedy: `${joined}, choices under the question as A. to D., and score choices`,
  },
  {
    begins: keys('imgname', 'query', 'label'),
    what: "ChartQA's file",
    remedy: `${joined} (imgname), query as question and label as answer`,
  },
  {
    begins: keys('qas', 'question', 'qa_id'),
    what: "Visual Genome's question answers",
    remedy: `${joined} (image_id.jpg)`,
  },
  {
    begins: keys('conversations', 'from', 'value'),
    what: "conversations in LLaVA's form for training",
    remedy: `write their questions with a known answer, one ${ours} a line`,
  },
  {
    begins: (head) =>
      keys('question_id', 'text')(head) &&
      (head.keys.has('answer_id') || head.keys.has('model_id') || head.keys.has('prompt')),
    what: 'a file of answers that a model gave',
    remedy: 'give the questions with their accepted answers',
  },
  {
    begins: (head) => keys('question_id', 'image', 'text')(head) && !head.keys.has('label'),
    what: "a questions file of LLaVA's evaluation, which holds no answers",
    remedy: 'add accepted answers as "answers" to every line',
  },
  {
    begins: (head) =>
      columns('question', 'a', 'b', 'answer', 'image')(head) && !head.columns.includes('index'),
    what: "a table in MMBench's form that lacks the column 'index'",
    remedy: 'download it again, or number its rows',
  },
  {
    begins: (head) =>
      columns('index', 'question', 'a', 'b', 'answer')(head) && !head.columns.includes('image'),
    what: "a table in MMBench's form that lacks the column 'image' with its pictures",
    remedy: 'download it again',
  },
  {
    begins: columns('question', 'a', 'b', 'answer', 'image'),
    what: "a table of choices in MMBench's form",
    remedy: `write the pictures, which are in it as base64, into files, and ${joined}, options under the question as A. to D., and score choices`,
  },
  {
    begins: columns('question', 'a', 'b', 'image'),
    what: "a table of choices in MMBench's form without answers, as its test part is",
    remedy: 'give its dev part, whose answers are published',
  },
  {
    begins: columns('index', 'image', 'question', 'answer'),
    what: "a table of questions in VLMEvalKit's form",
    remedy: `write the pictures, which are in it as base64, into files, and ${joined}`,
  },
  {
    begins: ({ lines }) =>
      lines.length > 0 && lines.every((line) => /^[^\t]+\t(?:[^\t]+\t)?(?:yes|no)\s*$/i.test(line)),
    what: "a text file of MME's, one question and its yes or no a line",
    remedy: 'give the folder that holds the folders of all categories',
  },
  {
    begins: ({ columns: names }) => names.length > 1 && names.includes('question'),
    what: 'a table with a column of questions',
    remedy: joined,
  },
];

/** Undefined where it is like none of them. */
export function dataFormOf(head: FileHead): DataForm | undefined {
  return forms.find(({ begins }) => begins(head));
}
