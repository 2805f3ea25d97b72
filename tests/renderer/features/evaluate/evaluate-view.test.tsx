// @vitest-environment jsdom
import '../../support/browser.ts';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppContext } from '../../../../renderer/app/context.ts';
import { runCommand } from '../../../../renderer/commands/command.ts';
import { exportEvaluation, startEvaluation } from '../../../../renderer/commands/evaluation.ts';
import { createStageControls } from '../../../../renderer/commands/stage-controls.ts';
import { EvaluateView } from '../../../../renderer/features/evaluate/EvaluateView.tsx';
import { createSession, type Session } from '../../../../renderer/session/session.ts';
import { modelInfo } from '../../../../renderer/state/model-slice.ts';
import { selectRunResult } from '../../../../renderer/state/evaluation/selectors.ts';
import { createAppStore, type AppStore } from '../../../../renderer/state/store.ts';
import type { Engine, EvaluateRequest, JobRequest } from '../../../../src-engine/engine.ts';
import { EngineError } from '../../../../src-engine/errors.ts';
import { createFakeEngine } from '../../../support/fake-engine.ts';
import { createFakeJobs, type FakeJobs, type FakeWork } from '../../../support/fake-jobs.ts';
import { evaluationOf, figuresOf, modeRow } from '../../support/evaluations.ts';
import { createFakeShell, type FakeShell } from '../../support/fake-bridge.ts';

let store: AppStore;
let session: Session;
let shell: FakeShell;
let asked: EvaluateRequest[];
let jobs: FakeJobs;
let alive: boolean;
let finish: () => void;
let failWith: EngineError | null;

/** Asks the third of twelve answers until the test says so. */
function work(request: JobRequest): FakeWork {
  return {
    about: '/assets/bench/questions.jsonl',
    title: 'Evaluating on questions.jsonl',
    stage: 'Answering',
    steps: 12,
    step: async (index) => {
      if (index !== 3) return;
      if (request.kind === 'evaluate') asked.push(request.evaluate);
      await new Promise<void>((resolve) => (finish = resolve));
      if (failWith !== null) throw failWith;
    },
    result: () => ({ kind: 'evaluate', evaluate: figuresOf() }),
  };
}

/** Its jobs are those of the engine before; what is kept is there at once. */
function scripted(engine: Engine): Engine {
  return {
    ...engine,
    evaluate: () =>
      failWith === null ? Promise.resolve({ ...evaluationOf(), pending: 0 }) : Promise.reject(failWith),
    startJob: (request) => Promise.resolve(jobs.start(request)),
    jobs: () => Promise.resolve(jobs.list()),
    changeJob: ({ id, change }) => Promise.resolve(jobs.change(id, change)),
    jobResult: (id) => Promise.resolve(jobs.result(id)),
  };
}

beforeEach(async () => {
  store = createAppStore();
  shell = createFakeShell([]);
  session = createSession(store, shell.bridge, shell.connect);
  asked = [];
  failWith = null;
  alive = true;
  jobs = createFakeJobs({
    model: () => (alive ? (modelInfo(store.getState().model) ?? undefined) : undefined),
    work,
    inTurn: (step) => step(),
  });
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
  it('brings the run into sight that it has begun: in one column it lies below', async () => {
    const moved = vi.spyOn(Element.prototype, 'scrollIntoView');
    press('Start');
    const shown = await screen.findByRole('region', { name: 'The run on screen' });
    await waitFor(() => expect(moved.mock.contexts).toContain(shown));
    moved.mockRestore();
  });

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
    expect(await screen.findByText(/^Partial: 4 of 4 questions/)).toBeTruthy();
    finish();
    press('Resume');
    await waitFor(() => expect(screen.queryByText(/^Partial/)).toBeNull());
    expect(asked).toHaveLength(1); // it goes on, and does not begin again
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
    await screen.findByRole('button', { name: 'Try again from there' });
    await waitFor(() => expect(selectRunResult(store.getState())?.kind).toBe('failed')); // looking at it says the same
    expect(screen.getAllByRole('alert')).toHaveLength(1);
    failWith = null;
    press('Try again from there');
    await waitFor(() => expect(asked).toHaveLength(2));
  });

  it('goes on with the next engine when its own has died', async () => {
    press('Start');
    await waitFor(() => expect(asked).toHaveLength(1));
    failWith = new EngineError('engine-died', 'The engine stopped');
    alive = false;
    shell.status({ kind: 'restarting', cause: 'It crashed.' });
    finish();
    await waitFor(() => expect(jobs.list()[0]?.state).toBe('queued'));
    failWith = null;
    alive = true;
    shell.startEngine(scripted(createFakeEngine()));
    jobs.wake();
    await waitFor(() => expect(asked).toHaveLength(2));
    await waitFor(() => expect(store.getState().jobs[0]?.state).toBe('running'));
  });

  it('is compared with another one and taken off the list', async () => {
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
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Two runs' })).toBeNull());
    await waitFor(() => expect(jobs.list().map(({ id }) => id)).toEqual([2]));
  });

  it('shows its figures without its model, and no single answers', async () => {
    await run();
    await figures();
    act(() => {
      store.getState().showRun(null);
      store.getState().setModel({ kind: 'none' });
      store.setState({ runResults: {} });
      store.getState().showRun(1);
    });
    await waitFor(() => expect(store.getState().runResults[1]?.kind).toBe('ready'));
    expect(store.getState().runResults[1]).toMatchObject({ whole: true });
    expect(store.getState().runResults[1]).not.toHaveProperty('result.details');
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
