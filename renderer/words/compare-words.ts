/** What must be known before two runs are compared. Pure. */
import type { EvaluateResult } from '../../src-engine/engine.ts';

/** Intervals of separate runs are not paired: an overlap leaves the question open. */
export function overlapWords(overlap: boolean): string {
  return overlap ? 'intervals overlap: may be chance' : 'intervals apart';
}

export function compareCaveats(own: EvaluateResult, other: EvaluateResult): readonly string[] {
  return [
    ...(own.data === other.data && own.split === other.split
      ? own.questions === other.questions
        ? []
        : ['The runs asked different numbers of these questions.']
      : ['The runs asked different questions: their accuracies do not say which is better.']),
    ...(own.scorer === other.scorer ? [] : ['The runs judge answers by different rules.']),
    ...(own.model === other.model ? [] : [`The models differ: ${own.model} and ${other.model}.`]),
  ];
}
