import { afterEach, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countTable } from '../../src-engine/collection/count-table.ts';
import { openDatabase } from '../../src-engine/database/database.ts';

const folder = mkdtempSync(join(tmpdir(), 'dymu-counts-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the table of counts', () => {
  it('tells what was written since, some rows at a time and none twice', () => {
    const database = openDatabase(folder);
    const table = countTable(database);
    const [encoder, other] = [table.encoder('one'), table.encoder('another')];
    for (let image = 0; image < 5; image++) {
      table.put(encoder, `content ${image}`, 1, { views: 1, tokens: 10 + image });
      table.put(other, `content ${image}`, 1, { views: 1, tokens: 99 });
    }
    const first = table.after(encoder, 0, 2);
    expect(first.map(({ tokens }) => tokens)).toEqual([10, 11]);
    const next = table.after(encoder, first[1]?.seq ?? 0, 2);
    expect(next.map(({ tokens }) => tokens)).toEqual([12, 13]);
    expect(table.after(encoder, next[1]?.seq ?? 0, 2).map(({ tokens }) => tokens)).toEqual([14]);
    database.close();
  });
});
