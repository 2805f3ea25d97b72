/** A collection as rows: one a picture, tokens in one column per budget. */
import type { CollectionImage } from '../../engine.ts';

export interface CollectionRow {
  readonly file: string;
  readonly width: number; // px
  readonly height: number;
  readonly bytesPerPixel: number; // of the file
  readonly tokens: readonly (number | null)[]; // or rows, over all views, one a budget; null where it is not counted
}

export interface CollectionRows {
  /** What each column of tokens is for: '90', '35%', 'low', 'tome:90'. */
  readonly budgets: readonly string[];
  readonly rows: readonly CollectionRow[];
}

/** What the column of a budget is called unless its counts are of something else than tokens. */
export const tokensColumn = (budget: string): string => `tokens_${budget}`;

/** @param tokens one count a budget */
export function collectionRow(
  { path, width, height, bytes }: Pick<CollectionImage, 'path' | 'width' | 'height' | 'bytes'>,
  tokens: CollectionRow['tokens'],
): CollectionRow {
  return { file: path, width, height, bytesPerPixel: bytes / (width * height), tokens };
}

/** By path. */
export function collectionRows(budgets: readonly string[], rows: readonly CollectionRow[]): CollectionRows {
  return { budgets, rows: rows.toSorted((a, b) => (a.file < b.file ? -1 : 1)) };
}
