import { describe, expect, it } from 'vitest';
import { evaluationInWords, refusedInWords } from '../../src-engine/cli/evaluation-text.ts';
import { sampleEvaluation, sampleRow } from '../figure/sample-evaluation.ts';

describe('an evaluation in words', () => {
  it('is the retention table, then the same by kind, then what was asked', () => {
    const result = { ...sampleEvaluation, rows: sampleEvaluation.rows.slice(0, 3) };
    expect(evaluationInWords(result).split('\n')).toEqual([
      'mode             tokens               accuracy  retention           difference',
      'full        256.0 ± 0.0  70.0 % (66.0 to 74.0)    100.0 %                    -',
      'dymu:high  170.0 ± 34.0  70.0 % (66.0 to 74.0)    100.0 %   0.0 (-1.5 to +1.5)',
      'dymu:low     36.0 ± 7.2  69.0 % (65.0 to 73.0)     98.6 %  -1.0 (-2.5 to +0.5)',
      '',
      'kind   questions  mode                    accuracy           difference',
      'count         20  full       60.0 % (50.0 to 70.0)                    -',
      'count         20  dymu:high  60.0 % (50.0 to 70.0)   0.0 (-3.0 to +3.0)',
      'count         20  dymu:low   59.0 % (49.0 to 69.0)  -1.0 (-4.0 to +2.0)',
      'where         20  full       80.0 % (70.0 to 90.0)                    -',
      'where         20  dymu:high  80.0 % (70.0 to 90.0)   0.0 (-2.0 to +2.0)',
      'where         20  dymu:low   79.0 % (69.0 to 89.0)  -1.0 (-3.0 to +1.0)',
      '',
      'pocket: 40 questions about 30 images on cpu, fp32',
    ]);
  });

  it('leaves the second table out where no question has a kind, and shows what is not known as a dash', () => {
    const row = {
      ...sampleRow('tome:9', 9, 0.5),
      byKind: {},
      retention: null,
      retentionCi: null,
      difference: null,
    };
    expect(evaluationInWords({ ...sampleEvaluation, scorer: 'anls', rows: [row] }).split('\n')).toEqual([
      'mode       tokens                   ANLS  retention  difference',
      'tome:9  9.0 ± 0.0  50.0 % (46.0 to 54.0)          -           -',
      '',
      'pocket: 40 questions about 30 images on cpu, fp32',
    ]);
  });

  it('shows further figures between both tables, in percent, and how many lines are left out', () => {
    const figures = { accuracy: 0.75, precision: null, recall: 0.5, f1: 2 / 3, yes: 0.25, undecided: 0 };
    const row = { ...sampleRow('full', 9, 2 / 3), byKind: {}, figures };
    const refused = [{ line: 3, reason: 'It is not JSON.' }];
    const words = evaluationInWords({ ...sampleEvaluation, scorer: 'yes-no', rows: [row], refused });
    expect(words.split('\n').slice(0, 6)).toEqual([
      'mode     tokens                     F1  retention  difference',
      'full  9.0 ± 0.0  66.7 % (62.7 to 70.7)     95.2 %           -',
      '',
      'in percent of the questions',
      'mode  accuracy  precision  recall    F1  said yes  undecided',
      'full      75.0          -    50.0  66.7      25.0        0.0',
    ]);
    expect(words).toMatch(/on cpu, fp32; 1 left out$/);
  });

  it('names lines left out by file and line, ten of them', () => {
    const refused = Array.from({ length: 12 }, (_, index) => ({
      line: index + 1,
      reason: 'It is not JSON.',
    }));
    const words = refusedInWords({ ...sampleEvaluation, refused });
    expect(words).toHaveLength(11);
    expect(words[0]).toBe('  /data/questions.jsonl:1: It is not JSON.');
    expect(words.at(-1)).toBe('  and 2 more; --json has them all.');
    expect(refusedInWords(sampleEvaluation)).toEqual([]);
  });

  it('lets no kind of question command the terminal', () => {
    const row = { ...sampleRow('full', 9, 0.5), byKind: { '\u001b[2J': 1 } };
    expect(evaluationInWords({ ...sampleEvaluation, rows: [row] })).not.toContain('\u001b');
  });
});
