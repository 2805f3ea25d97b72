import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Libsql from 'libsql';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../src-engine/database/database.ts';
import { databaseFailure } from '../../src-engine/database/failures.ts';
import { currentVersion } from '../../src-engine/database/migrations.ts';
import type { JobChange } from '../../src-engine/engine.ts';
import { EngineError } from '../../src-engine/errors.ts';
import { eventually } from '../support/eventually.ts';
import { emptyFolder, refusal } from '../support/scratch.ts';
import { begun, scriptedJobs, settles, type Scripted } from './scripted-jobs.ts';

describe('a job', () => {
  it('is queued, runs with its progress, is done, and then says what it has found', async () => {
    const scripted = await scriptedJobs(await emptyFolder());
    const queued = scripted.start('a');
    expect(queued).toMatchObject({
      kind: 'collect',
      about: 'a',
      title: 'Counting a',
      done: 0,
      perSecond: null,
    });
    const run = await begun(scripted);
    run.progress('Encoding', 2, 8);
    expect(scripted.jobs.list()).toMatchObject([{ state: 'running', stage: 'Encoding', done: 2, total: 8 }]);
    expect(scripted.jobs.result(queued.id)).toBeNull();
    run.end();
    await settles(scripted, 'a done');
    expect(scripted.jobs.list()[0]).toMatchObject({ perSecond: null, secondsLeft: null });
    expect(scripted.jobs.result(queued.id)).toMatchObject({ kind: 'collect', collect: { images: 3 } });
  });

  it('counts no sleep of the computer as work: its rate and the time left are known again from what comes after', async () => {
    let slept = false;
    const watchSleep = () => {
      slept = false;
      return () => slept;
    };
    const scripted = await scriptedJobs(await emptyFolder(), { watchSleep });
    scripted.start('a');
    const run = await begun(scripted);
    const rate = () => scripted.jobs.list()[0]?.perSecond;
    let stage = 0; // another one is written down at once
    const work = async (done: number) => {
      await wait(5);
      run.progress(`Stage ${(stage += 1)}`, done, 100);
    };
    await work(1);
    await work(2);
    expect(rate()).toBeGreaterThan(0);
    slept = true;
    await work(3);
    expect(scripted.jobs.list()).toMatchObject([{ done: 3, perSecond: null, secondsLeft: null }]);
    await work(4);
    expect(rate()).toBeGreaterThan(0);
  });

  it('that loses the graphics device stays the next process’s to go on with, where this one ends; else it fails', async () => {
    const lost = new EngineError('device-lost', 'The graphics processor went away');
    const told: string[] = [];
    const ending = await scriptedJobs(await emptyFolder(), { onLostDevice: ({ fact }) => told.push(fact) });
    ending.start('a');
    (await begun(ending)).fail(lost);
    await eventually(() => expect(told).toEqual(['The graphics processor went away']));
    expect(ending.states()).toEqual(['a running']);
    const other = await scriptedJobs(await emptyFolder());
    other.start('a');
    (await begun(other)).fail(lost);
    await settles(other, 'a failed');
  });

  it('that is asked for twice is one', async () => {
    const scripted = await scriptedJobs(await emptyFolder());
    expect(scripted.start('a').id).toBe(scripted.start('a').id);
    (await begun(scripted)).end();
    await settles(scripted, 'a done');
    expect(scripted.start('a').id).not.toBe(scripted.jobs.list().at(-1)?.id);
  });

  it('of another model waits for it, and says so', async () => {
    const scripted = await scriptedJobs(await emptyFolder());
    scripted.start('b', '/models/other');
    scripted.start('a');
    await begun(scripted);
    expect(scripted.jobs.list()).toMatchObject([
      { about: 'b', state: 'queued', waitsFor: 'waits until other is loaded' },
      { about: 'a', state: 'running' },
    ]);
  });

  it('goes on where an earlier process left it', async () => {
    const folder = await emptyFolder();
    const first = await scriptedJobs(folder);
    first.start('a');
    expect((await begun(first)).again).toBe(false);
    await first.jobs.close();
    const second = await scriptedJobs(folder);
    expect(second.states()).toEqual(['a queued']);
    expect((await begun(second)).again).toBe(true);
  });

  it('of somebody else is left alone where only own ones are wanted', async () => {
    const folder = await emptyFolder();
    const other = await scriptedJobs(folder, { fits: () => false });
    other.start('a');
    const own = await scriptedJobs(folder, { which: 'own' });
    own.start('b');
    expect((await begun(own)).source).toBe('b');
    expect(own.states()).toEqual(['a queued', 'b running']);
  });
});

