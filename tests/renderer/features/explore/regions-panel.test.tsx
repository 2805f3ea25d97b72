// @vitest-environment jsdom
import '../../support/browser.ts';
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppContext } from '../../../../renderer/app/context.ts';
import { createStageControls } from '../../../../renderer/commands/stage-controls.ts';
import { AppFrame } from '../../../../renderer/frame/AppFrame.tsx';
import { createSession, type Session } from '../../../../renderer/session/session.ts';
import { selectRegions } from '../../../../renderer/state/regions/selectors.ts';
import { createAppStore, type AppStore } from '../../../../renderer/state/store.ts';
import { createFakeEngine } from '../../../support/fake-engine.ts';
import { createFakeShell } from '../../support/fake-bridge.ts';

let store: AppStore;
let session: Session;

beforeEach(async () => {
  store = createAppStore();
  const shell = createFakeShell();
  session = createSession(store, shell.bridge, shell.connect);
  render(
    <AppContext value={{ store, session, controls: createStageControls() }}>
      <AppFrame bridge={shell.bridge} />
    </AppContext>,
  );
  await session.start();
  shell.status({ kind: 'ready' });
  shell.startEngine(createFakeEngine());
  await waitFor(() => expect(store.getState().picture.kind).toBe('ready'));
  await waitFor(() => expect(tokens()).toMatch(/of 256 tokens/));
});
afterEach(() => {
  session.dispose();
  cleanup();
});

const tokens = () => screen.getByRole('status', { name: 'Token count' }).textContent;
const group = () => within(screen.getByRole('group', { name: 'Regions' }));
const add = () => userEvent.click(group().getByRole('button', { name: 'Add a region in the middle' }));
const first = () => group().getByRole('button', { name: /^Region 1,/ });

describe('the group Regions', () => {
  it('adds a region that changes the count, says what it keeps, and takes it back', async () => {
    const before = tokens();
    await add();
    await waitFor(() => expect(tokens()).not.toBe(before));
    await waitFor(() =>
      expect(first().getAttribute('aria-label')).toMatch(
        /^Region 1, 1 of 1, full detail, \d+ tokens? of \d+ patches$/,
      ),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(tokens()).toBe(before));
    expect(group().queryByRole('list')).toBeNull();
  });

  it('is led by keys: arrows move, with Shift they resize, Delete removes', async () => {
    await add();
    first().focus();
    const shape = () => selectRegions(store.getState())[0]?.shape;
    const before = shape();
    await userEvent.keyboard('{ArrowRight}');
    expect(shape()).not.toEqual(before);
    expect(shape()).toMatchObject({ kind: 'box', y: 80, height: 80 });
    await userEvent.keyboard('{Shift>}{ArrowDown}{/Shift}');
    expect(shape()).toMatchObject({ y: 80, height: 95 });
    await userEvent.keyboard('{Delete}');
    expect(selectRegions(store.getState())).toEqual([]);
  });

  it('gives a region a name and a budget of its own', async () => {
    await add();
    const name = group().getByRole('textbox', { name: 'Name of the region' });
    await userEvent.clear(name);
    await userEvent.type(name, 'the left face{Enter}');
    expect(selectRegions(store.getState())[0]?.name).toBe('the left face');
    await userEvent.click(group().getByRole('radio', { name: 'Little' }));
    expect(selectRegions(store.getState())[0]?.budget).toEqual({ kind: 'tokens', tokens: 16 });
    await userEvent.click(group().getByRole('radio', { name: 'Own' }));
    expect(group().getByRole('slider', { name: 'Average tokens in the region' })).toBeTruthy();
    expect(selectRegions(store.getState())[0]?.budget).toEqual({ kind: 'tokens', tokens: 90 });
  });

  it('has a tool in hand until Escape, which first drops what is drawn', async () => {
    const box = group().getByRole('button', { name: 'Box' });
    await userEvent.click(box);
    expect(box.getAttribute('aria-pressed')).toBe('true');
    expect(group().getByRole('status', { name: 'Drawing' }).textContent).toMatch(/Enter to begin/);
    await userEvent.keyboard('{Escape}');
    expect(box.getAttribute('aria-pressed')).toBe('false');
  });

  it('says why nothing can be steered with another method', async () => {
    await add();
    await userEvent.click(screen.getByRole('radio', { name: 'Exact' }));
    expect(group().getByText(/choose Adaptive/)).toBeTruthy();
    expect(group().getByRole<HTMLButtonElement>('button', { name: 'Box' }).disabled).toBe(true);
  });
});
