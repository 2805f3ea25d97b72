/** Texts of a database that are no UTF-8: SQLite's own check passes them, and libsql 0.5.29 ends the process over each that is read. */
import { isUtf8 } from 'node:buffer';
import type Libsql from 'libsql';

/** So many bytes of texts are looked through at a time, which bounds the memory. */
const bytesAtOnce = 16_777_216;
/** Of one row. No text that the program keeps is nearly so long. */
const longestRow = 268_435_456;

/**
 * Where the first one stands, for the detail of a failure; undefined where there is none. Names of tables and columns are texts, too.
 *
 * @param most bytes of texts in memory at a time; a longer row is there alone
 */
export function brokenText(connection: Libsql.Database, most = bytesAtOnce): string | undefined {
  const tables = namesIn(connection, "select cast(name as blob) from sqlite_schema where type = 'table'");
  if (tables === undefined) return 'the list of tables';
  return tables.find((table) => {
    const at = literal(table);
    // An index has its own copies of what it sorts by. That of a primary key may be the table itself.
    const indexes = namesIn(
      connection,
      `select cast(name as blob) from pragma_index_list(${at}) where origin <> 'pk' and partial = 0`,
    );
    const columns = namesIn(connection, `select cast(name as blob) from pragma_table_info(${at})`);
    if (indexes === undefined || columns === undefined) return true;
    if (
      hasBroken(connection, { from: quoted(table), columns, ...wayThrough(connection, table, columns) }, most)
    )
      return true;
    return indexes.some((index) => {
      const sorted = namesIn(
        connection,
        `select cast(name as blob) from pragma_index_info(${literal(index)}) where name is not null`,
      );
      const from = `${quoted(table)} indexed by ${quoted(index)}`;
      return sorted === undefined || hasBroken(connection, { from, columns: sorted, byRowid: false }, most);
    });
  });
}

interface Rows {
  readonly from: string;
  readonly columns: readonly string[];
  /** Parts are found by rowid, which is quick at any size; else by counting rows from the first one on. */
  readonly byRowid: boolean;
}

function wayThrough(
  connection: Libsql.Database,
  table: string,
  columns: readonly string[],
): Pick<Rows, 'byRowid'> {
  const [row] = cells(connection, `select wr from pragma_table_list where name = ${literal(table)}`);
  return { byRowid: row?.[0] === 0 && columns.every((name) => name.toLowerCase() !== 'rowid') };
}

/** SQLite joins texts and says nothing of what they hold; a line break between two keeps halves of characters apart. */
function hasBroken(connection: Libsql.Database, { from, columns, byRowid }: Rows, most: number): boolean {
  const texts = withTexts(connection, from, columns);
  if (texts.length === 0) return false;
  const ends = byRowid ? 'min(rowid) - 1, max(rowid)' : '0, count(*)';
  const bytes = `total(${texts.map((name) => `ifnull(octet_length(${name}), 0)`).join(' + ')})`;
  const [all] = cells(connection, `select ${ends}, ${bytes} from ${from}`);
  const [first = 0, last = 0, sum = 0] = (all ?? []).map(Number);
  if (sum === 0) return false;
  // Numbers of rows that this language cannot count: no program of ours gives them.
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last)) return true;

  const part = byRowid
    ? `${from} where rowid > ?1 and rowid <= ?2`
    : `(select ${texts.join(', ')} from ${from} limit ?2 - ?1 offset ?1)`;
  const measure = connection.prepare<number[]>(`select count(*), ${bytes} from ${part}`).raw();
  const joined = texts.map((name) => `cast(group_concat(${name}, '\n') as blob)`).join(', ');
  const read = connection.prepare<number[]>(`select ${joined} from ${part}`).raw();

  /** Of the rows after `start` up to `end`. Halved until their texts are few enough. */
  const broken = (start: number, end: number): boolean => {
    const [found = 0, length = 0] = (measure.all(start, end).map(cellsOf)[0] ?? []).map(Number);
    if (found === 1 && length > longestRow) return true;
    if (found > 1 && length > most) {
      const half = start + Math.floor((end - start) / 2);
      return broken(start, half) || broken(half, end);
    }
    const values = found === 0 ? [] : read.all(start, end).map(cellsOf).flat();
    return values.some((text) => text instanceof Uint8Array && !isUtf8(text));
  };
  const parts = Math.min(Math.ceil((1.5 * sum) / most), last - first);
  const border = (at: number) => first + Math.floor(((last - first) * at) / parts);
  return Array.from({ length: parts }, (_, at) => at).some((at) => broken(border(at), border(at + 1)));
}

/** Whatever a column was made for: SQLite writes a text that is no number into one of numbers, too. Texts sort behind numbers, bytes behind texts. */
function withTexts(connection: Libsql.Database, from: string, columns: readonly string[]): readonly string[] {
  const names = columns.map(quoted);
  const [row = []] =
    names.length === 0
      ? []
      : cells(connection, `select ${names.map((name) => `max(${name}) >= ''`).join(', ')} from ${from}`);
  return names.filter((_, at) => row[at] === 1);
}

/** Undefined where one of them is none. */
function namesIn(connection: Libsql.Database, sql: string): readonly string[] | undefined {
  const names = cells(connection, sql).map(([name]) =>
    name instanceof Uint8Array ? Buffer.from(name) : Buffer.alloc(0),
  );
  return names.every((name) => isUtf8(name)) ? names.map((name) => name.toString('utf8')) : undefined;
}

/** Answers must not be texts. */
const cells = (connection: Libsql.Database, sql: string): readonly (readonly unknown[])[] =>
  connection.prepare(sql).raw().all().map(cellsOf);
const cellsOf = (row: unknown): readonly unknown[] =>
  Array.isArray(row) ? row.map((cell: unknown) => cell) : [];
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
