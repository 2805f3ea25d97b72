/** Question sets in the layouts that benchmarks are published in, with one file made hostile; pictures inside a table are taken out. */
import { join } from 'node:path';
import fc from 'fast-check';
import { embeddedPictures } from '../../../src-engine/evaluation/embedded-pictures.ts';
import { readSet } from '../../../src-engine/evaluation/read-set.ts';
import { hostileJson, hostileLines } from '../edits/json.ts';
import { layFile, type Laid, type Place } from '../place.ts';
import { MB, target, type Target } from '../target.ts';

type Files = Readonly<Record<string, unknown>>;

const answers = Array.from({ length: 10 }, () => ({ answer: 'two', answer_confidence: 'yes', answer_id: 1 }));
const picture = Buffer.alloc(300, 7).toString('base64');
const row = (...cells: readonly string[]) => cells.join('\t');

const layouts: Readonly<Record<string, Files>> = {
  vqav2: {
    'v2_OpenEnded_mscoco_val2014_questions.json': {
      data_type: 'mscoco',
      data_subtype: 'val2014',
      questions: [{ image_id: 1, question: 'What?', question_id: 10 }],
    },
    'v2_mscoco_val2014_annotations.json': {
      data_subtype: 'val2014',
      annotations: [
        {
          question_type: 'what',
          multiple_choice_answer: 'two',
          answers,
          image_id: 1,
          answer_type: 'other',
          question_id: 10,
        },
      ],
    },
    'val2014/COCO_val2014_000000000001.jpg': '',
  },
  gqa: {
    'testdev_balanced_questions.json': {
      1: {
        question: 'Is it?',
        imageId: 'n1',
        isBalanced: true,
        answer: 'no',
        types: { structural: 'verify' },
        semanticStr: 'select',
        fullAnswer: 'No.',
      },
    },
    'images/n1.jpg': '',
  },
  textvqa: {
    'TextVQA_0.5.1_val.json': {
      dataset_type: 'val',
      dataset_name: 'textvqa',
      data: [
        {
          question: 'what?',
          image_id: '003a',
          answers: new Array<string>(10).fill('a'),
          question_id: 1,
          set_name: 'val',
        },
      ],
    },
    'train_images/003a.jpg': '',
  },
  pope: {
    'coco_pope_random.json': { question_id: 1, image: 'a.jpg', text: 'Is there a cup?', label: 'yes' },
    'val2014/a.jpg': '',
  },
  mme: {
    'existence/1.txt': 'Is it? Please answer yes or no.\tYes\nIs it not? Please answer yes or no.\tNo\n',
    'existence/1.jpg': '',
  },
  scienceqa: {
    'problems.json': {
      4: {
        question: 'Which?',
        choices: ['a', 'b'],
        answer: 1,
        hint: '',
        image: 'image.png',
        split: 'test',
        subject: 'x',
        lecture: '',
        solution: '',
      },
    },
    'pid_splits.json': { test: ['4'], train: [] },
    'images/test/4/image.png': '',
  },
  docvqa: {
    'val_v1.0.json': {
      dataset_name: 'SP-DocVQA',
      dataset_split: 'val',
      data: [
        {
          questionId: 1,
          question: 'What?',
          question_types: ['form'],
          image: 'documents/a.png',
          docId: 1,
          answers: ['x'],
          data_split: 'val',
        },
      ],
    },
    'documents/a.png': '',
  },
  mmbench: {
    'mmbench_dev_20230712.tsv': [
      row('index', 'question', 'hint', 'A', 'B', 'C', 'D', 'answer', 'category', 'image', 'l2-category'),
      row(
        '241',
        'Which one?',
        '"Read:\nall ""three"""',
        'red',
        'blue',
        '',
        'nan',
        'B',
        'attribute',
        picture,
        'perception',
      ),
      row('1000241', 'Which one?', 'nan', 'blue', 'red', '', '', 'A', 'attribute', '241', 'perception'),
    ].join('\n'),
  },
};

const cells = [
  '',
  '"',
  '""',
  '"a',
  'a"b',
  '\t',
  '\n',
  '\r\n',
  picture,
  'data:image/png;base64,AAAA',
  '241',
  '-1',
  '1e999',
  'nan',
  '=cmd|x',
  '../outside/canary.png',
  'a'.repeat(300_000),
  '\u0000',
  '\u001b[2J',
  '😀',
];

/** A table with tabs: cells and line ends put in and taken out anywhere. */
function hostileTable(seed: string): fc.Arbitrary<string> {
  const change = fc.tuple(fc.nat(1_000_000), fc.nat(200), fc.constantFrom(...cells));
  return fc.array(change, { minLength: 1, maxLength: 5 }).map((changes) =>
    changes.reduce((text, [at, gone, put]) => {
      const from = at % (text.length + 1);
      return text.slice(0, from) + put + text.slice(from + gone);
    }, seed),
  );
}

interface SetCase {
  readonly set: string;
  readonly file: string;
  readonly text: string;
}

function hostileFile(file: string, seed: unknown): fc.Arbitrary<string> {
  if (typeof seed === 'string') return hostileTable(seed);
  return file.includes('pope') ? hostileLines([seed]) : hostileJson([seed]);
}

async function run({ set, file, text }: SetCase, place: Place): Promise<void> {
  for (const [name, seed] of Object.entries(layouts[set] ?? {})) {
    const laid: Laid = name === file ? text : typeof seed === 'string' ? seed : JSON.stringify(seed);
    await layFile(place, name, laid);
  }
  const { questions } = await readSet({ data: place.folder });
  const pictures = embeddedPictures(join(place.folder, 'pictures'));
  for (const question of questions.slice(0, 5)) await pictures.fileOf(question);
}

export const setTargets: readonly Target[] = Object.entries(layouts).map(([set, files]) =>
  target<SetCase>({
    name: `set-${set}`,
    inputs: () =>
      Promise.resolve(
        fc.oneof(
          ...Object.entries(files)
            .filter(([, seed]) => seed !== '')
            .map(([file, seed]) => hostileFile(file, seed).map((text): SetCase => ({ set, file, text }))),
        ),
      ),
    run,
    mostBytes: 400 * MB,
    mostCpu: 20_000,
  }),
);
