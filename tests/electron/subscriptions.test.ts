import { describe, expect, it, vi } from 'vitest';
import { backlog, latest } from '../../electron/subscriptions.ts';

describe('latest', () => {
  it('gives a late listener the last value only', () => {
    const { push, subscribe } = latest<number>();
    push(1);
    push(2);
    const listener = vi.fn();
    subscribe(listener);
    push(3);
    expect(listener.mock.calls).toEqual([[2], [3]]);
  });
});

describe('backlog', () => {
  it('gives everything that nobody heard to the first listener, once and in order', () => {
    const { push, subscribe } = backlog<number>();
    push(1);
    push(2);
    const first = vi.fn();
    const second = vi.fn();
    subscribe(first);
    subscribe(second);
    push(3);
    expect(first.mock.calls).toEqual([[1], [2], [3]]);
    expect(second.mock.calls).toEqual([[3]]);
  });

  it('tells nothing to a listener that has left', () => {
    const { push, subscribe } = backlog<number>();
    const listener = vi.fn();
    const stop = subscribe(listener);
    stop();
    stop();
    push(1);
    expect(listener).not.toHaveBeenCalled();
  });
});
