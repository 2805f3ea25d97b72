/** One machine and several make the same table: numbers, intervals, refusals and notes. */
import { describe, expect, it } from 'vitest';
import type { RecordedEvaluation, RecordedQuestion } from '../../src-engine/engine.ts';
import { evaluationOf } from '../../src-engine/evaluation/evaluation-of.ts';
import { readRecorded, recordedJson } from '../../src-engine/evaluation/recorded-file.ts';
import { seededRandom } from '../../src-engine/language/random.ts';

const modes = [
  { mode: 'full' },
  { mode: 'dymu:low' },
  { mode: 'tome:39', equalTo: { mode: 'dymu:low', tokens: 38.7 } },
];
const random = seededRandom(5);

const questions: RecordedQuestion[] = Array.from({ length: 120 }, (_, order) => ({
  order,
  picture: Math.floor(order / 3),
  id: `q${order}`,
  image: `${Math.floor(order / 3)}.png`,
  path: `/here/${Math.floor(order / 3)}.png`,
  question: 'Is it?',
  answers: ['yes'],
  kind: order % 2 === 0 ? 'even' : 'odd',
  given: modes.map((_mode, column) => ({
    text: random() < 0.8 - 0.1 * column ? 'yes' : 'no',
    tokens: [256, 30 + Math.floor(random() * 20), 39][column]!,
    cut: random() < 0.1,
  })),
}));

const refusal = (order: number) => ({
  line: order,
  image: 'gone.png',
  reason: `Picture ${order} is no picture.`,
  order,
  code: 'bad-input',
});

const wholeRun: RecordedEvaluation = {
  fingerprint: 'abc',
  run: {
    model: 'pocket',
    device: 'cpu',
    precision: 'fp32',
    tower: 'fp32',
    imageBackend: 'torchvision',
    imageRoute: 'path',
    data: '/data/questions.jsonl',
    set: 'jsonl',
    split: null,
    scorer: 'exact',
    instruction: null,
    maxNewTokens: 64,
    modes,
    notes: ['A note of the run.'],
  },
  shard: { index: 1, count: 1 },
  whole: { images: 44, questions: 124 },
  questions,
  unread: [{ line: 500, reason: 'It is not JSON.' }],
  unasked: [200, 201, 202, 203].map(refusal),
  remarks: {
    pictures: [3, 7, 60].map((order) => ({
      order,
      about: `/here/${order}.png`,
      sentences: [`Turned ${order}.`],
    })),
    questions: [{ order: 1, about: 'Is it?', sentences: ['Odd words.'] }],
  },
};

/** Every third picture, as `ofShard` gives them. */
function part(index: number, count: number): RecordedEvaluation {
  const mine = (picture: number): boolean => picture % count === index - 1;
  return {
    ...wholeRun,
    shard: { index, count },
    questions: questions.filter(({ picture }) => mine(picture)),
    unasked: wholeRun.unasked.filter(({ order }) => mine(order)),
    remarks: {
      pictures: wholeRun.remarks.pictures.filter(({ order }) => mine(Math.floor(order / 3))),
      questions: wholeRun.remarks.questions, // every shard asks them in the same words
    },
  };
}

describe('evaluationOf', () => {
  const whole = evaluationOf([wholeRun], { details: true });

  it('makes of parts in any order what one machine makes, to the bit', () => {
    expect(whole.rows.map(({ ci }) => ci[1] - ci[0]).every((width) => width > 0)).toBe(true);
    for (const count of [2, 3, 7]) {
      const parts = Array.from({ length: count }, (_, at) => part(count - at, count));
      expect(JSON.stringify(evaluationOf(parts, { details: true }))).toBe(JSON.stringify(whole));
    }
  });

  it('makes the same of parts that went through files', () => {
    const subject = { file: 'part.json', code: 'bad-input', remedy: 'make it again' } as const;
    const parts = [1, 2].map((index) => readRecorded(recordedJson(part(index, 2)), subject));
    expect(JSON.stringify(evaluationOf(parts, { details: true }))).toBe(JSON.stringify(whole));
  });

  it('sets a method at equal tokens against the mode that gave them, and counts what changed', () => {
    const [full, low, tome] = whole.rows;
    expect(full!.changed).toEqual({ answers: 0, better: 0, worse: 0 });
    const changed = questions.filter(({ given }) => given[0]!.text !== given[1]!.text);
    const better = changed.filter(({ given }) => given[1]!.text === 'yes').length;
    expect(low!.changed).toEqual({ answers: changed.length, better, worse: changed.length - better });
    expect(tome!.equalTo).toMatchObject({ mode: 'dymu:low', tokens: 38.7 });
    expect(tome!.equalTo!.difference.value).toBeCloseTo(tome!.accuracy - low!.accuracy, 12);
    expect(low).not.toHaveProperty('equalTo');
  });

  it('says which parts are missing, there twice or of another run', () => {
    expect(() => evaluationOf([part(1, 3), part(3, 3)])).toThrow(/^Part 2 of 3 is missing; /);
    expect(() => evaluationOf([part(1, 4)])).toThrow(/^Parts 2, 3, 4 of 4 are missing; /);
    expect(() => evaluationOf([part(1, 2), part(1, 2), part(2, 2)])).toThrow(/^Part 1 of 2 is there twice; /);
    const other = { ...part(2, 2), fingerprint: 'x', run: { ...wholeRun.run, device: 'webgpu' } };
    expect(() => evaluationOf([part(1, 2), other])).toThrow(
      'Parts 1 and 2 are not of one evaluation: the device is cpu, fp32, encoder in fp32 in one and webgpu, fp32, encoder in fp32 in the other',
    );
    expect(() => evaluationOf([part(1, 2), { ...part(2, 2), fingerprint: 'x' }])).toThrow(
      'weights, thresholds or questions differ',
    );
    expect(() => evaluationOf([])).toThrow('There is no part');
  });

  it('judges a part by itself where that is asked for, and says of which shard it is', () => {
    const alone = evaluationOf([part(2, 3)], { partial: true });
    expect([alone.shard, alone.questions]).toEqual([{ index: 2, count: 3 }, part(2, 3).questions.length]);
    expect(whole).not.toHaveProperty('shard');
  });

  it('refuses where nothing was answered, with the first reason', () => {
    expect(() => evaluationOf([{ ...wholeRun, questions: [] }])).toThrow(
      "No question of '/data/questions.jsonl' could be asked (Picture 200 is no picture)",
    );
  });
});

describe('readRecorded', () => {
  const subject = { file: 'part.json', code: 'bad-input', remedy: 'make it again' } as const;

  it('refuses what is no part, another version and answers that are too few', () => {
    expect(() => readRecorded('{"format":"dymu-evaluation"}', subject)).toThrow(/^part\.json: format /);
    expect(() => readRecorded(recordedJson(wholeRun).replace('"version":1', '"version":2'), subject)).toThrow(
      /^part\.json: version is 2/,
    );
    const [first, ...others] = questions;
    const short = { ...wholeRun, questions: [...others, { ...first!, given: first!.given.slice(1) }] };
    expect(() => readRecorded(recordedJson(short), subject)).toThrow(
      'questions has 2 answers to question 0, but there are 3 modes',
    );
  });
});
