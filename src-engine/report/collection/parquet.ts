/** A collection as an Apache Parquet file: the columns of the CSV table, with types. Pure. */
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { CollectionRows } from './rows.ts';

/** Counts that are not known are null. @param about written into the file's metadata */
export function collectionParquet(
  { budgets, rows }: CollectionRows,
  about: Readonly<Record<string, string>> = {},
): Uint8Array {
  const column = <T>(
    name: string,
    type: 'STRING' | 'INT32' | 'DOUBLE',
    data: readonly T[],
    nullable = false,
  ) => ({
    name,
    type,
    data: [...data],
    nullable,
  });
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        column(
          'file',
          'STRING',
          rows.map(({ file }) => file),
        ),
        column(
          'width',
          'INT32',
          rows.map(({ width }) => width),
        ),
        column(
          'height',
          'INT32',
          rows.map(({ height }) => height),
        ),
        column(
          'bytesPerPixel',
          'DOUBLE',
          rows.map(({ bytesPerPixel }) => bytesPerPixel),
        ),
        ...budgets.map((budget, index) =>
          column(
            `tokens_${budget}`,
            'INT32',
            rows.map(({ tokens }) => tokens[index] ?? null),
            true,
          ),
        ),
      ],
      kvMetadata: Object.entries(about).map(([key, value]) => ({ key, value })),
    }),
  );
}
