import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { expect, it, onTestFinished } from 'vitest';
import { fileTable } from '../../src-engine/collection/file-table.ts';
import { lookAtAll } from '../../src-engine/collection/look-at-all.ts';
import { openDatabase } from '../../src-engine/database/database.ts';

it('waits for nobody who writes where every file is known', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dymu-looks-'));
  const database = openDatabase(folder);
  const other = new Libsql(database.file);
  onTestFinished(() => {
    other.close();
    database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const file = { path: join(folder, 'a.png'), name: 'a.png', bytes: 9, modifiedMs: 1 };
  const state = { kind: 'image', content: 'ab', width: 3, height: 2 } as const;
  const { id } = fileTable(database).put(file, state);

  other.exec('begin immediate');
  const seen = await lookAtAll(database, [file], { route: 'path' });
  other.exec('rollback');
  expect(seen).toEqual([{ file, id, state }]);
});
