import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { longestMs, settledOf } from '../../../renderer/app/settled.ts';
import { requestKeyOf } from '../../../renderer/state/selectors.ts';
import { selectSubject } from '../../../renderer/state/subject.ts';
import { createAppStore, type AppStore } from '../../../renderer/state/store.ts';
import { fakeModel } from '../../support/fake-engine.ts';
import { encodingOf, shelfImage } from '../support/samples.ts';

let store: AppStore;

beforeEach(() => {
  vi.useFakeTimers();
  store = createAppStore();
  store.getState().addImages([shelfImage('a')]);
  store.getState().setModel({ kind: 'ready', info: fakeModel });
  store.getState().settle({ selected: 'a', tokens: 90 });
  shown();
});
afterEach(() => vi.useRealTimers());

/** What is on the stage is what is asked for. */
function shown(): void {
  const key = requestKeyOf(store.getState(), 'a') ?? '';
  store.getState().setShown({ kind: 'live', imageId: 'a', reading: '', key, encoding: encodingOf(90) });
}

const seen = () => settledOf(store).getState();

describe('the settled state', () => {
  it('is the state as it is while nothing is awaited', () => {
    settledOf(store);
    store.getState().setLayer(3);
    expect(seen()).toBe(store.getState());
    expect(settledOf(store)).toBe(settledOf(store));
  });

  it('stands still while the stage waits for its tokens, and tells everything once when they are there', () => {
    const told = vi.fn();
    settledOf(store).subscribe(told);
    store.getState().choose({ tokens: 91 });
    store.getState().setEncode({ kind: 'running' });
    expect(seen().choices.tokens).toBe(90);
    expect(told).not.toHaveBeenCalled();
    shown();
    expect(seen()).toBe(store.getState());
    expect(told).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(longestMs);
    expect(told).toHaveBeenCalledOnce();
  });

  it('and the state as it is give each its own subject in turn, the same again: else both would be drawn for ever', () => {
    settledOf(store);
    store.getState().choose({ tokens: 91 });
    store.getState().addImages([shelfImage('b')]);
    expect(seen()).not.toBe(store.getState());
    const subjects = [seen(), store.getState()].map(selectSubject);
    expect(subjects[0]).not.toBe(subjects[1]);
    expect([seen(), store.getState()].map(selectSubject)).toEqual([
      expect.toSatisfy((one: unknown) => one === subjects[0]),
      expect.toSatisfy((one: unknown) => one === subjects[1]),
    ]);
  });

  it('waits no longer for a slow engine than a moment, also under a hand that never rests', () => {
    settledOf(store);
    for (let tokens = 91; tokens < 96; tokens++) {
      store.getState().choose({ tokens });
      vi.advanceTimersByTime(longestMs / 5);
    }
    expect(seen().choices.tokens).toBe(95);
    store.getState().choose({ tokens: 120 });
    vi.advanceTimersByTime(longestMs - 1);
    expect(seen().choices.tokens).toBe(95);
    vi.advanceTimersByTime(1);
    expect(seen().choices.tokens).toBe(120);
  });

  it('does not wait where there is nothing on the stage', () => {
    settledOf(store);
    store.getState().setShown(null);
    store.getState().choose({ tokens: 91 });
    expect(seen().choices.tokens).toBe(91);
  });
});
