import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { collectionCsv } from '../../../src-engine/report/collection/csv.ts';
import { collectionParquet } from '../../../src-engine/report/collection/parquet.ts';
import { collectionRow, collectionRows } from '../../../src-engine/report/collection/rows.ts';

const image = (path: string, tokens: (number | null)[]) =>
  collectionRow({ path, width: 40, height: 20, bytes: 1000 }, tokens);
const table = collectionRows(['90', '35%'], [image('b/ü "x",1.png', [7, null]), image('a.png', [90, 35])]);

describe('a collection as rows', () => {
  it('has one a picture, by path, with the bytes of the file per pixel', () => {
    expect(table.rows).toEqual([
      { file: 'a.png', width: 40, height: 20, bytesPerPixel: 1.25, tokens: [90, 35] },
      { file: 'b/ü "x",1.png', width: 40, height: 20, bytesPerPixel: 1.25, tokens: [7, null] },
    ]);
  });

  it('is CSV with a header, quoted where it must be', () => {
    expect(collectionCsv(table)).toBe(
      'file,width,height,bytesPerPixel,tokens_90,tokens_35%\r\na.png,40,20,1.25,90,35\r\n"b/ü ""x"",1.png",40,20,1.25,7,\r\n',
    );
  });

  it('is Parquet that another reader reads back, types and metadata with it', async () => {
    const bytes = collectionParquet(table, { model: 'pocket' });
    const file = new Uint8Array(bytes).buffer;
    expect(await parquetReadObjects({ file })).toEqual([
      { file: 'a.png', width: 40, height: 20, bytesPerPixel: 1.25, tokens_90: 90, 'tokens_35%': 35 },
      { file: 'b/ü "x",1.png', width: 40, height: 20, bytesPerPixel: 1.25, tokens_90: 7, 'tokens_35%': null },
    ]);
    const { schema, key_value_metadata: about } = parquetMetadata(file);
    expect(schema.slice(1).map(({ name, type }) => [name, type])).toEqual([
      ['file', 'BYTE_ARRAY'],
      ['width', 'INT32'],
      ['height', 'INT32'],
      ['bytesPerPixel', 'DOUBLE'],
      ['tokens_90', 'INT32'],
      ['tokens_35%', 'INT32'],
    ]);
    expect(about).toEqual([{ key: 'model', value: 'pocket' }]);
  });
});
