/** A collection as a CSV table with one row per picture. Pure. */
import { csvText } from '../csv.ts';
import { tokensColumn } from './rows.ts';
import type { CollectionRows } from './rows.ts';

/** Lines end as RFC 4180 says; what is not known is an empty field. */
export function collectionCsv({ budgets, rows }: CollectionRows, named = tokensColumn): string {
  const head = ['file', 'width', 'height', 'bytesPerPixel', ...budgets.map(named)];
  const lines = rows.map(({ file, width, height, bytesPerPixel, tokens }) => [
    file,
    width,
    height,
    bytesPerPixel,
    ...tokens,
  ]);
  return csvText([head, ...lines]);
}
