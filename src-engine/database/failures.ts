/** What can go wrong with the database, in one sentence each. Nothing that was kept is lost by any of it. */
import { EngineError } from '../errors.ts';
import { quotePath } from '../files/words.ts';

/** SQLite's name for a failure, 'SQLITE_FULL', or the system's, 'ENOSPC'; '' where there is none. */
export function failureCode(cause: unknown): string {
  if (!(cause instanceof Error)) return '';
  // A number in the file's head that no SQLite writes. It gives this the code of a wrong statement.
  if (/^unsupported file format/u.test(cause.message)) return 'SQLITE_NOTADB';
  if ('code' in cause && String(cause.code) !== '') return String(cause.code);
  // libsql gives an empty code where opening fails, but ends its words with SQLite's number: `ConnectionFailed("... dymu.db: 14")`.
  const number = /^ConnectionFailed\(.*: (\d+)"\)$/su.exec(cause.message)?.[1];
  return number === undefined ? '' : (openFailures[Number(number) & 0xff] ?? 'SQLITE_CANTOPEN');
}

const openFailures: Readonly<Record<number, string>> = {
  3: 'SQLITE_PERM',
  5: 'SQLITE_BUSY',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  26: 'SQLITE_NOTADB',
};

/** The file is no database, or its pages contradict each other. */
export function isDamage(cause: unknown): boolean {
  return /^SQLITE_(?:CORRUPT|NOTADB)/u.test(failureCode(cause));
}

const failures: readonly (readonly [RegExp, fact: string, remedy: string])[] = [
  [
    /^(?:SQLITE_FULL|ENOSPC|EDQUOT)/u,
    'cannot grow, because the disk is full',
    'free some space and go on: what was kept so far is safe',
  ],
  [
    /^(?:SQLITE_READONLY|SQLITE_PERM|EACCES|EPERM|EROFS)/u,
    'may not be written',
    'allow writing it, or keep the data in another folder',
  ],
  [
    /^(?:SQLITE_BUSY|SQLITE_LOCKED)/u,
    'is held by another program',
    'close that program, or wait until it is done',
  ],
  [
    /^(?:SQLITE_CORRUPT|SQLITE_NOTADB)/u,
    'is damaged',
    'start the program again: it puts the file aside and begins a new one',
  ],
  [
    /^(?:SQLITE_CANTOPEN|ENOENT|ENOTDIR)/u,
    'cannot be opened',
    'check that its folder exists and can be written',
  ],
  [/^(?:SQLITE_IOERR|EIO)/u, 'cannot be read or written', 'check the disk'],
];

/** One that is an `EngineError` already, or a fault of the program, stays what it is. */
export function databaseFailure(file: string, cause: unknown): unknown {
  if (cause instanceof EngineError) return cause;
  const code = failureCode(cause);
  const known = failures.find(([pattern]) => pattern.test(code));
  if (known === undefined) return cause;
  const [, fact, remedy] = known;
  const detail = cause instanceof Error ? cause.message : undefined;
  return new EngineError('bad-input', `The database ${quotePath(file)} ${fact}`, { remedy, detail, cause });
}
