/** An evaluation as the figure and the terminal show one: made-up numbers. */
import type { EvaluatedMode, EvaluateResult } from '../../src-engine/engine.ts';

export function sampleRow(mode: string, tokens: number, accuracy: number): EvaluatedMode {
  const value = accuracy - 0.7;
  return {
    mode,
    n: 40,
    accuracy,
    ci: [accuracy - 0.04, accuracy + 0.04],
    retention: accuracy / 0.7,
    retentionCi: [accuracy / 0.7 - 0.02, accuracy / 0.7 + 0.02],
    difference: { value, ci: [value - 0.015, value + 0.015] },
    tokens: { mean: tokens, std: mode.startsWith('dymu') ? tokens / 5 : 0 },
    byKind: { count: accuracy - 0.1, where: accuracy + 0.1 },
    kindIntervals: {
      count: { ci: [accuracy - 0.2, accuracy], difference: { value, ci: [value - 0.03, value + 0.03] } },
      where: { ci: [accuracy, accuracy + 0.2], difference: { value, ci: [value - 0.02, value + 0.02] } },
    },
    cut: 0,
    pareto: true,
    changed: { answers: 4, better: 1, worse: 2 },
  };
}

export const sampleEvaluation: EvaluateResult = {
  model: 'pocket',
  device: 'cpu',
  precision: 'fp32',
  imageBackend: 'torchvision',
  imageRoute: 'path',
  data: '/data/questions.jsonl',
  set: 'jsonl',
  split: null,
  kinds: { count: 20, where: 20 },
  scorer: 'exact',
  images: 30,
  questions: 40,
  rows: [
    sampleRow('full', 256, 0.7),
    sampleRow('dymu:high', 170, 0.7),
    sampleRow('dymu:low', 36, 0.69),
    sampleRow('tome:36', 36, 0.68),
    sampleRow('dymu:low:no-vtu', 36, 0.6),
  ],
};
