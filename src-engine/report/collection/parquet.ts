/** A collection as an Apache Parquet file: the columns of the CSV table, with types. Pure. */
import { parquetWriteBuffer } from 'hyparquet-writer';
import { tokensColumn } from './rows.ts';
import type { CollectionRows } from './rows.ts';

/** What is not known is null. */
export interface TableColumn {
  readonly name: string;
  readonly type: 'STRING' | 'INT32' | 'DOUBLE';
  readonly values: readonly (string | number | null)[];
  readonly nullable?: boolean;
}

/** @param about written into the file's metadata */
export function tableParquet(
  columns: readonly TableColumn[],
  about: Readonly<Record<string, string>> = {},
): Uint8Array {
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: columns.map(({ name, type, values, nullable = false }) => ({
        name,
        type,
        data: [...values],
        nullable,
      })),
      kvMetadata: Object.entries(about).map(([key, value]) => ({ key, value })),
    }),
  );
}

/** Counts that are not known are null. @param about written into the file's metadata */
export function collectionParquet(
  { budgets, rows }: CollectionRows,
  about: Readonly<Record<string, string>> = {},
  named = tokensColumn,
): Uint8Array {
  const columns: TableColumn[] = [
    { name: 'file', type: 'STRING', values: rows.map(({ file }) => file) },
    { name: 'width', type: 'INT32', values: rows.map(({ width }) => width) },
    { name: 'height', type: 'INT32', values: rows.map(({ height }) => height) },
    { name: 'bytesPerPixel', type: 'DOUBLE', values: rows.map(({ bytesPerPixel }) => bytesPerPixel) },
    ...budgets.map((budget, index): TableColumn => ({
      name: named(budget),
      type: 'INT32',
      values: rows.map(({ tokens }) => tokens[index] ?? null),
      nullable: true,
    })),
  ];
  return tableParquet(columns, about);
}
