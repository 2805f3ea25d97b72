/** Which rows of a collection are shown, and in which order. Pure. */
import { sortedRows } from './counts.ts';
import type { Columns } from './columns.ts';

export const sortFields = [
  'tokens',
  'share',
  'bytesPerPixel',
  'pixels',
  'name',
  'folder',
  'difference', // from what is compared with
] as const;
export type SortField = (typeof sortFields)[number];

export interface CollectionSort {
  readonly field: SortField;
  readonly descending: boolean;
}

/** What can be bounded from both sides. */
export const rangeFields = ['tokens', 'share', 'bytesPerPixel', 'pixels'] as const;
export type RangeField = (typeof rangeFields)[number];

/** Both ends belong to it; an end that is null is open. */
export interface Range {
  readonly from: number | null;
  readonly to: number | null;
}

export interface CollectionFilter {
  readonly text: string; // somewhere in the path
  readonly folder: string | null; // with those below it
  readonly tag: string | null;
  readonly jpegOnly: boolean;
  readonly selectedOnly: boolean;
  readonly ranges: Readonly<Partial<Record<RangeField, Range>>>;
}

export const noFilter: CollectionFilter = {
  text: '',
  folder: null,
  tag: null,
  jpegOnly: false,
  selectedOnly: false,
  ranges: {},
};

export function valueOf(columns: Columns, counts: Float64Array, field: RangeField): (row: number) => number {
  switch (field) {
    case 'tokens':
      return (row) => counts[row] ?? Number.NaN;
    case 'share':
      return (row) => (counts[row] ?? Number.NaN) / (columns.full[row] ?? Number.NaN);
    case 'bytesPerPixel':
      return (row) => columns.bytesPerPixel[row] ?? Number.NaN;
    case 'pixels':
      return (row) => columns.pixels[row] ?? Number.NaN;
  }
}

export function inRange(value: number, { from, to }: Range): boolean {
  return (from === null || value >= from) && (to === null || value <= to);
}

/** Rows that the filter lets pass, ascending. @param selected 1 for a selected row @param tagged 1 for a row with the filter's tag */
export function filteredRows(
  columns: Columns,
  counts: Float64Array,
  filter: CollectionFilter,
  selected: Uint8Array,
  tagged: Uint8Array | null,
): Uint32Array {
  const text = filter.text.trim().toLowerCase();
  const folders = filter.folder === null ? null : foldersBelow(columns.folders, filter.folder);
  const ranges = rangeFields.flatMap((field) => {
    const range = filter.ranges[field];
    return range === undefined ? [] : [{ range, value: valueOf(columns, counts, field) }];
  });
  const passes = (row: number) =>
    columns.alive[row] === 1 &&
    (!filter.selectedOnly || selected[row] === 1) &&
    (!filter.jpegOnly || columns.jpeg[row] === 1) &&
    (filter.tag === null || tagged?.[row] === 1) &&
    (folders === null || folders.has(columns.folderOf[row] ?? -1)) &&
    ranges.every(({ range, value }) => inRange(value(row), range)) &&
    (text === '' || (columns.paths[row] ?? '').toLowerCase().includes(text));
  const rows = new Uint32Array(columns.rows);
  let shown = 0;
  for (let row = 0; row < columns.rows; row++) if (passes(row)) rows[shown++] = row;
  return rows.subarray(0, shown);
}

function foldersBelow(folders: readonly string[], top: string): ReadonlySet<number> {
  const inside = (name: string) => name === top || name.startsWith(`${top}/`) || name.startsWith(`${top}\\`);
  return new Set(folders.flatMap((name, index) => (inside(name) ? [index] : [])));
}

/** Ranks of names and folders, so that sorting by them compares numbers. */
export interface NameRanks {
  readonly name: Float64Array;
  readonly folder: Float64Array;
}

/** As people sort: 2 before 10. */
const collator = new Intl.Collator(undefined, { numeric: true });

export function nameRanks({ names, folderOf, folders }: Columns): NameRanks {
  const rankOf = (texts: readonly string[]) => {
    const order = texts
      .map((_, index) => index)
      .sort((a, b) => collator.compare(texts[a] ?? '', texts[b] ?? ''));
    const ranks = new Float64Array(texts.length);
    let rank = 0;
    for (const [place, index] of order.entries()) {
      const before = order[place - 1];
      if (before !== undefined && texts[before] !== texts[index]) rank = place;
      ranks[index] = rank;
    }
    return ranks;
  };
  const ofFolder = rankOf(folders);
  const name = rankOf(names);
  const folder = name.map((rank, row) => (ofFolder[folderOf[row] ?? 0] ?? 0) * (names.length + 1) + rank);
  return { name, folder };
}

/** @param other [rows] what is compared with; empty where nothing is, and then a difference orders nothing */
export function orderedRows(
  columns: Columns,
  counts: Float64Array,
  other: Float64Array,
  ranks: NameRanks,
  rows: Uint32Array,
  { field, descending }: CollectionSort,
): Uint32Array {
  const value = sortValue();
  return sortedRows(rows, descending ? (row) => -value(row) : value);

  function sortValue(): (row: number) => number {
    if (field === 'name' || field === 'folder') return (row) => ranks[field][row] ?? 0;
    if (field === 'difference') return (row) => (other[row] ?? Number.NaN) - (counts[row] ?? Number.NaN);
    return valueOf(columns, counts, field);
  }
}