describe('the order of jobs', () => {
  it('is that in which they came; one that is put first lets what runs wait, which then goes on', async () => {
    const scripted = await scriptedJobs(await emptyFolder());
    const ids = new Map(['a', 'b', 'c'].map((source) => [source, scripted.start(source).id]));
    const first = await begun(scripted);
    expect(scripted.states()).toEqual(['a running', 'b queued', 'c queued']);
    scripted.jobs.change(ids.get('c')!, 'first');
    const second = await begun(scripted, 1);
    expect([first.source, first.signal.aborted, second.source]).toEqual(['a', true, 'c']);
    expect(scripted.states()).toEqual(['c running', 'a queued', 'b queued']);
    second.end();
    const third = await begun(scripted, 2);
    expect([third.source, third.again]).toEqual(['a', true]);
    third.end();
    (await begun(scripted, 3)).end();
    await eventually(() =>
      expect(new Set(scripted.states())).toEqual(new Set(['a done', 'b done', 'c done'])),
    );
  });

  it('is not disturbed by one whose model is not loaded', async () => {
    const scripted = await scriptedJobs(await emptyFolder());
    scripted.start('a');
    const run = await begun(scripted);
    const other = scripted.start('b', '/models/other');
    scripted.jobs.change(other.id, 'first');
    expect(run.signal.aborted).toBe(false);
    expect(scripted.states()).toEqual(['b queued', 'a running']);
  });
});

describe('changes', () => {
  /** Brings a job into a state, with another one before it where it must wait. */
  async function jobIn(state: string): Promise<{ readonly scripted: Scripted; readonly id: number }> {
    const scripted = await scriptedJobs(await emptyFolder());
    if (state === 'queued') scripted.start('before');
    const { id } = scripted.start('a');
    const run = await begun(scripted);
    if (state === 'paused') scripted.jobs.change(id, 'pause');
    if (state === 'cancelled') scripted.jobs.change(id, 'cancel');
    if (state === 'done') run.end();
    if (state === 'failed') run.fail(new EngineError('bad-input', 'It broke'));
    await eventually(() => expect(scripted.jobs.list().find((job) => job.id === id)?.state).toBe(state));
    return { scripted, id };
  }

  const after: Readonly<Record<string, Partial<Readonly<Record<JobChange, string>>>>> = {
    queued: { pause: 'paused', resume: 'queued', cancel: 'cancelled', first: 'running' },
    running: { pause: 'paused', resume: 'running', cancel: 'cancelled', first: 'running' },
    paused: { resume: 'running', cancel: 'cancelled', first: 'paused' },
    failed: { resume: 'running' },
    cancelled: { resume: 'running' },
    done: {},
  };
  const words = { pause: 'paused', resume: 'resumed', cancel: 'cancelled', first: 'put first' };

  it.each(Object.entries(after))(
    'of one that is %s are those that its state allows',
    async (state, allowed) => {
      for (const change of ['pause', 'resume', 'cancel', 'first'] as const) {
        const { scripted, id } = await jobIn(state);
        const now = () => scripted.jobs.list().find((job) => job.id === id)?.state;
        const expected = allowed[change];
        if (expected === undefined) {
          expect(refusal(() => scripted.jobs.change(id, change))).toEqual({
            code: 'bad-input',
            message: `A job that is ${state} cannot be ${words[change]}.`,
          });
          expect(now()).toBe(state);
        } else {
          scripted.jobs.change(id, change);
          await eventually(() => expect([change, now()]).toEqual([change, expected]));
        }
      }
      const { scripted, id } = await jobIn(state);
      scripted.jobs.change(id, 'forget');
      expect(scripted.jobs.list().some((job) => job.id === id)).toBe(false);
      expect(scripted.jobs.change(id, 'forget')).toBeNull();
    },
  );

  it('stop the work where it stands', async () => {
    for (const change of ['pause', 'cancel', 'forget'] as const) {
      const scripted = await scriptedJobs(await emptyFolder());
      const { id } = scripted.start('a');
      const run = await begun(scripted);
      scripted.jobs.change(id, change);
      expect(run.signal.aborted).toBe(true);
    }
  });
});

