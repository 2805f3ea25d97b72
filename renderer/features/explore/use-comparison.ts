/** The answers on screen as one comparison: of their repeated runs where there are any. */
import { useMemo } from 'react';
import type { Comparison } from '../../../src-engine/report/comparison.ts';
import { useApp } from '../../app/context.ts';
import { comparisonOf, finishedPair, type FinishedPair } from '../../state/measurement.ts';
import { selectAnswers, selectMeasurement } from '../../state/selectors.ts';

export interface Compared {
  readonly pair: FinishedPair;
  readonly comparison: Comparison;
}

export function useComparison(): Compared | null {
  const pair = useApp(selectAnswers);
  const measurement = useApp(selectMeasurement);
  return useMemo(() => {
    const finished = finishedPair(pair);
    return finished === null ? null : { pair: finished, comparison: comparisonOf(finished, measurement) };
  }, [pair, measurement]);
}
