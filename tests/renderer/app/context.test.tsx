// @vitest-environment jsdom
import '../support/browser.ts';
import { act, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useApp, useSettled } from '../../../renderer/app/context.ts';
import { requestKeyOf } from '../../../renderer/state/selectors.ts';
import { selectSubject } from '../../../renderer/state/subject.ts';
import { fakeModel } from '../../support/fake-engine.ts';
import { rendered, type Rendered } from '../support/rendered.tsx';
import { encodingOf, shelfImage } from '../support/samples.ts';

let window: Rendered;

function Both() {
  const now = useApp(selectSubject);
  const settled = useSettled(selectSubject);
  return <p>{now === settled ? 'the same' : 'another'}</p>;
}

beforeEach(() => {
  vi.useFakeTimers();
  window = rendered(<Both />);
});
afterEach(() => {
  window.end();
  vi.useRealTimers();
});

it('what is there at once and what follows a moment later look at one selector beside each other', () => {
  const { store } = window;
  act(() => {
    store.getState().addImages([shelfImage('a')]);
    store.getState().setModel({ kind: 'ready', info: fakeModel });
    store.getState().settle({ selected: 'a', tokens: 90 });
    const key = requestKeyOf(store.getState(), 'a') ?? '';
    store.getState().setShown({ kind: 'live', imageId: 'a', reading: '', key, encoding: encodingOf(90) });
  });
  expect(screen.getByText('the same')).toBeTruthy();
  act(() => {
    store.getState().choose({ tokens: 91 });
    store.getState().addImages([shelfImage('b')]);
  });
  expect(screen.getByText('another')).toBeTruthy();
});
