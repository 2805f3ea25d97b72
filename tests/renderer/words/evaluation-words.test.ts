import { describe, expect, it } from 'vitest';
import {
  changedSummary,
  equalSentences,
  estimateWords,
  modeHelp,
  modeSentence,
  modeTokensWords,
  modeWords,
  partialWords,
  pointsWords,
  scoreWords,
  shortModeWords,
  verdictWords,
} from '../../../renderer/words/evaluation-words.ts';
import { evaluationCurve } from '../../../src-engine/drawing/evaluation-curve.ts';
import {
  evaluationFile,
  evaluationFileName,
  type EvaluationFileKind,
} from '../../../renderer/words/evaluation-files.ts';
import { compareCaveats } from '../../../renderer/words/compare-words.ts';
import { missingWords, questionsFacts, questionsName } from '../../../renderer/words/questions-words.ts';
import { runPlanWords, runStateWords, runTitle } from '../../../renderer/words/evaluation-run-words.ts';
import { answerPairs } from '../../../renderer/state/evaluation/changed.ts';
import type { QuestionsReport } from '../../../src-engine/engine.ts';
import { fakeModel } from '../../support/fake-engine.ts';
import { evaluationOf, modeRow } from '../support/evaluations.ts';
import { runOf } from '../support/jobs.ts';

describe('modes in words', () => {
  it.each([
    ['full', 'All tokens', 'All tokens'],
    ['dymu:low', 'DyMU low', 'DyMU low'],
    ['tome:90', 'ToMe, 90 tokens', 'ToMe 90'],
    ['pool:35%', 'Pooling, 35 % of the tokens', 'Pooling 35 %'],
    ['dymu:low:no-vtu', 'DyMU low, without virtual unmerging', 'DyMU low, no VTU'],
    ['visionzip=dymu:mid', 'VisionZip at the tokens of DyMU mid', 'VisionZip = DyMU mid'],
  ])('%s', (mode, words, short) => {
    expect(modeWords(mode)).toBe(words);
    expect(shortModeWords(mode)).toBe(short);
    expect(modeHelp(mode)).toMatch(/\.$/);
  });

  it('say how many tokens that is, and whether on average', () => {
    expect(modeTokensWords('tome:90', fakeModel)).toBe('90 tokens a view');
    expect(modeTokensWords('dymu:low', fakeModel)).toMatch(/^\d+ tokens a view on average$/);
    expect(modeTokensWords('tome=dymu:low', fakeModel)).toMatch(/once it is answered$/);
    expect(modeTokensWords('dymu:low', { ...fakeModel, calibration: null })).toBe('');
  });
});

describe('the verdict', () => {
  it('names the fewest tokens whose difference may be chance', () => {
    expect(verdictWords(evaluationOf())).toBe(
      'DyMU mid keeps 100 % of the accuracy with 34 % of the tokens (88.2 tokens on average); the difference may be chance.',
    );
  });

  it('says a loss with its interval where there is one', () => {
    const result = evaluationOf();
    expect(modeSentence(result, result.rows[2]!)).toBe(
      'DyMU low keeps 96 % of the accuracy with 15 % of the tokens (38.4 tokens on average); it loses 3.0 points (2.0 to 4.0).',
    );
  });

  it('claims nothing without all tokens, and nothing before an answer', () => {
    const alone = modeRow('dymu:low', { retention: null, difference: null });
    expect(verdictWords(evaluationOf([alone]))).toMatch(
      /Without the mode All tokens nothing says what was kept\.$/,
    );
    expect(verdictWords(evaluationOf([]))).toMatch(/^No question has been answered/);
  });

  it('holds methods at equal tokens against each other', () => {
    const equalTo = {
      mode: 'dymu:low',
      tokens: 38.4,
      difference: { value: -0.02, ci: [-0.03, -0.01] as const },
    };
    expect(equalSentences(evaluationOf([modeRow('tome:38', { equalTo })]))).toEqual([
      'At the 38.4 tokens of DyMU low, ToMe is worse by 2.0 points (1.0 to 3.0).',
    ]);
  });
});

