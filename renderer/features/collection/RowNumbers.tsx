/** The numbers of the table's rows: alone looks at the counts, so that a step of the budget that leaves the order in sight draws no row anew. */
import type { RefObject } from 'react';
import { useApp } from '../../app/context.ts';
import { selectCounts, selectOtherCounts } from '../../state/collection/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { useRowNumbers } from './use-row-numbers.ts';

interface Props {
  readonly box: RefObject<HTMLElement | null>;
  readonly first: number; // place in the table of the first row in sight
  readonly end: number;
}

const selectFull = (state: AppState) => state.columns.full;

/** Drawn anew with the table, and beside that when counts change. */
export function RowNumbers({ box, first, end }: Props) {
  const counts = useApp(selectCounts);
  const others = useApp(selectOtherCounts);
  const full = useApp(selectFull);
  useRowNumbers(box, { counts, full, others }, first, end);
  return null;
}