describe('a failure', () => {
  it.each([
    [
      new EngineError('bad-input', 'The folder is gone', { remedy: 'look for it' }),
      'The folder is gone; look for it.',
    ],
    [new EngineError('out-of-memory', 'There is no memory left'), 'There is no memory left.'],
    [new TypeError('x is undefined'), 'This is a fault of the program: x is undefined.'],
  ])('of the work ends it with one sentence: %s', async (cause, failure) => {
    const scripted = await scriptedJobs(await emptyFolder());
    scripted.start('a');
    (await begun(scripted)).fail(cause);
    await settles(scripted, 'a failed');
    expect(scripted.jobs.list()[0]).toMatchObject({ failure });
  });

  it.each(['aborted', 'engine-died', 'not-loaded'] as const)(
    'that is none of its own (%s) lets it wait again',
    async (code) => {
      let fits = true;
      const scripted = await scriptedJobs(await emptyFolder(), { fits: () => fits });
      scripted.start('a');
      const run = await begun(scripted);
      fits = false;
      run.fail(new EngineError(code, 'Not now'));
      await settles(scripted, 'a queued');
      expect(scripted.jobs.list()[0]).not.toHaveProperty('failure');
      fits = true;
      scripted.jobs.wake();
      expect((await begun(scripted, 1)).again).toBe(true);
    },
  );

  it('that cannot be written down is told all the same, and the job goes on when there is room', async () => {
    const full = { now: false };
    const through = (database: Database): Database => ({
      ...database,
      run: (sql, ...values) => {
        if (full.now && /^\s*update/u.test(sql)) {
          throw databaseFailure(database.file, Object.assign(new Error('full'), { code: 'SQLITE_FULL' }));
        }
        return database.run(sql, ...values);
      },
    });
    const folder = await emptyFolder();
    const scripted = await scriptedJobs(folder, { through });
    const { id } = scripted.start('a');
    const run = await begun(scripted);
    run.progress('Encoding', 1, 8);
    full.now = true;
    run.progress('Writing', 2, 8);
    await settles(scripted, 'a failed');
    expect(scripted.jobs.list()[0]?.failure).toBe(
      `The database '${join(folder, 'dymu.db')}' cannot grow, because the disk is full; free some space and go on: what was kept so far is safe.`,
    );
    scripted.start('b'); // cannot even be begun
    await settles(scripted, 'a failed', 'b failed');
    full.now = false;
    scripted.jobs.change(id, 'resume');
    expect(await begun(scripted, 1)).toMatchObject({ source: 'a', again: true });
  });
});

describe('two engines on one database', () => {
  it('do each job once', async () => {
    const folder = await emptyFolder();
    const one = await scriptedJobs(folder);
    const two = await scriptedJobs(folder);
    one.start('a');
    await begun(one);
    one.start('b');
    expect(two.states()).toEqual(['a running', 'b queued']); // and listing wakes it
    await begun(two);
    expect([one.runs, two.runs].map((runs) => runs.map(({ source }) => source))).toEqual([['a'], ['b']]);
    one.runs[0]!.end();
    two.runs[0]!.end();
    await eventually(() => expect(new Set(one.states())).toEqual(new Set(['a done', 'b done'])));
  });

  it('hear of what the other one has changed at the next sign of life', async () => {
    const folder = await emptyFolder();
    const one = await scriptedJobs(folder);
    const { id } = one.start('a');
    const run = await begun(one);
    const two = await scriptedJobs(folder, { fits: () => false });
    two.jobs.change(id, 'pause');
    run.progress('Another stage', 1, 2);
    expect(run.signal.aborted).toBe(true);
    await eventually(() => expect(one.states()).toEqual(['a paused']));
    expect(two.states()).toEqual(['a paused']);
  });
});

describe('a lease', () => {
  /** As a process that is `pid` has left it. */
  function leave(folder: string, pid: number, beatMs: number): void {
    const database = new Libsql(join(folder, 'dymu.db'));
    const values = [hostname(), pid, beatMs];
    database
      .prepare(
        `update jobs set state = 'running', attempts = 1, owner = 'other', owner_host = ?, owner_pid = ?, beat_ms = ?`,
      )
      .run(...values);
    database.close();
  }

  async function waiting(): Promise<string> {
    const folder = await emptyFolder();
    const scripted = await scriptedJobs(folder, { fits: () => false });
    scripted.start('a');
    return folder;
  }

  it('of a process that has died is taken over', async () => {
    const folder = await waiting();
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    leave(folder, child.pid!, Date.now());
    const scripted = await scriptedJobs(folder);
    scripted.jobs.list();
    expect(await begun(scripted)).toMatchObject({ source: 'a', again: true });
  });

  it('of a living one is respected, until it has been silent for too long', async () => {
    const folder = await waiting();
    leave(folder, process.ppid, Date.now());
    const scripted = await scriptedJobs(folder);
    expect(scripted.states()).toEqual(['a running']);
    await new Promise((resolve) => setImmediate(resolve));
    expect(scripted.runs).toEqual([]);
    leave(folder, process.ppid, Date.now() - 121_000);
    scripted.jobs.list();
    expect(await begun(scripted)).toMatchObject({ source: 'a', again: true });
  });
});

it('a database of a newer version is refused in one sentence, and left as it is', async () => {
  const folder = await emptyFolder();
  const file = join(folder, 'dymu.db');
  const newer = new Libsql(file);
  newer.exec(`pragma user_version = ${currentVersion + 1}`);
  newer.close();
  const { message } = await scriptedJobs(folder).then(
    () => ({ message: '' }),
    (cause: unknown) => (cause instanceof Error ? cause : { message: '' }),
  );
  expect(message).toBe(
    `The database '${file}' has version ${currentVersion + 1}, and only ${currentVersion} is known: a newer version of the program made it; update the program, or keep the data in another folder.`,
  );
  const left = new Libsql(file);
  expect(left.prepare('pragma user_version').raw().get()).toEqual([currentVersion + 1]);
  left.close();
});
