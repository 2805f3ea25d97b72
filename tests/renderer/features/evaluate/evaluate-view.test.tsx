// @vitest-environment jsdom
import '../../support/browser.ts';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppContext } from '../../../../renderer/app/context.ts';
import { runCommand } from '../../../../renderer/commands/command.ts';
import { exportEvaluation, startEvaluation } from '../../../../renderer/commands/evaluation.ts';
import { createStageControls } from '../../../../renderer/commands/stage-controls.ts';
import { EvaluateView } from '../../../../renderer/features/evaluate/EvaluateView.tsx';
import { createSession, type Session } from '../../../../renderer/session/session.ts';
import { createAppStore, type AppStore } from '../../../../renderer/state/store.ts';
import type { Engine, EvaluateRequest } from '../../../../src-engine/engine.ts';
import { EngineError } from '../../../../src-engine/errors.ts';
import { createFakeEngine } from '../../../support/fake-engine.ts';
import { evaluationOf, modeRow } from '../../support/evaluations.ts';
import { createFakeShell, type FakeShell } from '../../support/fake-bridge.ts';

let store: AppStore;
let session: Session;
let shell: FakeShell;
let asked: EvaluateRequest[];
let finish: () => void;
let failWith: EngineError | null;

/** Answers when the test says so; what is kept is there at once. */
function scripted(engine: Engine): Engine {
  const evaluate: Engine['evaluate'] = async (request, call = {}) => {
    if (request.kept === true) return { ...evaluationOf(), pending: 0 };
    asked.push(request);
    call.onProgress?.({ stage: 'Answering', done: 3, total: 12 });
    await new Promise<void>((resolve, reject) => {
      finish = resolve;
      call.signal?.addEventListener('abort', () => reject(new EngineError('aborted', 'Stopped')));
    });
    if (failWith !== null) throw failWith;
    return evaluationOf();
  };
  return { ...engine, evaluate };
}

beforeEach(async () => {
  store = createAppStore();
  shell = createFakeShell([]);
  session = createSession(store, shell.bridge, shell.connect);
  asked = [];
  failWith = null;
  await session.start();
  store.getState().setView('evaluate');
  shell.status({ kind: 'ready' });
  shell.startEngine(scripted(createFakeEngine()));
  render(
    <AppContext value={{ store, session, controls: createStageControls() }}>
      <EvaluateView />
    </AppContext>,
  );
  await waitFor(() => expect(button('Start').disabled).toBe(false));
});
afterEach(() => {
  session.dispose();
  cleanup();
});

const button = (name: string | RegExp) => screen.getByRole<HTMLButtonElement>('button', { name });
const press = (name: string | RegExp) => fireEvent.click(button(name));
const figures = () => screen.findByRole('group', { name: 'What the run has found' });

async function run(): Promise<void> {
  press('Start');
  await waitFor(() => expect(asked.length).toBeGreaterThan(0));
  await act(async () => {
    finish();
    await Promise.resolve();
  });
}

describe('what is to be evaluated', () => {
  it('is the bundled questions in four modes, one press away', async () => {
    expect(screen.getByText('The bundled questions')).toBeTruthy();
    expect(within(screen.getByRole('list', { name: 'Modes' })).getAllByRole('listitem')).toHaveLength(4);
    press('Start');
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(asked[0]).toEqual({
      data: '/assets/bench/questions.jsonl',
      modes: ['full', 'dymu:high', 'dymu:mid', 'dymu:low'],
      resume: true,
      details: true,
    });
  });

  it('can be other modes, fewer pictures, another rule and shorter answers', async () => {
    press('Remove DyMU high');
    press('Move DyMU low up');
    fireEvent.change(screen.getByRole('combobox', { name: 'Tokens' }), { target: { value: '=dymu:low' } });
    press('Add');
    fireEvent.change(screen.getByRole('textbox', { name: 'Images' }), { target: { value: '3' } });
    fireEvent.change(screen.getByRole('textbox', { name: 'Longest answer' }), { target: { value: '8' } });
    fireEvent.change(screen.getByRole('combobox', { name: 'Right is' }), { target: { value: 'contains' } });
    press('Start');
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(asked[0]).toMatchObject({
      modes: ['full', 'dymu:low', 'dymu:mid', 'tome=dymu:low'],
      limit: 3,
      maxNewTokens: 8,
      scorer: 'contains',
    });
  });

  it('says what a chosen file lacks, and a file that cannot be used starts nothing', async () => {
    shell.dialog.questions = '/data/missing.jsonl';
    press('File…');
    expect((await screen.findByRole('alert')).textContent).toContain('/data/missing.jsonl does not exist');
    expect(button('Start').disabled).toBe(true);
    press('Bundled');
    await waitFor(() => expect(button('Start').disabled).toBe(false));
  });

  it('refuses what is no number', () => {
    fireEvent.change(screen.getByRole('textbox', { name: 'Images' }), { target: { value: 'many' } });
    expect(screen.getByText('A whole number from 1 on.')).toBeTruthy();
    expect(store.getState().evaluationPlan.limit).toBeNull();
  });
});

