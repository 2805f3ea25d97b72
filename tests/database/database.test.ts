import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Libsql from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { openDatabase, type Database } from '../../src-engine/database/database.ts';
import { databaseFailure } from '../../src-engine/database/failures.ts';
import { takeAsLeft } from '../../src-engine/database/looked-through.ts';
import { currentVersion } from '../../src-engine/database/migrations.ts';
import { EngineError } from '../../src-engine/errors.ts';
import { emptyFolder } from '../support/scratch.ts';

const one = z.object({ n: z.number() });

function opened(folder: string): Database {
  const database = openDatabase(folder);
  onTestFinished(() => database.close());
  return database;
}

/** The error that opening the folder's database ends in. */
function refusal(folder: string): EngineError {
  try {
    openDatabase(folder).close();
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error('It opened.');
}

const put = (database: Database, key: string) => database.run('insert into plans (key) values (?)', key);
const plans = (database: Database) => database.row(one, 'select count(*) as n from plans')?.n;

describe('the database', () => {
  it('keeps what was written, for others who have it open and for later', async () => {
    const folder = await emptyFolder();
    const first = opened(folder);
    const second = opened(folder);
    expect(put(first, 'a')).toBe(1);
    expect(put(second, 'b')).toBe(1);
    expect([plans(first), plans(second), plans(opened(folder))]).toEqual([2, 2, 2]);
    expect(first.notes).toEqual([]);
  });

  it('takes back a transaction that fails', async () => {
    const database = opened(await emptyFolder());
    expect(() =>
      database.transaction(() => {
        put(database, 'a');
        throw new Error('half way');
      }),
    ).toThrow('half way');
    expect(plans(database)).toBe(0);
    database.transaction(() => put(database, 'b'));
    expect(plans(database)).toBe(1);
  });

  it('refuses rows that it does not know', async () => {
    const database = opened(await emptyFolder());
    put(database, 'a');
    const read = () => database.rows(z.object({ key: z.number() }), 'select key from plans');
    expect(read).toThrow(/holds something unknown; update the program/);
  });

  it('of a newer version is refused and left as it is', async () => {
    const folder = await emptyFolder();
    opened(folder).run('pragma user_version = 99');
    const { code, message } = refusal(folder);
    expect(code).toBe('bad-input');
    expect(message).toContain(`has version 99, and only ${currentVersion} is known`);
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([]);
  });

  it('of another program is refused and left as it is', async () => {
    const folder = await emptyFolder();
    const foreign = new Libsql(join(folder, 'dymu.db'));
    foreign.exec('create table theirs (a); pragma application_id = 7');
    foreign.close();
    expect(refusal(folder).message).toContain('is the database of another program');
  });

  it.each([
    ['is no database', () => Buffer.alloc(5000, 'not a database')],
    [
      'has damaged pages',
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 4096), Buffer.alloc(bytes.length - 4096, 0xaa)]),
    ],
    [
      'names a format of tables that there is none of',
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 47), Buffer.of(9), bytes.subarray(48)]),
    ],
  ])('that %s is put aside, and a new one is begun', async (_, damage) => {
    const folder = await emptyFolder();
    const before = openDatabase(folder);
    put(before, 'a');
    before.tuples('pragma wal_checkpoint(truncate)'); // else the log would heal the pages
    before.close();
    const file = join(folder, 'dymu.db');
    const damaged = damage(readFileSync(file));
    writeFileSync(file, damaged);
    const database = opened(folder);
    expect(plans(database)).toBe(0);
    expect(database.notes).toEqual([
      expect.stringMatching(/was damaged; it was put aside as '.*', and a new one/),
    ]);
    const aside = readdirSync(folder).find((name) => /^dymu\.db\.damaged-[^.]+$/.test(name));
    expect(readFileSync(join(folder, aside!))).toEqual(damaged);
  });

  it.each([
    ['its table', 0],
    ['an index', 1],
  ])('with a text in %s that is none is put aside: reading it would end the process', async (_, copy) => {
    const folder = await emptyFolder();
    const before = openDatabase(folder);
    put(before, 'ordinary');
    put(before, 'Überschrift');
    before.tuples('pragma wal_checkpoint(truncate)');
    before.close();
    expect(opened(folder).notes).toEqual([]);
    const file = join(folder, 'dymu.db');
    const bytes = readFileSync(file);
    const places = [0, 1].map((last) =>
      last === 0 ? bytes.indexOf('ordinary') : bytes.lastIndexOf('ordinary'),
    );
    expect(new Set(places).size).toBe(2);
    bytes[places[copy]!] = 0xff;
    writeFileSync(file, bytes);
    expect(opened(folder).notes).toEqual([expect.stringMatching(/was damaged; it was put aside/)]);
  });

  describe('of more than 32 MB', () => {
    /** Closed, with its log in the file; 'ordinary' stands in it. */
    async function large(): Promise<{ folder: string; file: string; breakIt: () => void }> {
      const folder = await emptyFolder();
      const database = openDatabase(folder);
      put(database, 'ordinary');
      for (let i = 0; i < 9; i += 1) put(database, `${i}${'x'.repeat(4 * 1_048_576)}`);
      database.tuples('pragma wal_checkpoint(truncate)');
      database.close();
      const file = join(folder, 'dymu.db');
      const breakIt = () => {
        const bytes = readFileSync(file);
        // Copies that SQLite has moved elsewhere lie about, too.
        for (let at = bytes.indexOf('ordinary'); at >= 0; at = bytes.indexOf('ordinary')) bytes[at] = 0xff;
        writeFileSync(file, bytes);
      };
      return { folder, file, breakIt };
    }

    it('is looked through, whatever its size, where others have changed it', async () => {
      const { folder, breakIt } = await large();
      breakIt();
      expect(opened(folder).notes).toEqual([expect.stringMatching(/was damaged; it was put aside/)]);
    });

    it('is not looked through as it was left, and is after a program that did not close it', async () => {
      const { folder, file, breakIt } = await large();
      breakIt();
      const { size, mtimeMs, ino } = statSync(file);
      const told = JSON.stringify({ bytes: size, modifiedMs: mtimeMs, inode: ino });
      writeFileSync(`${file}-whole`, told);
      const first = openDatabase(folder);
      onTestFinished(() => first.close());
      expect([first.notes, existsSync(`${file}-whole`)]).toEqual([[], false]);
      const other = await emptyFolder();
      copyFileSync(file, join(other, 'dymu.db'));
      expect(opened(other).notes).toHaveLength(1);
    });

    it('is not looked through again where the process before has found it whole, and says nothing of it then', async () => {
      const { folder, file, breakIt } = await large();
      const heard: string[] = [];
      const follow = (before?: string) => {
        rmSync(`${file}-whole`, { force: true }); // as after a kill
        const database = openDatabase(folder, { before, hear: (mark) => heard.push(mark) });
        onTestFinished(() => database.close());
        return database.notes;
      };
      expect(follow()).toEqual([]);
      const [mark] = heard;
      expect(heard).toHaveLength(1);
      breakIt(); // in place: no other file
      expect([follow(mark), heard]).toEqual([[], [mark]]);
      expect(follow('another file')).toEqual([expect.stringMatching(/was damaged; it was put aside/)]);
      expect(heard).toHaveLength(2);
      expect(heard[1]).not.toBe(mark); // of the new one
    });

    it('is looked through where another file stands in the place of the one that was found whole', async () => {
      const { folder, file, breakIt } = await large();
      const heard: string[] = [];
      openDatabase(folder, { hear: (mark) => heard.push(mark) }).close();
      breakIt();
      copyFileSync(file, `${file}-copy`);
      renameSync(`${file}-copy`, file);
      const database = openDatabase(folder, { before: heard[0] });
      onTestFinished(() => database.close());
      expect(database.notes).toHaveLength(1);
    });

    it('with damaged pages is put aside, whatever the process before has found', async () => {
      const { folder, file } = await large();
      const heard: string[] = [];
      openDatabase(folder, { hear: (mark) => heard.push(mark) }).close();
      const bytes = readFileSync(file);
      writeFileSync(file, bytes.fill(0xaa, 4096, 40_960));
      const database = openDatabase(folder, { before: heard[0] });
      onTestFinished(() => database.close());
      expect(database.notes).toHaveLength(1);
    });

    it('is as it was left once it is closed, not while it is open or its log holds something', async () => {
      const { folder, file } = await large();
      const told = `${file}-whole`;
      expect(existsSync(told)).toBe(true);
      const first = openDatabase(folder);
      expect(existsSync(told)).toBe(false);
      first.close();
      expect(existsSync(told)).toBe(true);
      const state = readFileSync(told);
      const second = opened(folder);
      put(second, 'in the log alone');
      writeFileSync(told, state);
      expect(takeAsLeft(file)).toBe(false);
    });
  });

  it('that cannot grow says so and stays whole', async () => {
    const folder = await emptyFolder();
    const database = opened(folder);
    database.tuples('pragma max_page_count = 24');
    const fill = () => {
      for (let i = 0; ; i += 1) put(database, `${i}${'x'.repeat(500)}`);
    };
    expect(fill).toThrow(/cannot grow, because the disk is full; free some space/);
    expect(plans(database)).toBeGreaterThan(10);
    expect(database.tuples('pragma integrity_check')).toEqual([['ok']]);
  });

  it('in a folder that is a file says so', async () => {
    const folder = await emptyFolder();
    writeFileSync(join(folder, 'file'), '');
    expect(refusal(join(folder, 'file', 'data')).message).toMatch(
      /cannot be opened; check that its folder exists/,
    );
    expect(existsSync(join(folder, 'file'))).toBe(true);
  });
});

describe('a failure of the database', () => {
  it.each([
    ['SQLITE_READONLY', /^The database 'd' may not be written; allow writing it/],
    ['EROFS', /^The database 'd' may not be written/],
    ['SQLITE_BUSY_SNAPSHOT', /is held by another program/],
    ['SQLITE_IOERR_WRITE', /cannot be read or written; check the disk/],
    ['ENOSPC', /the disk is full/],
  ])('%s is one sentence', (code, sentence) => {
    const error = databaseFailure('d', Object.assign(new Error('native words'), { code }));
    expect(error).toBeInstanceOf(EngineError);
    expect(error).toHaveProperty('message', expect.stringMatching(sentence));
  });

  it('that is none stays what it is', () => {
    const fault = new TypeError('a fault');
    expect(databaseFailure('d', fault)).toBe(fault);
  });
});
