/** The collection as it is on screen, gathered for files and figures. Pure. */
import type { Correlation } from '../../../src-engine/counts/correlation.ts';
import type { AppState } from '../store.ts';
import type { Columns } from './columns.ts';
import type { CollectionBudget } from './counts.ts';
import type { BudgetPlan } from './plan.ts';
import {
  selectCollectionBudget,
  selectCounts,
  selectMostTokens,
  selectOtherCounts,
  selectPlan,
  selectRelation,
  selectSelectedRows,
  selectShownRows,
  selectTags,
} from './selectors.ts';
import type { Tags } from './tags.ts';

export interface CollectionExport {
  readonly columns: Columns;
  readonly rows: Uint32Array; // those shown, in the order of the table
  readonly model: string | null;
  readonly budget: CollectionBudget | null;
  readonly counts: Float64Array; // [rows of the columns] at that budget
  readonly other: { readonly budget: CollectionBudget; readonly counts: Float64Array } | null;
  readonly selected: Uint8Array;
  readonly tags: Tags;
  readonly plan: BudgetPlan | null;
  readonly relation: Correlation;
}

export function collectionExport(state: AppState): CollectionExport {
  const { columns, collectionChoices, collectionFacts } = state;
  const counts = selectOtherCounts(state);
  const { other, selection } = collectionChoices;
  return {
    columns,
    rows: selectShownRows(state),
    model: collectionFacts.model,
    budget: selectCollectionBudget(state),
    counts: selectCounts(state),
    other: other === null || counts === null ? null : { budget: other, counts },
    selected: selection,
    tags: selectTags(state),
    plan: selectPlan(state),
    relation: selectRelation(state),
  };
}

/** What the figures show. */
export function collectionFigure(state: AppState) {
  const { columns, collectionChoices } = state;
  return {
    most: selectMostTokens(state),
    points: {
      rows: selectShownRows(state),
      bytesPerPixel: columns.bytesPerPixel,
      tokens: selectCounts(state),
      selected: collectionChoices.selection,
      anySelected: selectSelectedRows(state).length > 0,
    },
  };
}
