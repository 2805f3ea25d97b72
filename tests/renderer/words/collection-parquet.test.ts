import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { expect, it } from 'vitest';
import type { CollectionExport } from '../../../renderer/state/collection/exported.ts';
import { collectionTable } from '../../../renderer/words/collection-files.ts';
import { collectionParquetFile } from '../../../renderer/words/collection-parquet.ts';
import { columnsOf, imageOf } from '../state/collection/samples.ts';

const columns = columnsOf([
  imageOf(1, 'a.jpg'),
  imageOf(2, 'b/ä.png', { counts: [null, 40] }),
  imageOf(3, 'c.jpg'),
]);
const exported: CollectionExport = {
  columns,
  rows: Uint32Array.of(2, 1),
  model: 'pocket',
  budget: { method: 'dymu', tokens: 50 },
  counts: Float64Array.of(1, 22.5, 30),
  other: { budget: { method: 'tome', tokens: 64 }, counts: Float64Array.of(64, 64, 64) },
  selected: Uint8Array.of(0, 1, 0),
  tags: { sharp: ['c.jpg'] },
  plan: null,
  relation: { n: 2, linear: 0.5, rank: Number.NaN },
};

it('a collection as Parquet has the rows of its CSV, with types that hang on no image, and says what it is of', async () => {
  const { name, bytes } = collectionParquetFile(exported);
  expect(name).toBe('collection-pictures.parquet');
  const file = Uint8Array.from(bytes).buffer;
  const [head = [], ...body] = collectionTable(exported);
  const rows = await parquetReadObjects({ file });
  expect(rows.map((row: Readonly<Record<string, unknown>>) => Object.values(row))).toEqual(
    body.map((cells) => [...cells]),
  );
  expect(Object.keys(rows[0] ?? {})).toEqual(head);
  const { schema, key_value_metadata: about } = parquetMetadata(file);
  expect(Object.fromEntries(schema.slice(1).map((column) => [column.name, column.type]))).toMatchObject({
    file: 'BYTE_ARRAY',
    bytesPerPixel: 'DOUBLE',
    tokens_40: 'INT32',
    tokens_at_50: 'DOUBLE',
    'tokens_tome:64': 'DOUBLE',
    selected: 'INT32',
  });
  expect(JSON.parse(about?.[0]?.value ?? '')).toMatchObject({ source: '/pictures', images: 2 });
});
