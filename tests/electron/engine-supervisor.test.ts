import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineDevices, EngineStatus } from '../../electron/bridge.ts';
import {
  createEngineSupervisor,
  leavingMs,
  pauses,
  stepDown,
  steadyMs,
  type EngineChild,
} from '../../electron/engine-supervisor.ts';

interface FakeChild extends EngineChild {
  readonly number: number;
  readonly devices: EngineDevices;
  readonly becomeReady: () => void;
  readonly end: (cause: string, fromOutside?: boolean) => void;
  readonly foundWhole: string | undefined;
  readonly findWhole: (mark: string) => void;
  readonly hasLeft: () => void;
  killed: boolean;
}

function setUp() {
  const children: FakeChild[] = [];
  const statuses: EngineStatus[] = [];
  const introduced: number[] = [];
  const supervisor = createEngineSupervisor<FakeChild>({
    fork: (devices, foundWhole) => {
      let ready = () => {};
      let ended: (cause: string, fromOutside: boolean) => void = () => {};
      let left = () => {};
      let found: (mark: string) => void = () => {};
      const child: FakeChild = {
        number: children.length + 1,
        devices,
        foundWhole,
        killed: false,
        onReady: (listener) => (ready = listener),
        onEnd: (listener) => (ended = listener),
        onFoundWhole: (listener) => (found = listener),
        kill: () => (child.killed = true),
        leave: () => new Promise((resolve) => (left = resolve)),
        hasLeft: () => left(),
        becomeReady: () => ready(),
        end: (cause, fromOutside = false) => ended(cause, fromOutside),
        findWhole: (mark) => found(mark),
      };
      children.push(child);
      return child;
    },
    onStatus: (status) => statuses.push(status),
    onReady: (child) => introduced.push(child.number),
  });
  const last = () => children.at(-1)!;
  return { supervisor, children, statuses, introduced, last };
}

