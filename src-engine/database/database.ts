/** The embedded database: one file, opened by any number of processes, whole after a kill at any moment. Knows no table's meaning. */
import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Libsql from 'libsql';
import type { z } from 'zod';
import { EngineError } from '../errors.ts';
import { forOwner } from '../files/for-owner.ts';
import { quotePath } from '../files/words.ts';
import { brokenText } from './broken-texts.ts';
import { databaseFailure, isDamage } from './failures.ts';
import { leave, markOf, takeAsLeft } from './looked-through.ts';
import { applicationId, currentVersion, migrations } from './migrations.ts';

export type Value = string | number | null;

export interface Database {
  readonly file: string;
  /** What had to be done to open it, in sentences. */
  readonly notes: readonly string[];
  /** Rows that were changed. */
  run(sql: string, ...values: readonly Value[]): number;
  rows<Row>(schema: z.ZodType<Row>, sql: string, ...values: readonly Value[]): Row[];
  row<Row>(schema: z.ZodType<Row>, sql: string, ...values: readonly Value[]): Row | undefined;
  /** Rows as arrays, unchecked: for many of them. */
  tuples(sql: string, ...values: readonly Value[]): readonly (readonly unknown[])[];
  /** All of it or nothing, and nobody else writes meanwhile. Not to be nested. */
  transaction<T>(work: () => T): T;
  close(): void;
}

/** What processes that follow each other tell of the file. */
export interface FoundWhole {
  /** What the process before has heard by `hear`. Of that very file texts are not looked through again, whatever its size; pages are. */
  readonly before?: string | undefined;
  /** Called once the file is open, where this process has looked through it or it was as it was left. Never on the word of `before`. */
  readonly hear?: (mark: string) => void;
}

/** How long one process waits for another that writes, ms. */
const patienceMs = 10_000;
/** Pages of larger files are not looked through: those take 1 ms a megabyte, and one that is damaged fails with a sentence when it is read. */
const pagesChecked = 256 * 1_048_576;
/** Larger files are looked through only where they are not as they were left: texts take 4 to 12 ms a megabyte. */
const alwaysChecked = 32 * 1_048_576;

/**
 * Makes it where there is none, brings an older one up to date, puts a damaged one aside and begins anew.
 *
 * @throws EngineError `bad-input` for a newer one, a folder that cannot be written, a full disk
 */
export function openDatabase(directory: string, found: FoundWhole = {}): Database {
  const file = join(directory, 'dymu.db');
  try {
    mkdirSync(directory, { recursive: true, mode: forOwner.folder });
    return openFile(file, [], found);
  } catch (cause) {
    if (!isDamage(cause)) throw databaseFailure(file, cause);
    const aside = putAside(file);
    const note = `The database ${quotePath(file)} was damaged; it was put aside as ${quotePath(aside)}, and a new one was begun.`;
    return openFile(file, [note], found);
  }
}

function openFile(file: string, notes: readonly string[], { before, hear }: FoundWhole): Database {
  // SQLite would make it readable for all; its log takes over what the file has.
  if (!existsSync(file)) closeSync(openSync(file, 'a', forOwner.file));
  const asLeft = takeAsLeft(file); // before there is a log
  const connection = new Libsql(file, { timeout: patienceMs });
  try {
    const told = before !== undefined && before === markOf(file);
    prepare(connection, file, asLeft ? 'as left' : told ? 'told' : 'unknown');
    if (asLeft || !told) hear?.(markOf(file));
  } catch (cause) {
    connection.close();
    throw cause;
  }
  return wrap(connection, file, notes);
}

/** What is known of a file before it is opened: nobody has changed it since it was closed; it was found whole by the process before, which has ended. */
type Known = 'as left' | 'told' | 'unknown';

function prepare(connection: Libsql.Database, file: string, known: Known): void {
  // A log beside the file: a kill leaves it whole, and those who read do not wait for one who writes.
  connection.exec('pragma journal_mode = wal');
  connection.exec('pragma synchronous = normal');
  const { size } = statSync(file);
  const small = size <= alwaysChecked;
  check(connection, {
    pages: small || (size <= pagesChecked && known !== 'as left'),
    texts: small || known === 'unknown',
  });
  if (numberOf(connection, 'user_version') === currentVersion) return;
  connection.exec('begin immediate');
  try {
    migrate(connection, file);
    connection.exec('commit');
  } catch (cause) {
    connection.exec('rollback');
    throw cause;
  }
}

