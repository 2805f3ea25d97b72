/** The collection: the folder that is open, its images as columns, and what the user has chosen about them, which can be taken back. Asks nobody for anything. */
import type { CalibrateResult, Collection, CountedMethod, Following } from '../../src-engine/engine.ts';
import { emptyColumns, type Columns } from './collection/columns.ts';
import type { CollectionBudget } from './collection/counts.ts';
import { noFilter, type CollectionFilter, type CollectionSort } from './collection/order.ts';
import { noSelection, type Brush, type Selection } from './collection/selection.ts';
import { withTags, type Tags } from './collection/tags.ts';
import { emptyHistory, record, step, type History } from './history.ts';
import type { CreateSlice } from './slice.ts';

export type CollectionState =
  | { readonly kind: 'none' }
  | { readonly kind: 'opening'; readonly folder: string }
  | { readonly kind: 'open'; readonly folder: string }
  /** What was known of it before stays on screen. */
  | {
      readonly kind: 'failed';
      readonly folder: string;
      readonly message: string;
      readonly detail: string | null;
    };

/** What can be taken back. */
export interface CollectionChoices {
  /** Whose numbers are looked at, where the model has both. */
  readonly method: CountedMethod;
  readonly tokens: number; // average per view that is asked for; 0: as the model suggests
  /** What it is compared with. */
  readonly other: CollectionBudget | null;
  readonly selection: Selection;
  readonly brush: Brush | null;
}

export type CollectionFacts = Pick<
  Collection,
  'model' | 'unread' | 'unreadable' | 'unreadableTotal' | 'interpolation' | 'notes'
> & { readonly following: Following | null }; // null until it is told

/** What the newest calibration job that is done has found. */
export interface CalibrationReport {
  readonly job: number;
  /** Folder of the model that was calibrated. */
  readonly model: string;
  readonly result: CalibrateResult;
}

/** As a page of pictures, or one picture a line with its numbers. */
export type CollectionLayout = 'tiles' | 'rows';

export interface CollectionSlice {
  readonly collection: CollectionState;
  readonly columns: Columns;
  readonly collectionFacts: CollectionFacts;
  readonly collectionChoices: CollectionChoices;
  readonly collectionHistory: History<CollectionChoices>;
  readonly collectionFilter: CollectionFilter;
  readonly collectionSort: CollectionSort;
  readonly collectionLayout: CollectionLayout;
  /** Whether files that are added, changed or removed are taken up by themselves. */
  readonly followFolders: boolean;
  /** The row that keys act on. */
  readonly collectionActive: number | null;
  /** Of every folder that was tagged. */
  readonly collectionTags: Readonly<Record<string, Tags>>;
  readonly recentFolders: readonly string[]; // the newest first
  readonly calibrated: CalibrationReport | null;
  readonly setCollection: (collection: CollectionState) => void;
  readonly setColumns: (columns: Columns, facts: CollectionFacts) => void;
  /** Another folder, or another model: nothing is known yet. */
  readonly clearCollection: (folder: string) => void;
  readonly chooseCollection: (changes: Partial<CollectionChoices>, gesture?: string) => void;
  /** Selects without a trace in the history. */
  readonly settleSelection: (selection: Selection) => void;
  readonly undoCollection: () => void;
  readonly redoCollection: () => void;
  readonly filterCollection: (changes: Partial<CollectionFilter>) => void;
  readonly sortCollection: (sort: CollectionSort) => void;
  readonly setCollectionLayout: (layout: CollectionLayout) => void;
  readonly setFollowFolders: (followFolders: boolean) => void;
  readonly setCollectionActive: (row: number | null) => void;
  readonly setTags: (folder: string, tags: Tags) => void;
  readonly settleCollection: (
    kept: Pick<
      CollectionSlice,
      'collectionLayout' | 'collectionSort' | 'collectionTags' | 'recentFolders' | 'followFolders'
    >,
  ) => void;
  readonly rememberFolder: (folder: string) => void;
  readonly forgetFolder: (folder: string) => void;
  readonly setCalibrated: (report: CalibrationReport | null) => void;
}

const firstChoices: CollectionChoices = {
  method: 'dymu',
  tokens: 0,
  other: null,
  selection: noSelection,
  brush: null,
};
const noFacts: CollectionFacts = {
  model: null,
  following: null,
  unread: 0,
  unreadable: [],
  unreadableTotal: 0,
  interpolation: null,
  notes: [],
};
const mostRecent = 8;

export const createCollectionSlice: CreateSlice<CollectionSlice> = (set) => ({
  collection: { kind: 'none' },
  columns: emptyColumns(''),
  collectionFacts: noFacts,
  collectionChoices: firstChoices,
  collectionHistory: emptyHistory,
  collectionFilter: noFilter,
  collectionSort: { field: 'tokens', descending: true },
  collectionLayout: 'tiles',
  followFolders: true,
  collectionActive: null,
  collectionTags: {},
  recentFolders: [],
  calibrated: null,
  setCollection: (collection) => set({ collection }),
  setColumns: (columns, collectionFacts) => set({ columns, collectionFacts }),
  clearCollection: (folder) =>
    set(({ collectionChoices, columns }) => ({
      columns: emptyColumns(folder),
      collectionFacts: noFacts,
      collectionChoices: { ...collectionChoices, selection: noSelection, brush: null },
      collectionHistory: emptyHistory, // its selections are of rows that are no more
      collectionActive: null,
      ...(columns.source === folder ? {} : { collectionFilter: noFilter }),
    })),
  chooseCollection: (changes, gesture) =>
    set(({ collectionChoices: before, collectionHistory }) => {
      const next = { ...before, ...changes };
      const same =
        next.method === before.method &&
        next.tokens === before.tokens &&
        next.other === before.other &&
        next.selection === before.selection &&
        next.brush === before.brush;
      if (same) return {};
      return {
        collectionChoices: next,
        collectionHistory: record(collectionHistory, before, gesture, Date.now()),
      };
    }),
  settleSelection: (selection) =>
    set(({ collectionChoices }) => ({ collectionChoices: { ...collectionChoices, selection } })),
  undoCollection: () => set((state) => moved(state, 'back')),
  redoCollection: () => set((state) => moved(state, 'forward')),
  filterCollection: (changes) =>
    set(({ collectionFilter }) => ({ collectionFilter: { ...collectionFilter, ...changes } })),
  sortCollection: (collectionSort) => set({ collectionSort }),
  setCollectionLayout: (collectionLayout) => set({ collectionLayout }),
  setFollowFolders: (followFolders) => set({ followFolders }),
  setCollectionActive: (collectionActive) => set({ collectionActive }),
  setTags: (folder, tags) =>
    set(({ collectionTags }) => ({ collectionTags: withTags(collectionTags, folder, tags) })),
  settleCollection: (kept) => set(kept),
  rememberFolder: (folder) =>
    set(({ recentFolders }) => ({
      recentFolders: [folder, ...recentFolders.filter((other) => other !== folder)].slice(0, mostRecent),
    })),
  forgetFolder: (folder) =>
    set(({ recentFolders }) => ({ recentFolders: recentFolders.filter((other) => other !== folder) })),
  setCalibrated: (calibrated) => set({ calibrated }),
});

function moved(
  { collectionChoices, collectionHistory }: CollectionSlice,
  direction: 'back' | 'forward',
): Partial<CollectionSlice> {
  const result = step(collectionHistory, collectionChoices, direction);
  return result === null ? {} : { collectionChoices: result.present, collectionHistory: result.history };
}
