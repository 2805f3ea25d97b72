/** What the Collection view asks of the state. Everything that goes over all rows is computed once for the same columns and choices. */
import { ascendingOrder } from '../../../src-engine/counts/ascending-order.ts';
import { correlationWith, type Correlation } from '../../../src-engine/counts/correlation.ts';
import type { CountedMethod, ModelInfo } from '../../../src-engine/engine.ts';
import { countedMethods, firstTokens, fitTokens, mostOf, needsMore, rangeOf } from '../budget.ts';
import { selectModelInfo } from '../selectors.ts';
import type { CalibrationReport } from '../collection-slice.ts';
import type { AppState } from '../store.ts';
import type { Columns } from './columns.ts';
import {
  countsAt,
  descending,
  rowsAt,
  unitOf,
  valuesOf,
  type CollectionBudget,
  type CountUnit,
} from './counts.ts';
import { memoised } from './memoised.ts';
import { filteredRows, nameRanks, orderedRows, type CollectionFilter } from './order.ts';
import { differenceOf, planOf, type BudgetDifference, type BudgetPlan } from './plan.ts';
import { selectedRows } from './selection.ts';
import { taggedRows, type Tags } from './tags.ts';

const noTags: Tags = {};

/** What the newest calibration has found, where it is one of the model in use. */
export function selectCalibrationReport(state: AppState): CalibrationReport | null {
  const { calibrated } = state;
  return calibrated?.model === selectModelInfo(state)?.directory ? calibrated : null;
}

export function selectTags({ collectionTags, columns }: AppState): Tags {
  return collectionTags[columns.source] ?? noTags;
}

/** Whose numbers the collection is looked at in: the chosen method, or the one that the model allows. */
export function selectCountedMethod(state: AppState): CountedMethod {
  const info = selectModelInfo(state);
  const { method } = state.collectionChoices;
  const allowed: readonly CountedMethod[] = info === null ? [method] : countedMethods(info);
  return allowed.includes(method) ? method : (allowed[0] ?? method);
}

/** The same as a request names it. */
export function countedRequest(state: AppState): { readonly method?: CountedMethod } {
  const method = selectCountedMethod(state);
  return method === 'dymu' ? {} : { method };
}

/** What is counted of an image. */
export function selectUnit(state: AppState): CountUnit {
  return unitOf(selectCountedMethod(state));
}

/** Tokens or rows of a view without merging; 1 without a model. */
export function selectMost(state: AppState): number {
  const info = selectModelInfo(state);
  return info === null ? 1 : mostOf(selectCountedMethod(state), info);
}

const mostFull = memoised((full: Float64Array, least: number) =>
  full.reduce((most, value) => (value > most ? value : most), least),
);

/** Tokens of the largest image without merging: where the axes of tokens end. */
export function selectMostTokens(state: AppState): number {
  return mostFull(state.columns.full, selectMost(state));
}

/** The average that is asked for [tokens per view]; null without a model that can be asked. */
export function selectCollectionTokens(state: AppState): number | null {
  const info = selectModelInfo(state);
  const method = selectCountedMethod(state);
  return info === null || needsMore(method, info) ? null : wantedTokens(state, info, method);
}

function wantedTokens(
  { collectionChoices: { tokens } }: AppState,
  info: ModelInfo,
  method: CountedMethod,
): number {
  return fitTokens(tokens === 0 ? firstTokens(info, method) : tokens, rangeOf(method, info));
}

const budgetOf = memoised((method: CountedMethod, tokens: number | null): CollectionBudget | null =>
  tokens === null ? null : { method, tokens },
);

export function selectCollectionBudget(state: AppState): CollectionBudget | null {
  return budgetOf(selectCountedMethod(state), selectCollectionTokens(state));
}

const firstCounts = memoised(countsAt);
const unknownCounts = memoised((rows: number) => new Float64Array(rows).fill(Number.NaN));
const otherCounts = memoised(countsAt);

/** [rows] Tokens of every image at the budget; NaN where they are not known. */
export function selectCounts(state: AppState): Float64Array {
  const budget = selectCollectionBudget(state);
  // Until the engine has told those of another method.
  return budget === null || state.columns.method !== budget.method
    ? unknownCounts(state.columns.rows)
    : firstCounts(state.columns, budget, selectMost(state));
}

/** [rows] The same at what it is compared with; null where it is compared with nothing. */
export function selectOtherCounts(state: AppState): Float64Array | null {
  const { other } = state.collectionChoices;
  return other === null ? null : otherCounts(state.columns, other, selectMost(state));
}

const taggedOf = memoised((paths: readonly string[], tagged: readonly string[]) =>
  taggedRows({ paths, rows: paths.length }, tagged),
);