it('says numbers with their sign, and right and wrong with more than a colour', () => {
  expect([-0.012, 0.0001, 0.004].map(pointsWords)).toEqual(['−1.2', '0.0', '+0.4']);
  expect([1, 0, 0.3].map(scoreWords)).toEqual([
    { sign: '✓', words: 'right' },
    { sign: '✗', words: 'wrong' },
    { sign: '◐', words: '30 %' },
  ]);
  expect(changedSummary(answerPairs(evaluationOf(), 'dymu:low'), 3)).toBe(
    '3 of 4 answers differ: 1 got worse, 1 got better. 3 shown.',
  );
});

it('says how long it takes only where that is known, and that a part is a part', () => {
  expect(estimateWords(10_800, undefined)).toMatch(/^10,800 answers; how long that takes is known once/);
  expect(estimateWords(600, 10)).toMatch(/^600 answers, about 60 s at the 10\.0 a second/);
  expect(partialWords({ ...evaluationOf(), pending: 6 })).toMatch(
    /^Partial: 4 of 10 questions have an answer/,
  );
});

it('says what a question set is and what is missing', () => {
  const report: QuestionsReport = {
    set: 'jsonl',
    label: 'JSON lines',
    split: null,
    splits: [],
    files: ['/q.jsonl'],
    questions: 2700,
    images: 300,
    missing: { images: 2, questions: 5, named: ['a.png'] },
    refused: Array.from({ length: 6 }, (_, line) => ({ line, reason: 'Gone.' })),
    scorer: 'exact',
    instruction: null,
    notes: [],
  };
  expect(questionsFacts(report)).toBe('One question a line: 2,700 questions about 300 images.');
  expect(missingWords(report)).toBe(
    '2 images of 5 questions are missing; 1 further line cannot be used. They are left out of every figure.',
  );
  const none = { images: 0, questions: 0, named: [] };
  expect(missingWords({ ...report, missing: none })).toBe(
    '6 lines cannot be used. They are left out of every figure.',
  );
  expect(missingWords({ ...report, missing: none, refused: [] })).toBeNull();
  expect([questionsName(null), questionsName('/data/vqa/')]).toEqual(['The bundled questions', 'vqa']);
});

it('says what a run was asked for and how far it is', () => {
  const modes = ['full', 'dymu:high', 'tome:90'];
  const run = runOf({ evaluate: { data: '/q.jsonl', modes, limit: 40 } });
  expect(runTitle(run, '/q.jsonl')).toBe('The bundled questions · a');
  expect(runPlanWords(run)).toBe('All tokens, DyMU high and 1 more mode, 40 images');
  expect(runStateWords(run)).toBe('30 of 90 answers · 2.0 a second · about 30 s left');
  const still = { perSecond: null, secondsLeft: null } as const;
  expect(runStateWords({ ...run, ...still, total: 0 })).toBe('beginning');
  const queued = { ...run, ...still, state: 'queued', total: 0 } as const;
  expect(runStateWords(queued)).toBe('waits for its turn');
  expect(runStateWords({ ...queued, waitsFor: 'waits until a is loaded' })).toBe('waits until a is loaded');
  expect(runStateWords({ ...run, ...still, state: 'paused' })).toBe('paused · 30 of 90 answers');
});

it('warns before two runs are compared', () => {
  const own = evaluationOf();
  expect(compareCaveats(own, own)).toEqual([]);
  expect(compareCaveats(own, { ...own, data: '/other.jsonl', model: 'b', scorer: 'vqa' })).toHaveLength(3);
});

it('writes files that say what they are', () => {
  const result = evaluationOf();
  expect(evaluationFileName(result, 'svg')).toBe('evaluation-pocket-bench.svg');
  expect(evaluationFileName({ ...result, data: '/a/My set.v2.json', model: '../x' }, 'csv')).toMatch(
    /^[\w-][\w.-]{0,200}\.csv$/,
  );
  const textOf = (kind: EvaluationFileKind) =>
    evaluationFile(result, kind, { program: '1.2.3', date: new Date('2026-11-29T12:00:00Z') }).text;
  expect(textOf('csv')).toContain('dymu:low');
  expect(JSON.parse(textOf('json'))).toMatchObject({ format: 'dymu-evaluation' });
  expect(textOf('md')).toContain('| Made | DyMU Explorer 1.2.3, 2026-11-29 |');
  expect(textOf('svg')).toBe(evaluationCurve(result));
});
