/** Rows as CSV: lines end as RFC 4180 says, what is not known is an empty field. */
export type Cell = string | number | null | undefined;

export function csvText(rows: readonly (readonly Cell[])[]): string {
  return rows.map((cells) => `${cells.map(field).join(',')}\r\n`).join('');
}

function field(value: Cell): string {
  const text = typeof value === 'number' && !Number.isFinite(value) ? '' : String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
