/** The images of a collection as columns: typed arrays of one length, so that ten thousand rows cost no objects. A row keeps its number for as long as the folder is open. */
import type { Collection, CollectionImage, CountedMethod } from '../../../src-engine/engine.ts';

export interface Columns {
  readonly source: string;
  readonly revision: string | null; // null before the first answer
  readonly method: CountedMethod;
  readonly rows: number; // those of images that are gone included
  /** Means of the calibration's points, ascending [tokens or rows per view]. */
  readonly budgets: readonly number[];
  readonly alive: Uint8Array; // [rows] 0 once the file is gone
  readonly ids: Float64Array;
  readonly paths: readonly string[]; // below the folder
  readonly names: readonly string[];
  readonly folderOf: Int32Array; // index into `folders`
  readonly folders: readonly string[]; // '' for images directly in the folder
  readonly jpeg: Uint8Array;
  readonly width: Int32Array; // px
  readonly height: Int32Array;
  readonly pixels: Float64Array;
  readonly bytesPerPixel: Float64Array;
  /** Tokens or rows over all views, without merging; NaN while nothing is counted, as are the views. */
  readonly full: Float64Array;
  readonly views: Float64Array;
  /** One column a budget; NaN where it is not counted yet. */
  readonly counts: readonly Float64Array[];
}

export function emptyColumns(source: string): Columns {
  return {
    source,
    revision: null,
    method: 'dymu',
    rows: 0,
    budgets: [],
    alive: new Uint8Array(0),
    ids: new Float64Array(0),
    paths: [],
    names: [],
    folderOf: new Int32Array(0),
    folders: [],
    jpeg: new Uint8Array(0),
    width: new Int32Array(0),
    height: new Int32Array(0),
    pixels: new Float64Array(0),
    bytesPerPixel: new Float64Array(0),
    full: new Float64Array(0),
    views: new Float64Array(0),
    counts: [],
  };
}

/** Takes in what has changed since the columns' revision. New images become new rows, those that are gone lose theirs to nobody. */
export function withChanges(before: Columns, change: Collection, rowOf: Map<number, number>): Columns {
  const { images, gone, points, method } = change;
  const budgets = points.map(({ mean }) => mean);
  const added = images.filter(({ id }) => !rowOf.has(id));
  added.forEach(({ id }, index) => rowOf.set(id, before.rows + index));
  const rows = before.rows + added.length;
  const { flags, whole, real } = growing(rows);
  const sameBudgets =
    budgets.length === before.budgets.length && budgets.every((budget, i) => budget === before.budgets[i]);
  const folders = folderTable(before.folders);
  const after = {
    source: before.source,
    revision: change.revision,
    method,
    rows,
    budgets: sameBudgets ? before.budgets : budgets,
    alive: flags(before.alive),
    ids: real(before.ids),
    paths: added.length === 0 ? before.paths : [...before.paths, ...added.map(({ path }) => path)],
    names: added.length === 0 ? before.names : [...before.names, ...added.map(({ path }) => nameOf(path))],
    folderOf: whole(before.folderOf),
    folders: folders.names,
    jpeg: flags(before.jpeg),
    width: whole(before.width),
    height: whole(before.height),
    pixels: real(before.pixels),
    bytesPerPixel: real(before.bytesPerPixel),
    full: real(before.full),
    views: real(before.views),
    counts: budgets.map((_, i) => {
      const known = sameBudgets ? before.counts[i] : undefined;
      return known === undefined ? new Float64Array(rows).fill(Number.NaN) : real(known);
    }),
  };
  for (const image of images) {
    const row = rowOf.get(image.id);
    if (row !== undefined) write(after, row, image, folders.indexOf(folderPart(image.path)));
  }
  for (const id of gone) {
    const row = rowOf.get(id);
    if (row !== undefined) after.alive[row] = 0;
  }
  return after;
}

/** Folders by number; new ones are appended. */
function folderTable(known: readonly string[]) {
  const names = [...known];
  const numbers = new Map(names.map((name, index) => [name, index]));
  return {
    names,
    indexOf: (name: string) => {
      const number = numbers.get(name) ?? names.length;
      if (number === names.length) {
        numbers.set(name, number);
        names.push(name);
      }
      return number;
    },
  };
}

function write(columns: Columns, row: number, image: CollectionImage, folder: number): void {
  const { id, path, width, height, bytes, fullTokens, views, counts } = image;
  columns.alive[row] = 1;
  columns.ids[row] = id;
  columns.folderOf[row] = folder;
  columns.jpeg[row] = /\.jpe?g$/i.test(path) ? 1 : 0;
  columns.width[row] = width;
  columns.height[row] = height;
  columns.pixels[row] = width * height;
  columns.bytesPerPixel[row] = bytes / Math.max(1, width * height);
  columns.full[row] = fullTokens ?? Number.NaN;
  columns.views[row] = views ?? Number.NaN;
  columns.counts.forEach((column, i) => {
    column[row] = counts[i] ?? Number.NaN;
  });
}

/** Copies of columns with more rows. */
function growing(rows: number) {
  const grown = <T extends Uint8Array | Int32Array | Float64Array>(longer: T, column: T): T => {
    longer.set(column);
    return longer;
  };
  return {
    flags: (column: Uint8Array) => grown(new Uint8Array(rows), column),
    whole: (column: Int32Array) => grown(new Int32Array(rows), column),
    real: (column: Float64Array) => grown(new Float64Array(rows), column),
  };
}

function nameOf(path: string): string {
  return path.slice(lastSlash(path) + 1);
}

function folderPart(path: string): string {
  return path.slice(0, Math.max(0, lastSlash(path)));
}

function lastSlash(path: string): number {
  return Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
}
