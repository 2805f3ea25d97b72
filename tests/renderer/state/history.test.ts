import { describe, expect, it } from 'vitest';
import { emptyHistory, record, step, type History } from '../../../renderer/state/history.ts';

describe('record', () => {
  it('joins the steps of one gesture into one entry', () => {
    let history: History<number> = record<number>(emptyHistory, 1, 'drag', 0);
    history = record(history, 2, 'drag', 300);
    history = record(history, 3, 'drag', 900);
    expect(history.past).toEqual([1]);
  });

  it('starts a new entry after a pause or with another gesture', () => {
    let history: History<number> = record<number>(emptyHistory, 1, 'drag', 0);
    history = record(history, 2, 'drag', 1000);
    history = record(history, 3, 'other', 1100);
    history = record(history, 4, undefined, 1150);
    expect(history.past).toEqual([1, 2, 3, 4]);
  });

  it('keeps the newest hundred', () => {
    let history: History<number> = emptyHistory;
    for (let i = 0; i < 150; i++) history = record(history, i, undefined, i);
    expect(history.past).toHaveLength(100);
    expect(history.past[0]).toBe(50);
  });

  it('forgets what could be redone', () => {
    const undone = step(record<number>(emptyHistory, 1, undefined, 0), 2, 'back');
    expect(undone?.history.future).toEqual([2]);
    expect(record(undone!.history, 1, undefined, 1).future).toEqual([]);
  });
});

describe('step', () => {
  it('goes back and forward to the same value', () => {
    const back = step(record<string>(emptyHistory, 'a', undefined, 0), 'b', 'back');
    expect(back?.present).toBe('a');
    expect(step(back!.history, 'a', 'forward')?.present).toBe('b');
  });

  it('has nowhere to go in an empty history', () => {
    expect(step(emptyHistory, 'a', 'back')).toBeNull();
    expect(step(emptyHistory, 'a', 'forward')).toBeNull();
  });
});