function check(connection: Libsql.Database, { pages, texts }: { pages: boolean; texts: boolean }): void {
  const [found] = pages
    ? connection.prepare('select cast(quick_check as blob) from pragma_quick_check(1)').raw().all()
    : [['ok']];
  const words = Array.isArray(found) ? String(found[0]) : '';
  const broken = words === 'ok' && texts ? brokenText(connection) : undefined;
  if (words === 'ok' && broken === undefined) return;
  throw Object.assign(new Error(broken ?? words), { code: 'SQLITE_CORRUPT' });
}

function migrate(connection: Libsql.Database, file: string): void {
  const version = numberOf(connection, 'user_version'); // another process may just have done it
  const owner = numberOf(connection, 'application_id');
  if (version > currentVersion) {
    throw new EngineError(
      'bad-input',
      `The database ${quotePath(file)} has version ${version}, and only ${currentVersion} is known: a newer version of the program made it`,
      { remedy: 'update the program, or keep the data in another folder' },
    );
  }
  if (owner !== applicationId && (owner !== 0 || version !== 0)) {
    throw new EngineError('bad-input', `${quotePath(file)} is the database of another program`, {
      remedy: 'move it elsewhere, or keep the data in another folder',
    });
  }
  for (const step of migrations.slice(version)) connection.exec(step);
  connection.exec(`pragma application_id = ${applicationId}`);
  connection.exec(`pragma user_version = ${currentVersion}`);
}

function numberOf(connection: Libsql.Database, pragma: 'user_version' | 'application_id'): number {
  const [row] = connection.prepare(`pragma ${pragma}`).raw().all();
  return Array.isArray(row) ? Number(row[0]) : 0;
}

/** Never deleted: somebody may be able to save what is in it. */
function putAside(file: string): string {
  const mark = new Date().toISOString().replaceAll(':', '-').replace(/\..*/u, '');
  const aside = `${file}.damaged-${mark}`;
  for (const part of ['', '-wal', '-shm']) {
    try {
      renameSync(`${file}${part}`, `${aside}${part}`);
    } catch (cause) {
      if (part === '') throw databaseFailure(file, cause); // the others need not be there
    }
  }
  return aside;
}

function wrap(connection: Libsql.Database, file: string, notes: readonly string[]): Database {
  const statements = new Map<string, Libsql.Statement<Value[]>>();
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      throw databaseFailure(file, cause);
    }
  };
  const statement = (sql: string): Libsql.Statement<Value[]> => {
    const known = statements.get(sql) ?? connection.prepare<Value[]>(sql);
    statements.set(sql, known);
    return known;
  };
  const rows = <Row>(schema: z.ZodType<Row>, sql: string, values: readonly Value[]): Row[] =>
    guarded(() => statement(sql).all(...values)).map((row) => {
      const parsed = schema.safeParse(row);
      if (parsed.success) return parsed.data;
      throw new EngineError('bad-input', `The database ${quotePath(file)} holds something unknown`, {
        remedy: 'update the program, or keep the data in another folder',
        detail: parsed.error.message,
      });
    });
  return {
    file,
    notes,
    run: (sql, ...values) => guarded(() => statement(sql).run(...values).changes),
    rows: (schema, sql, ...values) => rows(schema, sql, values),
    row: (schema, sql, ...values) => rows(schema, sql, values)[0],
    tuples: (sql, ...values) =>
      guarded(() =>
        connection
          .prepare<Value[]>(sql)
          .raw()
          .all(...values),
      ).map(tupleOf),
    transaction: (work) =>
      guarded(() => {
        connection.exec('begin immediate');
        try {
          const result = work();
          connection.exec('commit');
          return result;
        } catch (cause) {
          if (connection.inTransaction) connection.exec('rollback');
          throw cause;
        }
      }),
    close: () => {
      statements.clear();
      emptyLog(connection);
      connection.close();
      leave(file);
    },
  };
}

/** libsql closes only when garbage is collected, and at the end of a process never: the log would stay. */
function emptyLog(connection: Libsql.Database): void {
  try {
    connection.exec('pragma busy_timeout = 0'); // whoever reads or writes just now has the log afterwards
    connection.prepare('pragma wal_checkpoint(truncate)').raw().all();
  } catch {
    // A full disk, or a file that has gone: what is in the log is safe there.
  }
}

function tupleOf(row: unknown): readonly unknown[] {
  return Array.isArray(row) ? row.map((value: unknown) => value) : [];
}
