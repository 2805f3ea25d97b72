/** What the user does to a collection that needs more than one part of the state: the brush, selecting, walking. */
import type { CountedMethod } from '../../../src-engine/engine.ts';
import type { AppStore } from '../store.ts';
import { selectCounts, selectFiltered, selectSelectedRows, selectShownRows } from './selectors.ts';
import { brushed, noSelection, selectionOf, withRows, type Brush } from './selection.ts';

/** Selects what lies in the brush among the images shown; without one, nothing. */
export function brush(store: AppStore, area: Brush | null, gesture?: string): void {
  const state = store.getState();
  if (area === null) {
    state.chooseCollection({ brush: null, selection: noSelection }, gesture);
    return;
  }
  const selection = brushed(state.columns, selectCounts(state), selectFiltered(state), area);
  state.chooseCollection({ brush: area, selection }, gesture);
}

/** Moves the budget: a brush in tokens would no longer say what is selected. */
export function moveCollectionBudget(store: AppStore, tokens: number): void {
  store.getState().chooseCollection({ tokens, brush: null }, 'collection-budget');
}

/** Looks at the other numbers: budgets, what they are compared with and a brush were of the first. */
export function chooseCountedMethod(store: AppStore, method: CountedMethod): void {
  store.getState().chooseCollection({ method, tokens: 0, other: null, brush: null });
}

export function selectRows(store: AppStore, rows: Iterable<number>): void {
  const state = store.getState();
  state.chooseCollection({ selection: selectionOf(rows, state.columns.rows), brush: null });
}

export function selectAllShown(store: AppStore): void {
  selectRows(store, selectFiltered(store.getState()));
}

export function selectNone(store: AppStore): void {
  store.getState().chooseCollection({ selection: noSelection, brush: null });
}

export function toggleRow(store: AppStore, row: number): void {
  const { columns, collectionChoices, chooseCollection } = store.getState();
  const { selection } = collectionChoices;
  const on = selection[row] !== 1;
  chooseCollection({ selection: withRows(selection, [row], columns.rows, on), brush: null });
}

/** Selects all rows from one to the other in the order of the table, beside what is selected. */
export function selectBetween(store: AppStore, from: number, to: number): void {
  const state = store.getState();
  const shown = selectShownRows(state);
  const [a, b] = [shown.indexOf(from), shown.indexOf(to)].sort((x, y) => x - y);
  if (a === undefined || b === undefined || a < 0) return;
  const selection = withRows(
    state.collectionChoices.selection,
    shown.subarray(a, b + 1),
    state.columns.rows,
    true,
  );
  state.chooseCollection({ selection, brush: null }, 'select-range');
}

/** What a command on images means: the selected ones, else the one that the keys are on. */
export function meantRows(store: AppStore): Uint32Array {
  const state = store.getState();
  const rows = selectSelectedRows(state);
  if (rows.length > 0 || state.collectionActive === null) return rows;
  return Uint32Array.of(state.collectionActive);
}
