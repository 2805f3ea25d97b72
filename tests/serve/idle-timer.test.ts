import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { idleTimer } from '../../serve/idle-timer.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function endsWithin(idle: Promise<void>, ms: number): Promise<boolean> {
  let ended = false;
  void idle.then(() => (ended = true));
  await vi.advanceTimersByTimeAsync(ms);
  return ended;
}

describe('a server that is to end when nobody is there', () => {
  it('ends when nobody came', async () => {
    const { idle } = idleTimer(60_000, () => 0);
    expect(await endsWithin(idle, 59_999)).toBe(false);
    expect(await endsWithin(idle, 1)).toBe(true);
  });

  it('waits as long as somebody is there, and anew after each', async () => {
    let live = 0;
    const { idle, look } = idleTimer(60_000, () => live);
    live = 1;
    look();
    expect(await endsWithin(idle, 600_000)).toBe(false);
    live = 0;
    look();
    expect(await endsWithin(idle, 59_999)).toBe(false);
    look(); // a socket that was refused
    expect(await endsWithin(idle, 59_999)).toBe(false);
    expect(await endsWithin(idle, 1)).toBe(true);
  });

  it('goes on where nothing was said, and ends by nothing once it was stopped', async () => {
    expect(await endsWithin(idleTimer(undefined, () => 0).idle, 1e9)).toBe(false);
    const { idle, stop } = idleTimer(60_000, () => 0);
    stop();
    expect(await endsWithin(idle, 1e9)).toBe(false);
  });
});
