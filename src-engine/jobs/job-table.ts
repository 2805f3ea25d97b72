/** The table of jobs, which all processes share: what was asked, how far it is, who does it. Runs nothing. */
import { z } from 'zod';
import type { JobRequest, JobResult, JobState } from '../engine.ts';
import type { Database } from '../database/database.ts';
import { jobRequestSchema } from '../remote/request-schemas.ts';
import { isTaken } from './lease.ts';
import type { Lease } from './lease.ts';

const rowSchema = z.object({
  id: z.int(),
  request: z.string(),
  state: z.enum(['queued', 'running', 'paused', 'done', 'failed', 'cancelled']),
  attempts: z.int(),
  fruitless: z.int(),
  stage: z.string(),
  done: z.int(),
  total: z.int(),
  per_second: z.number().nullable(),
  failure: z.string().nullable(),
  created_ms: z.number(),
  ended_ms: z.number().nullable(),
  owner: z.string().nullable(),
  owner_host: z.string().nullable(),
  owner_pid: z.number().nullable(),
  beat_ms: z.number().nullable(),
});

/** A job as it is kept. */
export interface StoredJob {
  readonly id: number;
  readonly request: JobRequest;
  /** `running` only while a living process has taken it. */
  readonly state: JobState;
  readonly attempts: number;
  readonly stage: string;
  readonly done: number;
  readonly total: number;
  readonly perSecond: number | null;
  readonly failure: string | null;
  readonly createdMs: number;
  readonly endedMs: number | null;
}

export interface Progress {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
  readonly perSecond: number | null;
}

const ends: readonly JobState[] = ['done', 'failed', 'cancelled'];
export const hasEnded = (state: JobState): boolean => ends.includes(state);

/** So many processes may die at it one after the other before anything is kept. */
const mostFruitless = 3;
const diedWords =
  'It ended the process that did it three times in a row, before anything more of it was done. It is not begun again by itself; resume it to try once more.';

const columns = `id, request, state, attempts, fruitless, stage, done, total, per_second, failure, created_ms, ended_ms,
  owner, owner_host, owner_pid, beat_ms`;

export type JobTable = ReturnType<typeof jobTable>;

