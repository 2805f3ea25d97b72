import { describe, expect, it } from 'vitest';
import { changedAnswers } from '../../../src-engine/report/evaluation/changed-answers.ts';
import { evaluationMarkdown } from '../../../src-engine/report/evaluation/markdown.ts';
import { sampleEvaluation, sampleRow } from '../../figure/sample-evaluation.ts';

const given = (...texts: readonly string[]) =>
  texts.map((text, at) => ({ text, tokens: 256 - at, score: Number(text === 'two') }));

const result = {
  ...sampleEvaluation,
  encoderFingerprint: '0123abcd',
  set: 'vqav2',
  split: 'val2014',
  notes: ['Few *pictures*.'],
  rows: [
    sampleRow('full', 256, 0.7),
    { ...sampleRow('dymu:low', 36, 0.69), pareto: false },
    {
      ...sampleRow('tome:36', 36, 0.68),
      equalTo: { mode: 'dymu:low', tokens: 35.6, difference: { value: -0.01, ci: [-0.03, 0.01] } },
    },
  ],
  details: [
    {
      id: '7',
      image: 'a|b.png',
      path: '/a.png',
      question: 'How many?\nShort.',
      answers: ['two'],
      given: given('two', 'two', 'one'),
    },
    {
      id: '8',
      image: 'b.png',
      path: '/b.png',
      question: 'Is it?',
      answers: ['two'],
      given: given('no', 'two', 'no'),
    },
  ],
} as const;

describe('evaluationMarkdown', () => {
  const made = { program: '1.2.3', date: new Date('2026-11-29T12:00:00Z') };
  const page = evaluationMarkdown(result, made);

  it('is the retention table with intervals, front and changes, a method at equal tokens beside its mode', () => {
    expect(page.split('\n').slice(9, 14)).toEqual([
      '| mode | tokens | accuracy, % | retention, % | difference from full, points | front | changed |',
      '| --- | --- | --- | --- | --- | --- | --- |',
      '| `full` | 256.0 ± 0.0 | 70.0 (66.0 to 74.0) | 100.0 |  | yes |  |',
      '| `dymu:low` | 36.0 ± 7.2 | 69.0 (65.0 to 73.0) | 98.6 | -1.0 (-2.5 to +0.5) |  | 4: 1 better, 2 worse |',
      '| `tome:36`, at the 35.6 tokens of `dymu:low`: -1.0 (-3.0 to +1.0) to it | 36.0 ± 0.0 | 68.0 (64.0 to 72.0) | 97.1 | -2.0 (-3.5 to -0.5) | yes | 4: 1 better, 2 worse |',
    ]);
  });

  it('says above it which data, model, budgets, version and day it is about, and no path of the machine', () => {
    expect(page.split('\n').slice(0, 8)).toEqual([
      '# pocket on vqav2 val2014: 40 questions about 30 images',
      '',
      '|  |  |',
      '| --- | --- |',
      '| Data | data/questions.jsonl (vqav2, val2014) |',
      '| Model | pocket, encoder `0123abcd` |',
      '| Budgets | `full`, `dymu:low`, `tome:36` |',
      '| Made | DyMU Explorer 1.2.3, 2026-11-29 |',
    ]);
    const own = evaluationMarkdown(
      { ...result, set: 'jsonl', data: '/home/ada/set/my questions.jsonl' },
      made,
    );
    expect(own).toMatch(/^# pocket on set\/my questions.jsonl: 40 questions/);
    expect(own).not.toContain('ada');
  });

  it('has accuracy and difference by kind with their intervals, retention, and how many questions each kind has', () => {
    expect(page).toContain(
      '| kind (questions) | mode | accuracy, % | retention, % | difference from full, points |',
    );
    expect(page).toContain('| count (20) | `full` | 60.0 (50.0 to 70.0) |  |  |');
    expect(page).toContain('| count (20) | `dymu:low` | 59.0 (49.0 to 69.0) | 98.3 | -1.0 (-4.0 to +2.0) |');
    expect(page).toContain('| where (20) | `dymu:low` | 79.0 (69.0 to 89.0) | 98.8 | -1.0 (-3.0 to +1.0) |');
  });

  it('says how it was measured, and lets no text be taken for Markdown', () => {
    expect(page).toContain('_Mode_: `full` keeps all tokens;');
    expect(page).toContain('Scorer `exact`; questions asked as they stand; cpu, language model in fp32');
    expect(page).toContain(String.raw`Few \*pictures\*.`);
    expect(evaluationMarkdown({ ...result, instruction: 'Be short.' }, made)).toContain(
      'asked with "Be short." behind them',
    );
  });

  it('lists the answers that each mode changed, with both scores', () => {
    expect(page).toContain('## Answers that `tome:36` changed\n\n| id | image | question | full | tome:36 |');
    expect(page).toContain(String.raw`| 7 | a\|b.png | How many? Short. | two (100.0) | one (0.0) |`);
    expect(page).toContain('| 8 | b.png | Is it? | no (0.0) | two (100.0) |');
  });

  it('shows points as points where a scorer counts them', () => {
    const row = {
      ...sampleRow('full', 256, 0.5),
      figures: { perception: 14.873, accuracy: 0.7, cognition: null },
    };
    const mme = evaluationMarkdown({ ...result, scorer: 'yes-no:mme', rows: [row] }, made);
    expect(mme).toContain('| mode | perception, points | accuracy | cognition, points |');
    expect(mme).toContain('| `full` | 1487.3 | 70.0 % | - |');
  });
});

describe('changedAnswers', () => {
  it('compares any two modes, and is empty without single answers or modes that ran', () => {
    expect(
      changedAnswers(result, 'tome:36', 'dymu:low').map(({ question, after }) => [question.id, after.text]),
    ).toEqual([
      ['7', 'one'],
      ['8', 'no'],
    ]);
    expect(changedAnswers(result, 'pool:9')).toEqual([]);
    expect(changedAnswers({ rows: result.rows }, 'dymu:low')).toEqual([]);
  });
});
