/** A collection as rows: one a picture, tokens in one column per budget. */
import type { CollectionImage } from '../../engine.ts';

export interface CollectionRow {
  readonly file: string;
  readonly width: number; // px
  readonly height: number;
  readonly bytesPerPixel: number; // of the file
  readonly tokens: readonly (number | null)[]; // over all views, one a budget; null where it is not counted
}

export interface CollectionRows {
  /** What each column of tokens is for: '90', '35%', 'low', 'tome:90'. */
  readonly budgets: readonly string[];
  readonly rows: readonly CollectionRow[];
}

/** By path. @param tokensOf one count a budget */
export function collectionRows(
  images: readonly CollectionImage[],
  budgets: readonly string[],
  tokensOf: (image: CollectionImage) => readonly (number | null)[],
): CollectionRows {
  const rows = images.map((image) => ({
    file: image.path,
    width: image.width,
    height: image.height,
    bytesPerPixel: image.bytes / (image.width * image.height),
    tokens: tokensOf(image),
  }));
  return { budgets, rows: rows.sort((a, b) => (a.file < b.file ? -1 : 1)) };
}
