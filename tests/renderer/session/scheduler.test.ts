import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEngineLink } from '../../../renderer/session/engine-link.ts';
import {
  createScheduler,
  idleRestMs,
  restMs,
  type IdleTask,
  type IdleTaskSource,
  type Scheduler,
  type IdleUrgency,
} from '../../../renderer/session/scheduler.ts';
import { createTraffic } from '../../../renderer/session/traffic.ts';
import { EngineError } from '../../../src-engine/errors.ts';
import { createFakeEngine } from '../../support/fake-engine.ts';

let link: ReturnType<typeof createEngineLink>;
let traffic: ReturnType<typeof createTraffic>;
let scheduler: Scheduler | null;
let done: string[];

beforeEach(() => {
  vi.useFakeTimers();
  link = createEngineLink();
  traffic = createTraffic();
  scheduler = null;
  done = [];
});
afterEach(() => {
  scheduler?.dispose();
  vi.useRealTimers();
});

/** A source of tasks by name; what is done is taken off the list. */
function source(
  urgency: IdleUrgency,
  names: string[],
  run?: IdleTask['run'],
): IdleTaskSource & { wake: () => void } {
  let wake = () => {};
  return {
    next: () => {
      const [name] = names;
      if (name === undefined) return null;
      return {
        key: name,
        urgency,
        run: async (engine, call) => {
          await run?.(engine, call);
          done.push(name);
          names.shift();
        },
      };
    },
    watch: (listener) => {
      wake = listener;
      return () => {
        wake = () => {};
      };
    },
    wake: () => wake(),
  };
}

const rested = () => vi.advanceTimersByTimeAsync(idleRestMs);

function start(...sources: IdleTaskSource[]): void {
  scheduler = createScheduler({ link, traffic }, sources);
}