/** @param now milliseconds since 1970 */
export function jobTable(database: Database, now: () => number = Date.now) {
  const stored = (row: z.infer<typeof rowSchema>): StoredJob => ({
    id: row.id,
    request: jobRequestSchema.parse(JSON.parse(row.request)),
    state: row.state === 'running' && !isTaken(leaseOf(row), now()) ? 'queued' : row.state,
    attempts: row.attempts,
    stage: row.stage,
    done: row.done,
    total: row.total,
    perSecond: row.per_second,
    failure: row.failure,
    createdMs: row.created_ms,
    endedMs: row.ended_ms,
  });

  const rowOf = (id: number) => database.row(rowSchema, `select ${columns} from jobs where id = ?`, id);

  const get = (id: number): StoredJob | undefined => {
    const row = rowOf(id);
    return row && stored(row);
  };

  return {
    get,
    /** Those that have not ended in the order in which they run, then the ended, latest first. */
    all(): StoredJob[] {
      const jobs = database.rows(rowSchema, `select ${columns} from jobs order by place, id`).map(stored);
      const ended = jobs.filter(({ state }) => hasEnded(state));
      ended.sort((a, b) => (b.endedMs ?? 0) - (a.endedMs ?? 0) || b.id - a.id);
      return [...jobs.filter(({ state }) => !hasEnded(state)), ...ended];
    },
    /** The one that asks for the same and has not ended, or only because its processes did, or a new one. Whoever asks wants it tried. */
    add(request: JobRequest): StoredJob {
      const text = JSON.stringify(jobRequestSchema.parse(request)); // fixes the order of properties
      return database.transaction(() => {
        const same = database.row(
          rowSchema,
          `select ${columns} from jobs where request = ?
             and (state in ('queued', 'running', 'paused') or (state = 'failed' and fruitless >= ${mostFruitless}))`,
          text,
        );
        if (same !== undefined) {
          database.run(
            `update jobs set fruitless = 0, ended_ms = null, failure = null,
               state = case when state = 'failed' then 'queued' else state end where id = ?`,
            same.id,
          );
          return get(same.id) ?? stored(same);
        }
        database.run(
          `insert into jobs (kind, request, state, place, created_ms)
           values (?, ?, 'queued', (select coalesce(max(place), 0) + 1 from jobs), ?)`,
          request.kind,
          text,
          now(),
        );
        const row = database.row(rowSchema, `select ${columns} from jobs order by id desc limit 1`);
        if (row === undefined) throw new Error('the job that was added is gone');
        return stored(row);
      });
    },
    /** True where it is this process's from now on: it waited, or whoever had it is dead. One that kills again and again has failed. */
    take(id: number, owner: Lease): boolean {
      return database.transaction(() => {
        const row = rowOf(id);
        if (row === undefined || stored(row).state !== 'queued') return false;
        if (row.state === 'running' && row.fruitless >= mostFruitless) {
          database.run(
            `update jobs set state = 'failed', failure = ?, ended_ms = ?, per_second = null, owner = null where id = ?`,
            diedWords,
            now(),
            id,
          );
          return false;
        }
        database.run(
          `update jobs set state = 'running', attempts = attempts + 1, fruitless = fruitless + 1, per_second = null, failure = null, ended_ms = null,
             owner = ?, owner_host = ?, owner_pid = ?, beat_ms = ? where id = ?`,
          owner.owner,
          owner.host,
          owner.pid,
          now(),
          id,
        );
        return true;
      });
    },
    /** Something of it is safe: whatever ends this attempt, it was not in vain. */
    kept(id: number, owner: string) {
      database.run('update jobs set fruitless = 0 where id = ? and owner = ?', id, owner);
    },
    /** A sign of life, and how far it is. False where it is not this process's any more: somebody paused, cancelled or forgot it. */
    beat(id: number, owner: string, { stage, done, total, perSecond }: Progress): boolean {
      return (
        database.run(
          `update jobs set stage = ?, done = ?, total = ?, per_second = ?, beat_ms = ?
           where id = ? and owner = ? and state = 'running'`,
          stage,
          done,
          total,
          perSecond,
          now(),
          id,
          owner,
        ) > 0
      );
    },
    /** Ends it, or gives it back as `queued`; nothing happens where it is somebody else's by now. */
    leave(
      id: number,
      owner: string,
      state: 'done' | 'failed' | 'queued',
      words?: { result?: JobResult; failure?: string },
    ) {
      database.run(
        `update jobs set state = ?, result = ?, failure = ?, ended_ms = ?, fruitless = 0, per_second = null, owner = null
         where id = ? and owner = ? and state = 'running'`,
        state,
        words?.result === undefined ? null : JSON.stringify(words.result),
        words?.failure ?? null,
        state === 'queued' ? null : now(),
        id,
        owner,
      );
    },
    set(id: number, state: 'queued' | 'paused' | 'cancelled') {
      database.run(
        `update jobs set state = ?, failure = null, ended_ms = ?, fruitless = 0, per_second = null, owner = null where id = ?`,
        state,
        state === 'cancelled' ? now() : null,
        id,
      );
    },
    first(id: number) {
      database.run('update jobs set place = (select min(place) - 1 from jobs) where id = ?', id);
    },
    forget(id: number) {
      database.run('delete from jobs where id = ?', id);
    },
    /** JSON of what a job that is done has found. */
    result(id: number): string | undefined {
      const row = database.row(
        z.object({ result: z.string().nullable() }),
        `select result from jobs where id = ? and state = 'done'`,
        id,
      );
      return row?.result ?? undefined;
    },
  };
}

function leaseOf(row: z.infer<typeof rowSchema>): Lease & { readonly beatMs: number } {
  return {
    owner: row.owner ?? '',
    host: row.owner_host ?? '',
    pid: row.owner_pid ?? 0,
    beatMs: row.beat_ms ?? 0,
  };
}
