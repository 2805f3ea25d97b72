import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLatest, type Latest } from '../../../renderer/session/latest.ts';

interface Call {
  readonly key: string;
  readonly signal: AbortSignal;
  readonly finish: () => void;
}

let calls: Call[];
let latest: Latest<{ readonly key: string }>;

beforeEach(() => {
  vi.useFakeTimers();
  calls = [];
  latest = createLatest({
    patienceMs: 100,
    run: ({ key }, signal) =>
      new Promise((resolve) => {
        calls.push({ key, signal, finish: resolve });
        signal.addEventListener('abort', () => resolve());
      }),
  });
});
afterEach(() => vi.useRealTimers());

const ask = (...keys: string[]) => keys.forEach((key) => latest.ask({ key }));
const keys = () => calls.map(({ key }) => key);

describe('createLatest', () => {
  it('has one request in flight and drops those that were overtaken while waiting', async () => {
    ask('a', 'b', 'c', 'd');
    expect(keys()).toEqual(['a']);
    calls[0]?.finish();
    await vi.advanceTimersByTimeAsync(0);
    expect(keys()).toEqual(['a', 'd']);
    calls[1]?.finish();
    await vi.advanceTimersByTimeAsync(500);
    expect(keys()).toEqual(['a', 'd']);
  });

  it('lets an overtaken request finish if it is quick, and aborts it if it is not', async () => {
    ask('a', 'b');
    await vi.advanceTimersByTimeAsync(99);
    expect(calls[0]?.signal.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(calls[0]?.signal.aborted).toBe(true);
    expect(keys()).toEqual(['a', 'b']);
  });

  it('counts patience from the first overtaking, so that a steady drag cannot keep a slow request alive', async () => {
    ask('a', 'b');
    for (let i = 0; i < 5; i++) {
      await vi.advanceTimersByTimeAsync(20);
      ask(`c${i}`);
    }
    expect(calls[0]?.signal.aborted).toBe(true);
  });

  it('never aborts a request that nobody overtook', async () => {
    ask('a');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls[0]?.signal.aborted).toBe(false);
  });

  it('keeps what is in flight when the wish returns to it', async () => {
    ask('a', 'b', 'a');
    await vi.advanceTimersByTimeAsync(500);
    expect(calls[0]?.signal.aborted).toBe(false);
    calls[0]?.finish();
    await vi.advanceTimersByTimeAsync(0);
    expect(keys()).toEqual(['a']);
  });

  it('cancel drops what waits and aborts what runs', async () => {
    ask('a', 'b');
    latest.cancel();
    await vi.advanceTimersByTimeAsync(500);
    expect(calls[0]?.signal.aborted).toBe(true);
    expect(keys()).toEqual(['a']);
  });
});
