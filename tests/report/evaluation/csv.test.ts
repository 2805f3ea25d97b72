import { describe, expect, it } from 'vitest';
import { evaluationCsv } from '../../../src-engine/report/evaluation/csv.ts';
import { sampleEvaluation, sampleRow } from '../../figure/sample-evaluation.ts';

describe('evaluationCsv', () => {
  it('has a header and a line per mode, kinds behind', () => {
    const [head, first, ...rest] = evaluationCsv(sampleEvaluation).split('\r\n');
    expect(head).toBe(
      'mode,n,accuracy,accuracy_low,accuracy_high,retention,retention_low,retention_high,difference,difference_low,difference_high,tokens_mean,tokens_std,cut,pareto,changed,changed_better,changed_worse,equal_to,equal_tokens,equal_difference,equal_difference_low,equal_difference_high,set,split,scorer,device,precision,tower,image_backend,image_route,kind:count,kind:count:low,kind:count:high,kind:count:difference,kind:count:difference_low,kind:count:difference_high,kind:where,kind:where:low,kind:where:high,kind:where:difference,kind:where:difference_low,kind:where:difference_high',
    );
    expect(first).toBe(
      'full,40,0.7,0.6599999999999999,0.74,1,0.98,1.02,0,-0.015,0.015,256,0,0,1,4,1,2,,,,,,jsonl,,exact,cpu,fp32,fp32,torchvision,path,0.6,0.49999999999999994,0.7,0,-0.03,0.03,0.7999999999999999,0.7,0.8999999999999999,0,-0.02,0.02',
    );
    expect(rest.at(-1)).toBe('');
    expect(rest).toHaveLength(sampleEvaluation.rows.length);
  });

  it('has further figures as columns before the kinds, empty where nothing was counted', () => {
    const row = { ...sampleRow('full', 9, 0.5), figures: { precision: null, undecided: 0.25 } };
    const [head, line] = evaluationCsv({ ...sampleEvaluation, scorer: 'yes-no', rows: [row] }).split('\r\n');
    expect(head).toMatch(
      /,scorer,device,precision,tower,image_backend,image_route,figure:precision,figure:undecided,kind:count,kind:count:low,/,
    );
    expect(line).toMatch(/,yes-no,cpu,fp32,fp32,torchvision,path,,0\.25,0\.4,/);
  });

  it('leaves empty what is not known, and quotes what needs it', () => {
    const row = {
      ...sampleRow('tome:9', 9, 0.5),
      retention: null,
      retentionCi: null,
      difference: null,
      byKind: { 'how, "many"': 0.5 },
    };
    const other = { ...row, mode: 'full', byKind: {} };
    const [head, line, last] = evaluationCsv({ ...sampleEvaluation, rows: [row, other] }).split('\r\n');
    expect(head).toMatch(/,image_route,"kind:how, ""many""","kind:how, ""many"":low",/);
    expect(line).toBe(
      'tome:9,40,0.5,0.46,0.54,,,,,,,9,0,0,1,4,1,2,,,,,,jsonl,,exact,cpu,fp32,fp32,torchvision,path,0.5,,,,,',
    );
    expect(last).toBe(
      'full,40,0.5,0.46,0.54,,,,,,,9,0,0,1,4,1,2,,,,,,jsonl,,exact,cpu,fp32,fp32,torchvision,path,,,,,,',
    );
  });
});
