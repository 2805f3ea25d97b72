/** A collection as a CSV table with one row per picture. Pure. */
import type { CollectionRows } from './rows.ts';

/** Lines end as RFC 4180 says; what is not known is an empty field. */
export function collectionCsv({ budgets, rows }: CollectionRows): string {
  const head = ['file', 'width', 'height', 'bytesPerPixel', ...budgets.map((budget) => `tokens_${budget}`)];
  const lines = rows.map(({ file, width, height, bytesPerPixel, tokens }) => [
    file,
    width,
    height,
    bytesPerPixel,
    ...tokens,
  ]);
  return [head, ...lines].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number | null): string {
  const text = String(value ?? '');
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