describe('the scheduler', () => {
  it('waits for an engine, rests, then does one task after the other', async () => {
    start(source('idle', ['a', 'b', 'c']));
    await rested();
    expect(done).toEqual([]);
    link.connect(createFakeEngine());
    await vi.advanceTimersByTimeAsync(idleRestMs - 1);
    expect(done).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(done).toEqual(['a', 'b', 'c']);
  });

  it('does what is seen first, whichever source has it, then in the order of the sources', async () => {
    start(source('idle', ['count 1', 'count 2']), source('seen', ['thumbnail']), source('idle', ['index']));
    link.connect(createFakeEngine());
    await rested();
    expect(done).toEqual(['thumbnail', 'count 1', 'count 2', 'index']);
  });

  it('rests longer before what nobody misses, and begins to rest anew with each thing that the user does', async () => {
    start(source('idle', ['count']), source('seen', ['thumbnail']));
    link.connect(createFakeEngine());
    await vi.advanceTimersByTimeAsync(restMs);
    expect(done).toEqual(['thumbnail']);
    await vi.advanceTimersByTimeAsync(idleRestMs - restMs - 1);
    traffic.enter()();
    await vi.advanceTimersByTimeAsync(idleRestMs - 1);
    expect(done).toEqual(['thumbnail']);
    await vi.advanceTimersByTimeAsync(1);
    expect(done).toEqual(['thumbnail', 'count']);
  });

  it('does what the next step may ask for after the short rest, behind what is seen', async () => {
    start(source('idle', ['count']), source('near', ['beside']), source('seen', ['thumbnail']));
    link.connect(createFakeEngine());
    await vi.advanceTimersByTimeAsync(restMs);
    expect(done).toEqual(['thumbnail', 'beside']);
    await vi.advanceTimersByTimeAsync(idleRestMs - restMs);
    expect(done).toEqual(['thumbnail', 'beside', 'count']);
  });

  it('does not go on at once where the user came and went during a task', async () => {
    const tasks = { finish: () => {} };
    const run: IdleTask['run'] = () => new Promise((resolve) => (tasks.finish = resolve));
    start(source('idle', ['one', 'two'], run));
    link.connect(createFakeEngine());
    await rested();
    traffic.enter()();
    tasks.finish();
    await vi.advanceTimersByTimeAsync(idleRestMs - 1);
    expect(done).toEqual(['one']);
    tasks.finish(); // nothing runs
    await vi.advanceTimersByTimeAsync(1);
    tasks.finish();
    await vi.advanceTimersByTimeAsync(0);
    expect(done).toEqual(['one', 'two']);
  });

  it('tells the engine that the user comes first', async () => {
    const run = vi.fn<IdleTask['run']>(() => Promise.resolve());
    start(source('idle', ['a'], run));
    link.connect(createFakeEngine());
    await rested();
    expect(run.mock.calls[0]?.[1]).toMatchObject({ urgency: 'background' });
  });

  it('lets a task that runs come to its end when the user comes, and starts no other until all is quiet', async () => {
    const tasks = { finish: () => {} };
    const run: IdleTask['run'] = () => new Promise((resolve) => (tasks.finish = resolve));
    start(source('idle', ['long', 'next'], run));
    link.connect(createFakeEngine());
    await rested();
    const leave = traffic.enter();
    tasks.finish();
    await rested();
    expect(done).toEqual(['long']);
    leave();
    await rested();
    tasks.finish();
    await rested();
    expect(done).toEqual(['long', 'next']);
  });

  it('aborts what runs when it is disposed', async () => {
    let aborted = false;
    const run: IdleTask['run'] = (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          aborted = true;
          reject(new EngineError('aborted', 'Stopped.'));
        });
      });
    start(source('idle', ['long'], run));
    link.connect(createFakeEngine());
    await rested();
    scheduler?.dispose();
    await rested();
    expect(aborted).toBe(true);
    expect(done).toEqual([]);
  });

  it('starts nothing while the user waits', async () => {
    const leave = traffic.enter();
    start(source('idle', ['a']));
    link.connect(createFakeEngine());
    await rested();
    expect(done).toEqual([]);
    leave();
    await rested();
    expect(done).toEqual(['a']);
  });

  it('wakes when a source says that there may be something new', async () => {
    const names: string[] = [];
    const tasks = source('idle', names);
    start(tasks);
    link.connect(createFakeEngine());
    await rested();
    names.push('late');
    tasks.wake();
    await rested();
    expect(done).toEqual(['late']);
  });

  it('survives the death of the engine and goes on with the next one', async () => {
    let dead = true;
    const died = new EngineError('engine-died', 'The engine stopped.');
    start(source('idle', ['a'], () => (dead ? Promise.reject(died) : Promise.resolve())));
    link.connect(createFakeEngine());
    await rested();
    expect(done).toEqual([]);
    dead = false;
    link.connect(createFakeEngine());
    await rested();
    expect(done).toEqual(['a']);
  });

  it('does not go round in a circle with a task that is offered again and again', async () => {
    let runs = 0;
    const stubborn: IdleTaskSource = {
      next: () => ({
        key: 'again',
        urgency: 'idle',
        run: () => {
          runs += 1;
          return Promise.resolve();
        },
      }),
      watch: () => () => {},
    };
    start(stubborn, source('idle', ['other']));
    link.connect(createFakeEngine());
    await rested();
    expect(runs).toBe(1);
    expect(done).toEqual(['other']);
  });

  it('does the seen tasks without a rest where it is asked to', async () => {
    start(source('idle', ['count']), source('seen', ['thumbnail 1', 'thumbnail 2']));
    link.connect(createFakeEngine());
    await scheduler?.doSeen();
    expect(done).toEqual(['thumbnail 1', 'thumbnail 2']);
  });

  it('does no other before the seen ones are done, however long they take, and then rests', async () => {
    const tasks = { finish: () => {} };
    const run: IdleTask['run'] = () => new Promise((resolve) => (tasks.finish = resolve));
    const thumbnails = source('seen', ['thumbnail 1', 'thumbnail 2'], run);
    start(source('idle', ['count']), thumbnails);
    link.connect(createFakeEngine());
    const seen = scheduler?.doSeen();
    await rested();
    tasks.finish();
    await vi.advanceTimersByTimeAsync(0);
    thumbnails.wake();
    await rested();
    tasks.finish();
    await seen;
    expect(done).toEqual(['thumbnail 1', 'thumbnail 2']);
    await vi.advanceTimersByTimeAsync(idleRestMs - 1);
    expect(done).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(done).toEqual(['thumbnail 1', 'thumbnail 2', 'count']);
  });

  it('ends with its disposal', async () => {
    start(source('idle', ['a']));
    link.connect(createFakeEngine());
    scheduler?.dispose();
    await rested();
    expect(done).toEqual([]);
  });
});
