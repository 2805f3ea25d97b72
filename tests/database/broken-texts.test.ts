import Libsql from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { brokenText } from '../../src-engine/database/broken-texts.ts';

/** "a", an e with a grave accent, and half of one. */
const broken = "cast(x'61c3a8c3' as text)";

function database(sql: string): Libsql.Database {
  const connection = new Libsql(':memory:');
  onTestFinished(() => {
    connection.close();
  });
  connection.exec(sql);
  return connection;
}

/** Whole texts of two bytes a character, 100 bytes each. */
const hundred = (table: string, key: string, first: number, last: number) =>
  `insert into ${table} (${key}, words) with recursive n(i) as (select ${first} union all select i + 1 from n where i < ${last})
   select i, replace(hex(zeroblob(25)), '0', 'è') from n;`;

describe('a text that is no UTF-8', () => {
  it.each([
    ['a table', 'create table t (id integer primary key, words text);'],
    ['a table that is its own index', 'create table t (id text primary key, words text) without rowid;'],
    [
      'a table with a column of its own by the name of its numbers',
      'create table t (id, words text, rowid text);',
    ],
    ['a column for numbers', 'create table t (id integer primary key, words integer);'],
  ])('is found in %s, in whichever part it lies', (_, table) => {
    for (const most of [50, 150, 1050, 1_000_000])
      for (const id of [3, 50, 100]) {
        const connection = database(`${table} ${hundred('t', 'id', 1, 100)}`);
        expect(brokenText(connection, most)).toBeUndefined();
        connection.exec(`update t set words = ${broken} where cast(id as integer) = ${id}`);
        expect(brokenText(connection, most)).toBe('t');
      }
  });

  it('is found where numbers of rows have gaps, and below nought', () => {
    const connection = database(
      `create table t (id integer primary key, words text); ${hundred('t', 'id', -20, -10)} ${hundred('t', 'id', 9_000_000, 9_000_010)}`,
    );
    expect(brokenText(connection, 300)).toBeUndefined();
    connection.exec(`insert into t values (4000000, ${broken})`);
    expect(brokenText(connection, 300)).toBe('t');
  });

  it('is found in the names of tables', () => {
    const connection = database('create table t (id integer primary key, words text)');
    connection.exec('pragma writable_schema = on');
    connection.exec(`update sqlite_schema set name = ${broken}`);
    expect(brokenText(connection)).toBe('the list of tables');
  });

  it('is none where characters of many bytes meet the end of a part, or bytes lie in a column', () => {
    const connection = database(
      `create table t (id integer primary key, words text); ${hundred('t', 'id', 1, 9)}`,
    );
    connection.exec(
      'create table numbers (id integer primary key, of real); insert into numbers values (1, 1.5), (2, null)',
    );
    expect([1, 99, 100, 101].map((most) => brokenText(connection, most))).toEqual(Array(4).fill(undefined));
  });
});
