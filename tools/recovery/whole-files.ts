/** Whether everything that was kept is whole: settings, calibrations, exports, kept answers, the database; and what is in it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Libsql from 'libsql';

export interface Kept {
  readonly counts: number; // rows of counted tokens
  readonly jobs: number;
  readonly answers: number; // whole lines of kept answers
}

export interface Looked {
  readonly kept: Kept;
  /** A sentence for everything that is not whole. */
  readonly faults: readonly string[];
  /** Files that a kill has left half written, beside whole ones. */
  readonly leftovers: number;
}

/** @param userData of the application, which may be running @param exports folder of JSON files */
export function lookAtFiles(userData: string, exports: string): Looked {
  const faults: string[] = [];
  const read = (folder: string) =>
    existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  const files = [
    ...read(userData).filter((file) => file.includes('settings.json')),
    ...read(join(userData, 'calibrations')),
    ...read(exports),
  ];
  const half = files.filter((file) => file.endsWith('.tmp'));
  for (const file of files) {
    if (file.endsWith('.tmp')) continue;
    if (file.includes('.unreadable-')) faults.push(`${file} could not be read at a start.`);
    else if (!isJson(readFileSync(file, 'utf8'))) faults.push(`${file} is not whole.`);
  }
  for (const file of read(userData).filter((name) => name.includes('.damaged-')))
    faults.push(`${file}: the database was damaged.`);
  let answers = 0;
  for (const file of read(join(userData, 'engine-cache', 'evaluation')).filter((name) =>
    /\.jsonl?$/.test(name),
  )) {
    const lines = readFileSync(file, 'utf8').split('\n').slice(1, -1); // the last one may be half written
    answers += lines.filter((line) => line !== '' && isJson(line)).length;
  }
  return {
    kept: { ...inDatabase(join(userData, 'dymu.db'), faults), answers },
    faults,
    leftovers: half.length,
  };
}

function inDatabase(file: string, faults: string[]): Omit<Kept, 'answers'> {
  if (!existsSync(file)) return { counts: 0, jobs: 0 };
  const database = new Libsql(file, { readonly: true, timeout: 10_000 });
  try {
    const first = (sql: string): unknown => {
      const [row] = database.prepare(sql).raw().all();
      return Array.isArray(row) ? row[0] : undefined;
    };
    const check = first('pragma quick_check(1)');
    if (check !== 'ok') faults.push(`${file}: ${String(check)}`);
    return {
      counts: Number(first('select count(*) from counts')),
      jobs: Number(first('select count(*) from jobs')),
    };
  } finally {
    database.close();
  }
}

/** What is there less often than before: a sentence each. */
export function lost(before: Kept, after: Kept): string[] {
  const names = ['counts', 'jobs', 'answers'] as const;
  return names.flatMap((name) =>
    after[name] < before[name] ? [`${before[name] - after[name]} of ${before[name]} ${name} are gone.`] : [],
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
