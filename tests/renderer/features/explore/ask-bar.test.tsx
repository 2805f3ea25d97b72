// @vitest-environment jsdom
import '../../support/browser.ts';
import { act, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AskBar } from '../../../../renderer/features/explore/AskBar.tsx';
import type { AppStore } from '../../../../renderer/state/store.ts';
import { fakeModel } from '../../../support/fake-model.ts';
import { rendered } from '../../support/rendered.tsx';
import { shelfImage } from '../../support/samples.ts';

let store: AppStore;
let end: () => void;

beforeEach(() => {
  ({ store, end } = rendered(<AskBar />));
  act(() => {
    const state = store.getState();
    state.addImages([{ ...shelfImage('a'), questions: ['What is it?'] }]);
    state.settle({ selected: 'a' });
    state.setModel({ kind: 'ready', info: fakeModel });
    state.setQuestion('What else?', true);
  });
});
afterEach(() => end());

const names = ['Ask', 'Follow up', 'Measure', 'Sweep'];
const areOff = () => names.map((name) => screen.getByRole<HTMLButtonElement>('button', { name }).disabled);

it('asks nothing of an engine that has stopped, and says why', () => {
  act(() => store.getState().setEngine({ kind: 'ready' }));
  expect(areOff()).toEqual([false, true, false, false]); // nothing to follow up on
  expect(screen.getByRole('button', { name: 'What is it?' })).toBeTruthy();

  act(() => store.getState().setEngine({ kind: 'failed', cause: 'It ended five times.' }));
  expect(areOff()).toEqual([true, true, true, true]);
  expect(screen.getByRole('note').textContent).toBe('The engine has stopped: start it again to ask.');
  expect(screen.queryByRole('button', { name: 'What is it?' })).toBeNull();

  act(() => store.getState().setEngine({ kind: 'restarting', cause: 'It ended.' }));
  expect(areOff()).toEqual([false, true, false, false]); // what is asked then waits for the next one
});

it('asks nothing of a server that has gone, and says what brings it back', () => {
  const cause = 'The server was ended; start dymu serve again.';
  act(() => store.getState().setEngine({ kind: 'gone', cause }));
  expect(areOff()).toEqual([true, true, true, true]);
  expect(screen.getByRole('note').textContent).toBe(cause);
});
