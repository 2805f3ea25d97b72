import { describe, expect, it } from 'vitest';
import { evaluationJson } from '../../../src-engine/report/evaluation/json.ts';
import { sampleEvaluation } from '../../figure/sample-evaluation.ts';

describe('evaluationJson', () => {
  it('is versioned and holds everything', () => {
    expect(JSON.parse(evaluationJson(sampleEvaluation))).toEqual({
      format: 'dymu-evaluation',
      version: 1,
      ...sampleEvaluation,
    });
  });
});
