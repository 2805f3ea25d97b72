/** What sweeps have answered: rows by job, to be looked at whatever becomes of the job, and answers by all that they depend on, which are given once for ever. */
import { z } from 'zod';
import type { SweepRow } from '../engine.ts';
import type { Database } from '../database/database.ts';

export interface SweepTable {
  rows(job: number): SweepRow[];
  putRow(job: number, row: SweepRow): void;
  forget(job: number): void;
  /** JSON of what was answered under this key. */
  answer(key: string): string | undefined;
  putAnswer(key: string, answer: string): void;
}

const textSchema = z.object({ text: z.string() });
const rowSchema = z.custom<SweepRow>(
  (value) => z.looseObject({ position: z.int() }).safeParse(value).success,
);

export function sweepTable(database: Database): SweepTable {
  return {
    rows: (job) =>
      database
        .rows(textSchema, 'select answered as text from sweep_rows where job = ? order by position', job)
        .map(({ text }) => rowSchema.parse(JSON.parse(text))),
    putRow(job, row) {
      database.run(
        'insert or replace into sweep_rows (job, position, answered) values (?, ?, ?)',
        job,
        row.position,
        JSON.stringify(row),
      );
    },
    forget(job) {
      database.run('delete from sweep_rows where job = ?', job);
    },
    answer: (key) =>
      database.row(textSchema, 'select answer as text from sweep_answers where key = ?', key)?.text,
    putAnswer(key, answer) {
      database.run('insert or ignore into sweep_answers (key, answer) values (?, ?)', key, answer);
    },
  };
}
