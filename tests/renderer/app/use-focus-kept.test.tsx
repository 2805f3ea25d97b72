// @vitest-environment jsdom
import '../support/browser.ts';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFakeEngine } from '../../support/fake-engine.ts';
import type { Session } from '../../../renderer/session/session.ts';
import type { AppStore } from '../../../renderer/state/store.ts';
import type { FakeShell } from '../support/fake-bridge.ts';
import { rendered } from '../support/rendered.tsx';

let store: AppStore;
let shell: FakeShell;
let session: Session;
let end: () => void;

beforeEach(async () => {
  ({ store, shell, session, end } = rendered());
  await session.start();
  shell.status({ kind: 'ready' });
  shell.startEngine(createFakeEngine());
  await screen.findByRole('textbox', { name: 'Question' });
});
afterEach(() => end());

const focused = () => document.activeElement;
const main = () => screen.getByRole('main');
const entries = () => [...document.querySelectorAll<HTMLElement>('.shelf-entry')];

it('the view takes the focus from one that has gone with it', async () => {
  screen.getByRole('textbox', { name: 'Question' }).focus();
  act(() => store.getState().setView('models'));
  await waitFor(() => expect(focused()).toBe(main()));
});

it('a dialog that was opened from nowhere leaves it to the view', async () => {
  expect(focused()).toBe(document.body);
  act(() => store.getState().setDialog('keys'));
  await screen.findByRole('dialog');
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(focused()).toBe(main()));
});

it('a picture that was closed by its menu leaves it to the one that is shown then', async () => {
  const [first] = entries();
  first?.focus();
  fireEvent.contextMenu(first ?? document.body);
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Close' }));
  await waitFor(() => expect(entries()).toContain(focused()));
});

it('a control that rests once it was used leaves it to its neighbour', async () => {
  act(() => store.getState().choose({ tokens: 160 }, 'budget'));
  const undo = await screen.findByRole<HTMLButtonElement>('button', { name: 'Undo' });
  await waitFor(() => expect(undo.disabled).toBe(false));
  undo.focus();
  undo.blur(); // as Chromium does when it rests
  act(() => store.getState().undo());
  await waitFor(() => expect(undo.disabled).toBe(true));
  await waitFor(() => expect(focused()?.getAttribute('aria-label')).toBe('Redo'));
});

it('a click on bare ground takes the focus from what is still there', async () => {
  const question = screen.getByRole('textbox', { name: 'Question' });
  question.focus();
  question.blur();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(focused()).toBe(document.body);
});
