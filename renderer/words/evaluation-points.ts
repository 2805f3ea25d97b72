/** The rows of a run as points of the chart. Pure. */
import type { EvaluatedMode } from '../../src-engine/engine.ts';
import type { AccuracyPoint } from '../charts/accuracy-chart.ts';
import { modeParts } from '../state/evaluation/modes.ts';
import { shortModeWords } from './evaluation-words.ts';

export function accuracyPoints(rows: readonly EvaluatedMode[]): readonly AccuracyPoint[] {
  return rows.map(({ mode, tokens, accuracy, ci, pareto }) => {
    const parts = modeParts(mode);
    return {
      mode,
      method: parts?.method ?? 'other',
      label: shortModeWords(mode),
      tokens: tokens.mean,
      accuracy,
      ci,
      front: pareto,
      plain: parts?.virtualUnmerging === false,
    };
  });
}
