/** A collection as an Apache Parquet file: the columns of its CSV, with types. Loaded when one is asked for. Pure. */
import { tableParquet, type TableColumn } from '../../src-engine/report/collection/parquet.ts';
import type { CollectionExport } from '../state/collection/exported.ts';
import { collectionFileName, collectionSummary, collectionTable } from './collection-files.ts';

export function collectionParquetFile(exported: CollectionExport): {
  readonly name: string;
  readonly bytes: Uint8Array;
} {
  const [head = [], ...body] = collectionTable(exported);
  const columns = head.map((name, place): TableColumn => {
    const values = body.map((cells) => cells[place] ?? null);
    return { ...columnType(String(name)), name: String(name), values };
  });
  const about = { dymu: JSON.stringify(collectionSummary(exported)) };
  return { name: collectionFileName(exported, '.parquet'), bytes: tableParquet(columns, about) };
}

/** By name, so that it hangs on no image. Counts at measured budgets are whole, those read off a line are not. */
function columnType(name: string): Pick<TableColumn, 'type' | 'nullable'> {
  if (name === 'file' || name === 'tags') return { type: 'STRING' };
  if (name === 'bytesPerPixel' || /^(tokens|rows)_[a-z]/.test(name))
    return { type: 'DOUBLE', nullable: true };
  return { type: 'INT32', nullable: true };
}
