/** Results of evaluations that tests start from. */
import type { EvaluatedMode, EvaluateResult } from '../../../src-engine/engine.ts';

export function modeRow(mode: string, row: Partial<EvaluatedMode> = {}): EvaluatedMode {
  const accuracy = row.accuracy ?? 0.8;
  return {
    mode,
    n: 4,
    accuracy,
    ci: [accuracy - 0.02, accuracy + 0.02],
    retention: accuracy / 0.8,
    retentionCi: null,
    difference: { value: accuracy - 0.8, ci: [accuracy - 0.81, accuracy - 0.79] },
    tokens: { mean: 256, std: 0 },
    byKind: { count: accuracy, where: accuracy },
    cut: 0,
    pareto: true,
    changed: { answers: 0, better: 0, worse: 0 },
    ...row,
  };
}

/** All tokens and two budgets of DyMU: the middle one as right as all tokens, the low one three points worse. */
export function figuresOf(rows: readonly EvaluatedMode[] = usualRows): EvaluateResult {
  return {
    model: 'pocket',
    device: 'cpu',
    precision: 'fp32',
    imageBackend: 'torchvision',
    imageRoute: 'path',
    data: '/assets/bench/questions.jsonl',
    set: 'jsonl',
    split: null,
    scorer: 'exact',
    images: 2,
    questions: 4,
    kinds: { count: 2, where: 2 },
    rows,
  };
}

/** The same with every single answer. */
export function evaluationOf(rows: readonly EvaluatedMode[] = usualRows): EvaluateResult {
  const texts: readonly (readonly [string, string, number, number])[] = [
    ['One dog.', 'One dog.', 1, 1],
    ['A dog.', 'A cat.', 1, 0],
    ['Left.', 'Right.', 0, 1],
    ['It is red.', 'It is blue.', 0, 0],
  ];
  return {
    ...figuresOf(rows),
    details: texts.map(([before, after, was, is], index) => ({
      id: String(index + 1),
      image: `${index}.webp`,
      path: `/assets/bench/${index}.webp`,
      question: `Question ${index}?`,
      answers: ['Accepted.'],
      kind: index < 2 ? 'count' : 'where',
      given: rows.map((_, column) => ({
        text: column === 0 ? before : after,
        tokens: column === 0 ? 256 : 38,
        score: column === 0 ? was : is,
      })),
    })),
  };
}

const usualRows: readonly EvaluatedMode[] = [
  modeRow('full'),
  modeRow('dymu:mid', { accuracy: 0.798, tokens: { mean: 88.2, std: 20 } }),
  modeRow('dymu:low', {
    accuracy: 0.77,
    tokens: { mean: 38.4, std: 9 },
    changed: { answers: 3, better: 1, worse: 1 },
  }),
];