describe('a run', () => {
  it('says how far it is, is paused and goes on', async () => {
    press('Start');
    await waitFor(() =>
      expect(screen.getByRole('status', { name: 'Progress of the run' }).textContent).toContain(
        '3 of 12 answers',
      ),
    );
    press('Pause');
    await waitFor(() =>
      expect(screen.getByRole('status', { name: 'Progress of the run' }).textContent).toContain('paused'),
    );
    press('Resume');
    await waitFor(() => expect(asked).toHaveLength(2));
    expect(asked[1]).toEqual(asked[0]);
    expect(await screen.findByText(/^Partial: 4 of 4 questions/)).toBeTruthy();
  });

  it('shows the sentence, points and a table that can be sorted', async () => {
    await run();
    expect(within(await figures()).getAllByText(/^DyMU mid keeps 100 % of the accuracy/)).toBeTruthy();
    expect(screen.getAllByRole('button', { name: /Show changed answers\.$/ })).toHaveLength(2);
    const table = screen.getByRole('region', { name: 'Retention table' });
    const first = () =>
      within(table)
        .getAllByRole('rowheader')
        .map(({ textContent }) => textContent);
    expect(first()).toEqual(['All tokens', 'DyMU mid', 'DyMU low']);
    fireEvent.click(within(table).getByRole('button', { name: 'Tokens' }));
    expect(first()).toEqual(['DyMU low', 'DyMU mid', 'All tokens']);
    expect(within(table).getByText('may be chance')).toBeTruthy();
    expect(screen.getByRole('region', { name: 'Accuracy by kind of question' })).toBeTruthy();
  });

  it('leads to changed answers, and from one into Explore', async () => {
    await run();
    await figures();
    press('3 changed answers of DyMU low');
    const list = screen.getByRole('list', { name: 'Questions' });
    expect(within(list).getAllByRole('listitem')).toHaveLength(3);
    expect(within(list).getAllByText(/^got worse/)).toBeTruthy();
    fireEvent.click(screen.getByRole('radio', { name: 'Got worse' }));
    const [row] = within(list).getAllByRole('listitem');
    expect(row!.querySelector('del')?.textContent).toContain('dog');
    expect(row!.querySelector('ins')?.textContent).toContain('cat');
    fireEvent.click(within(row!).getByRole('button', { name: /^Open in Explore: Question 1\?/ }));
    await waitFor(() => expect(store.getState().view).toBe('explore'));
    const { choices, question, images } = store.getState();
    expect(choices).toMatchObject({
      selected: '/assets/bench/1.webp',
      method: 'dymu',
      virtualUnmerging: true,
    });
    expect(choices.tokens).toBeLessThan(60);
    expect(question).toBe('Question 1?');
    expect(images.map(({ id }) => id)).toContain('/assets/bench/1.webp');
  });

  it('that fails says why, and can be tried again', async () => {
    failWith = new EngineError('bad-input', 'The pictures are gone', { remedy: 'put them back' });
    await run();
    expect((await screen.findByRole('alert')).textContent).toContain('The pictures are gone');
    failWith = null;
    press('Try again from there');
    await waitFor(() => expect(asked).toHaveLength(2));
  });

  it('goes on with the next engine when its own has died', async () => {
    press('Start');
    await waitFor(() => expect(asked).toHaveLength(1));
    failWith = new EngineError('engine-died', 'The engine stopped');
    shell.status({ kind: 'restarting', cause: 'It crashed.' });
    finish();
    await waitFor(() => expect(store.getState().evaluationRuns[0]?.state).toBe('queued'));
    failWith = null;
    shell.startEngine(scripted(createFakeEngine()));
    await waitFor(() => expect(asked).toHaveLength(2));
  });

  it('is saved, compared with another one and taken off the list', async () => {
    await run();
    await figures();
    fireEvent.change(screen.getByRole('textbox', { name: 'Images' }), { target: { value: '2' } });
    press('Start');
    await waitFor(() => expect(asked).toHaveLength(2));
    await act(async () => {
      finish();
      await Promise.resolve();
    });
    press('Compare with run 1');
    expect(await screen.findByRole('region', { name: 'Two runs' })).toBeTruthy();
    press('Take run 1 off the list');
    expect(screen.queryByRole('region', { name: 'Two runs' })).toBeNull();
    await waitFor(() =>
      expect(shell.written.at(-1)?.values).toMatchObject({ evaluationRuns: [{ id: 2, state: 'done' }] }),
    );
  });

  it('is exported under names that say what it is', async () => {
    await run();
    await figures();
    const app = { store, session, controls: createStageControls() };
    for (const command of exportEvaluation) runCommand(command, app);
    await waitFor(() =>
      expect(shell.saved.map(({ name }) => name)).toEqual([
        'evaluation-pocket-bench.csv',
        'evaluation-pocket-bench.json',
        'evaluation-pocket-bench.md',
        'evaluation-pocket-bench.svg',
      ]),
    );
  });
});

it('its command opens the view before it starts anything', () => {
  store.getState().setView('explore');
  act(() => runCommand(startEvaluation, { store, session, controls: createStageControls() }));
  expect(store.getState().view).toBe('evaluate');
  expect(asked).toEqual([]);
});

it('a point without all tokens beside it leads nowhere', async () => {
  const alone = evaluationOf([modeRow('dymu:low', { retention: null, difference: null, changed: null })]);
  press('Start');
  await waitFor(() => expect(asked).toHaveLength(1));
  act(() => store.getState().setRunResult(1, { kind: 'ready', result: alone, whole: true }));
  await figures();
  expect(screen.queryByRole('button', { name: /Show changed answers/ })).toBeNull();
});
