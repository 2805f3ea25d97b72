// @vitest-environment jsdom
import '../../support/browser.ts';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppContext } from '../../../../renderer/app/context.ts';
import { createStageControls } from '../../../../renderer/commands/stage-controls.ts';
import { AppFrame } from '../../../../renderer/frame/AppFrame.tsx';
import { createSession, type Session } from '../../../../renderer/session/session.ts';
import { createAppStore, type AppStore } from '../../../../renderer/state/store.ts';
import { createFakeEngine, type FakeEngineOptions } from '../../../support/fake-engine.ts';
import { createFakeShell, type FakeShell } from '../../support/fake-bridge.ts';

let store: AppStore;
let session: Session;
let shell: FakeShell;

beforeEach(() => {
  store = createAppStore();
  shell = createFakeShell();
  session = createSession(store, shell.bridge, shell.connect);
  render(
    <AppContext value={{ store, session, controls: createStageControls() }}>
      <AppFrame bridge={shell.bridge} />
    </AppContext>,
  );
});
afterEach(() => {
  session.dispose();
  cleanup();
});

async function started(options: FakeEngineOptions = {}): Promise<void> {
  await session.start();
  shell.status({ kind: 'ready' });
  // Answers change when few tokens are left.
  const answer: NonNullable<FakeEngineOptions['answer']> = (_, share) =>
    share < 0.2 ? 'Two cats.' : 'Two dogs.';
  shell.startEngine(createFakeEngine({ answer, ...options }));
  await waitFor(() =>
    expect(screen.getByRole('status', { name: 'Token count' }).textContent).toMatch(/of 256/),
  );
}

const panel = () => within(screen.getByRole('region', { name: 'Where does the answer change?' }));
const sweep = () => userEvent.click(screen.getByRole('button', { name: 'Sweep' }));
const rows = () => panel().queryAllByRole('row').slice(1);
const done = (count: number) => waitFor(() => expect(rows()).toHaveLength(count));
const finished = () => panel().findByRole('button', { name: 'Sweep again' });

describe('a sweep', () => {
  it('comes into sight when it begins, and not when its panel is opened again', async () => {
    const moved = vi.spyOn(Element.prototype, 'scrollIntoView');
    await started();
    const to = () => moved.mock.contexts.filter((at) => at instanceof Element && at.matches('.sweep')).length;
    await sweep();
    await finished();
    expect(to()).toBe(1);
    await userEvent.click(panel().getByRole('button', { name: 'Back to the answers' }));
    act(() => store.getState().setSweepOpen(true));
    expect(to()).toBe(1);
    moved.mockRestore();
  });

  it('asks at seven budgets and says in words where the answer first changes', async () => {
    await started();
    await sweep();
    await done(8);
    await finished();
    expect(within(rows()[0] ?? document.body).getByText('Two dogs.')).toBeTruthy();
    const changed = rows().filter((row) => row.textContent.includes('first change:'));
    expect(changed).toHaveLength(1);
    expect(changed[0]?.textContent).toContain('Two cats.');
    expect(panel().getByRole('status', { name: 'Sweep state' }).textContent).toMatch(
      /DyMU: the answer first changes at \d+ tokens \(\d+\)\./,
    );
  });

  it('sets other methods beside DyMU, at as many tokens as it leaves', async () => {
    await started();
    store.getState().planSweep({ count: 5 });
    store.getState().setSweepOpen(true);
    await screen.findByRole('region', { name: 'Where does the answer change?' });
    await userEvent.click(panel().getByRole('button', { name: 'ToMe' }));
    await sweep();
    await done(11);
    const tokens = rows().map((row) => within(row).getAllByRole('cell')[1]?.textContent);
    for (const i of [1, 3, 5, 7, 9]) expect(tokens[i + 1]).toBe(tokens[i]);
  });

  it('leads from a row to its budget, which can be undone', async () => {
    await started();
    await sweep();
    await done(8);
    const before = store.getState().choices.tokens;
    const pick = panel().getAllByRole('button', { name: /^Explore \d+ by DyMU$/ })[0];
    if (pick === undefined) throw new Error('No row leads anywhere.');
    await userEvent.click(pick);
    const [, tokens] = /Explore (\d+)/.exec(pick.getAttribute('aria-label') ?? '') ?? [];
    expect(store.getState().choices.tokens).toBe(Number(tokens));
    store.getState().undo();
    expect(store.getState().choices.tokens).toBe(before);
  });

  it('is called stale when the question changes, and marks words on demand', async () => {
    await started();
    await sweep();
    await done(8);
    await finished();
    const state = () => panel().getByRole('status', { name: 'Sweep state' }).textContent;
    expect(state()).not.toMatch(/stale/);
    fireEvent.change(screen.getByRole('textbox', { name: 'Question' }), { target: { value: 'And now?' } });
    expect(state()).toMatch(/stale: The question has changed since\./);
    expect(document.querySelector('.sweep-rows ins')).toBeNull();
    await userEvent.click(panel().getByRole('button', { name: 'Mark words' }));
    expect(document.querySelector('.sweep-rows ins')?.textContent).toBe('cats');
  });

  it('is stopped with what it has answered, and saved as CSV, JSON and Markdown', async () => {
    await started({ pieceDelayMs: 400 });
    await sweep();
    await waitFor(() => expect(rows().length).toBeGreaterThan(0));
    await userEvent.click(panel().getByRole('button', { name: 'Stop the sweep' }));
    expect(panel().getByRole('status', { name: 'Sweep state' }).textContent).toMatch(/Stopped after \d of 8/);
    for (const name of ['CSV', 'JSON', 'Markdown'])
      await userEvent.click(panel().getByRole('button', { name: `Save the sweep as ${name}` }));
    await waitFor(() => expect(shell.saved).toHaveLength(3));
    const text = (name: string) => shell.saved.find((file) => file.name === name)?.text ?? '';
    expect(text('sweep.csv')).toMatch(/^method,budget,tokens/);
    expect(JSON.parse(text('sweep.json'))).toMatchObject({ version: 1, image: 'anchor', firstChange: [] });
    expect(text('sweep.md')).toMatch(/^# /);
  });

  it('gives the answers their place back', async () => {
    await started();
    await sweep();
    await userEvent.click(panel().getByRole('button', { name: 'Back to the answers' }));
    expect(screen.queryByRole('region', { name: 'Where does the answer change?' })).toBeNull();
    expect(screen.getByRole('region', { name: 'All tokens' })).toBeTruthy();
  });
});