describe('createEngineSupervisor', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('starts one process and introduces it when it is ready', () => {
    const { supervisor, children, statuses, introduced, last } = setUp();
    supervisor.start();
    expect(supervisor.ready).toBeUndefined();
    last().becomeReady();
    expect(children).toHaveLength(1);
    expect(introduced).toEqual([1]);
    expect(supervisor.ready).toBe(last());
    expect(statuses).toEqual([{ kind: 'starting' }, { kind: 'ready' }]);
  });

  it('says why a process ended and starts another one within a tenth of a second', () => {
    const { supervisor, statuses, introduced, last } = setUp();
    supervisor.start();
    last().becomeReady();
    last().end('The engine crashed.');
    expect(statuses.at(-1)).toEqual({ kind: 'restarting', cause: 'The engine crashed.' });
    expect(supervisor.ready).toBeUndefined();
    vi.advanceTimersByTime(100);
    last().becomeReady();
    expect(introduced).toEqual([1, 2]);
    expect(statuses.at(-1)).toEqual({ kind: 'ready' });
  });

  it('waits longer each time and gives up in the end', () => {
    const { supervisor, children, statuses, last } = setUp();
    supervisor.start();
    for (const [i, pause] of pauses.entries()) {
      last().end('It ended.');
      vi.advanceTimersByTime(pause - 1);
      expect(children).toHaveLength(i + 1);
      vi.advanceTimersByTime(1);
      expect(children).toHaveLength(i + 2);
    }
    last().end('It ended.');
    vi.runAllTimers();
    expect(children).toHaveLength(pauses.length + 1);
    expect(statuses.at(-1)).toEqual({
      kind: 'failed',
      cause: 'It ended. It ended 5 times in a row, so it was not started again.',
      devices: 'processor',
    });
  });

  it('forgets earlier ends once a process has been steady', () => {
    const { supervisor, children, last } = setUp();
    supervisor.start();
    for (let i = 0; i < 20; i++) {
      last().becomeReady();
      vi.advanceTimersByTime(steadyMs);
      last().end('It ended.');
      vi.advanceTimersByTime(pauses[0]);
    }
    expect(children).toHaveLength(21);
  });

  it('leaves the graphics processor alone after three ends within a minute, until it is told to try again', () => {
    const { supervisor, children, statuses, last } = setUp();
    const endAfter = (ms: number) => {
      last().becomeReady();
      vi.advanceTimersByTime(ms);
      last().end('It ended.');
      vi.advanceTimersByTime(pauses[2]);
    };
    supervisor.start();
    for (let i = 0; i < 3; i++) endAfter(100);
    expect(children.map(({ devices }) => devices)).toEqual(['all', 'all', 'all', 'processor']);
    expect(statuses.at(-1)).toEqual({ kind: 'restarting', cause: 'It ended.', devices: 'processor' });
    last().becomeReady();
    expect(supervisor.status).toEqual({ kind: 'ready', devices: 'processor' });
    supervisor.restart();
    expect(last().devices).toBe('processor');
    supervisor.restart('all');
    expect(last().devices).toBe('all');
    expect(statuses.at(-1)).toEqual({ kind: 'starting' });
    endAfter(100);
    expect(last().devices).toBe('all');
  });

  it('keeps every device while ends are further apart', () => {
    const { supervisor, children, last } = setUp();
    supervisor.start();
    for (let i = 0; i < 4; i++) {
      last().becomeReady();
      vi.advanceTimersByTime(stepDown.withinMs / 2);
      last().end('It ended.');
      vi.advanceTimersByTime(pauses[3]);
    }
    expect(new Set(children.map(({ devices }) => devices))).toEqual(new Set(['all']));
  });

  it('starts again on request, without pause, also after giving up', () => {
    const { supervisor, children, statuses, last } = setUp();
    supervisor.start();
    for (const pause of [...pauses, 0]) {
      last().end('It ended.');
      vi.advanceTimersByTime(pause);
    }
    expect(supervisor.status.kind).toBe('failed');
    supervisor.restart();
    expect(children).toHaveLength(6);
    last().becomeReady();
    expect(statuses.at(-1)).toEqual({ kind: 'ready', devices: 'processor' });
  });

  it('kills the process that it replaces and ignores its end', () => {
    const { supervisor, children, statuses, last } = setUp();
    supervisor.start();
    const first = last();
    first.becomeReady();
    supervisor.restart();
    expect(first.killed).toBe(true);
    first.end('Ended on request.');
    vi.runAllTimers();
    expect(children).toHaveLength(2);
    expect(statuses.map(({ kind }) => kind)).toEqual(['starting', 'ready', 'starting']);
  });

  it('tells the next process once that the database was found whole, and again only where the end came from outside', () => {
    const { supervisor, children, last } = setUp();
    const end = (fromOutside: boolean) => {
      last().end('It ended.', fromOutside);
      vi.advanceTimersByTime(pauses[3]);
    };
    supervisor.start();
    last().findWhole('file 1');
    end(false);
    end(true);
    end(true);
    supervisor.restart();
    end(false); // perhaps over the database, which nobody has looked through meanwhile
    end(false);
    last().findWhole('file 2');
    end(true);
    expect(children.map(({ foundWhole }) => foundWhole)).toEqual([
      undefined,
      ...['file 1', 'file 1', 'file 1', 'file 1'],
      undefined,
      undefined,
      'file 2',
    ]);
  });

  it('tells nothing that a process has said which is none of its any more', () => {
    const { supervisor, children, last } = setUp();
    supervisor.start();
    const [first] = children;
    supervisor.restart();
    first?.findWhole('file 1');
    supervisor.restart();
    expect(last().foundWhole).toBeUndefined();
  });

  it('lets a process leave, kills one that does not, and starts nothing after that', async () => {
    const { supervisor, children, last } = setUp();
    supervisor.start();
    last().becomeReady();
    const stopped = supervisor.stop();
    await vi.advanceTimersByTimeAsync(leavingMs - 1);
    expect(last().killed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await stopped;
    expect(last().killed).toBe(true);
    last().end('Ended on request.');
    vi.runAllTimers();
    expect(children).toHaveLength(1);
  });

  it('waits no longer than a process needs to leave, and for none that is not ready', async () => {
    const { supervisor, last } = setUp();
    supervisor.start();
    await supervisor.stop();
    expect(last().killed).toBe(true);
    supervisor.start();
    last().becomeReady();
    const stopped = supervisor.stop();
    last().hasLeft();
    await stopped;
    expect(vi.getTimerCount()).toBe(0);
  });
});