function selectTagged(state: AppState): Uint8Array | null {
  const { tag } = state.collectionFilter;
  return tag === null ? null : taggedOf(state.columns.paths, selectTags(state)[tag] ?? noPaths);
}

const noPaths: readonly string[] = [];
const filtered = memoised(filteredRows);
const nothing = new Uint8Array(0);
const nowhere = new Float64Array(0);

function looksAtTokens({ ranges }: CollectionFilter): boolean {
  return ranges.tokens !== undefined || ranges.share !== undefined;
}

/** Rows that the filter lets pass, ascending. */
export function selectFiltered(state: AppState): Uint32Array {
  const { columns, collectionFilter: filter, collectionChoices } = state;
  return filtered(
    columns,
    looksAtTokens(filter) ? selectCounts(state) : nowhere,
    filter,
    filter.selectedOnly ? collectionChoices.selection : nothing,
    selectTagged(state),
  );
}

const countsOf = memoised(valuesOf);
const placesOf = memoised(ascendingOrder);
const byCount = memoised(rowsAt);

/** [rows shown] Their counts, and the order of these: the table, the plan and the correlation share one sort at every move of the budget. */
function selectShownCounts(state: AppState): Float64Array {
  return countsOf(selectFiltered(state), selectCounts(state));
}

function selectCountPlaces(state: AppState): Uint32Array {
  return placesOf(selectShownCounts(state));
}

/** Rows that the filter lets pass by their counts, ascending, those that are not known last. */
function selectByCount(state: AppState): Uint32Array {
  return byCount(selectFiltered(state), selectCountPlaces(state));
}

const fromMost = memoised(descending);
const ranksOf = memoised((_: readonly string[], columns: Columns) => nameRanks(columns), 1);
const ordered = memoised(orderedRows);

/** The same in the order of the table. */
export function selectShownRows(state: AppState): Uint32Array {
  const { columns, collectionSort: sort } = state;
  if (sort.field === 'tokens')
    return sort.descending ? fromMost(selectByCount(state), selectCounts(state)) : selectByCount(state);
  const byDifference = sort.field === 'difference';
  const byTokens = sort.field === 'share' || byDifference;
  const byName = sort.field === 'name' || sort.field === 'folder';
  return ordered(
    columns,
    byTokens ? selectCounts(state) : nowhere,
    byDifference ? (selectOtherCounts(state) ?? nowhere) : nowhere,
    byName ? ranksOf(columns.names, columns) : noRanks,
    selectFiltered(state),
    sort,
  );
}

const placeOf = memoised((rows: Uint32Array, row: number | null) => (row === null ? -1 : rows.indexOf(row)));

/** Where the image that the keys are on stands in the table; -1 where there is none, or the filter hides it. */
export function selectActivePlace(state: AppState): number {
  return placeOf(selectShownRows(state), state.collectionActive);
}

const noRanks = { name: nowhere, folder: nowhere };
const selected = memoised(selectedRows);

export function selectSelectedRows(state: AppState): Uint32Array {
  return selected(state.columns, state.collectionChoices.selection);
}

const planned = memoised(planOf);
const plannedSelection = memoised(planOf);

export function selectPlan(state: AppState): BudgetPlan | null {
  return planned(selectFiltered(state), selectCounts(state), state.columns.full, selectByCount(state));
}

/** Of the selected images; null where none is selected. */
export function selectSelectionPlan(state: AppState): BudgetPlan | null {
  return plannedSelection(selectSelectedRows(state), selectCounts(state), state.columns.full);
}

/** Bytes per pixel do not move with the budget. */
const relatedTo = memoised((rows: Uint32Array, x: Float64Array) => correlationWith(valuesOf(rows, x)));
const related = memoised((rows: Uint32Array, x: Float64Array, y: Float64Array, order: Uint32Array) =>
  relatedTo(rows, x)(y, order),
);

/** Of bytes per pixel and tokens, over the images shown. */
export function selectRelation(state: AppState): Correlation {
  return related(
    selectFiltered(state),
    state.columns.bytesPerPixel,
    selectShownCounts(state),
    selectCountPlaces(state),
  );
}

const different = memoised(differenceOf);

export function selectDifference(state: AppState): BudgetDifference | null {
  const second = selectOtherCounts(state);
  return second === null ? null : different(selectFiltered(state), selectCounts(state), second);
}

const notJpeg = memoised((rows: Uint32Array, jpeg: Uint8Array) =>
  rows.reduce((sum, row) => sum + (jpeg[row] === 1 ? 0 : 1), 0),
);

/** Images shown whose bytes per pixel are of another format than JPEG. */
export function selectNotJpeg(state: AppState): number {
  return notJpeg(selectFiltered(state), state.columns.jpeg);
}
