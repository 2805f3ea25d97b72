// @vitest-environment jsdom
import '../support/browser.ts';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppContext } from '../../../renderer/app/context.ts';
import { runCommand } from '../../../renderer/commands/command.ts';
import { showJobs } from '../../../renderer/commands/jobs.ts';
import { createStageControls } from '../../../renderer/commands/stage-controls.ts';
import { JobsDialog } from '../../../renderer/frame/JobsDialog.tsx';
import { StatusLine } from '../../../renderer/frame/StatusLine.tsx';
import { createSession, type Session } from '../../../renderer/session/session.ts';
import { createAppStore, type AppStore } from '../../../renderer/state/store.ts';
import type { JobChange } from '../../../src-engine/engine.ts';
import { EngineError } from '../../../src-engine/errors.ts';
import { createFakeEngine, type FakeEngineOptions } from '../../support/fake-engine.ts';
import { createFakeShell } from '../support/fake-bridge.ts';
import { jobOf, runOf } from '../support/jobs.ts';

let store: AppStore;
let session: Session;
let changes: (readonly [number, JobChange])[];

const evaluating = 'Evaluating on q.jsonl (All tokens)';
const queued = [
  { run: 'r1', title: 'Counting the tokens of holiday', model: 'pocket', done: 3, total: 12, workers: 2 },
  { run: 'r2', title: 'Evaluating bench', model: 'pocket', done: 0, total: 1, workers: 0 },
];

async function opened(options: FakeEngineOptions = {}): Promise<void> {
  const shell = createFakeShell([]);
  session = createSession(store, shell.bridge, shell.connect);
  await session.start();
  shell.status({ kind: 'ready' });
  const engine = createFakeEngine(options);
  const jobs = [
    jobOf({ id: 1, title: 'Counting a' }),
    runOf({ id: 2, state: 'queued' }),
    jobOf({ id: 3, title: 'Counting c', state: 'queued', waitsFor: 'waits until large is loaded' }),
    jobOf({ id: 4, title: 'Counting d', state: 'paused' }),
    jobOf({ id: 5, title: 'Counting e', state: 'failed', failure: 'The folder is gone.', endedMs: 9 }),
    jobOf({ id: 6, title: 'Counting f', state: 'done', done: 90, endedMs: 8 }),
  ];
  shell.startEngine({
    ...engine,
    jobs: () => Promise.resolve(jobs),
    changeJob: ({ id, change }) => {
      changes.push([id, change]);
      return Promise.resolve(null);
    },
  });
  render(
    <AppContext value={{ store, session, controls: createStageControls() }}>
      <StatusLine />
      <JobsDialog />
    </AppContext>,
  );
  fireEvent.click(await screen.findByRole('button', { name: '4 jobs' }));
}

beforeEach(() => {
  store = createAppStore();
  changes = [];
});
afterEach(() => {
  session.dispose();
  cleanup();
});

const row = (title: string) => within(screen.getByText(title).closest('li')!);
const labels = (title: string) =>
  row(title)
    .queryAllByRole('button')
    .map(({ textContent }) => textContent);

describe('the list of jobs', () => {
  it('says of every kind how far it is, and offers what its state allows', async () => {
    await opened();
    expect(row('Counting a').getByText('Encoding · 30 of 90 · 2.0 a second · about 30 s left')).toBeTruthy();
    expect(row('Counting c').getByText('waits until large is loaded · 30 of 90')).toBeTruthy();
    expect(row('Counting e').getByText('The folder is gone.')).toBeTruthy();
    expect(['a', 'c', 'd', 'e', 'f'].map((name) => labels(`Counting ${name}`))).toEqual([
      ['Pause', 'Cancel'],
      ['Pause', 'Cancel'],
      ['Resume', 'Cancel'],
      ['Resume', 'Take it off the list'],
      ['Take it off the list'],
    ]);
    expect(labels(evaluating)).toEqual(['Run it first', 'Pause', 'Cancel']);
  });

  it('does what is pressed', async () => {
    await opened();
    fireEvent.click(screen.getByRole('button', { name: `Run it first: ${evaluating}` }));
    fireEvent.click(screen.getByRole('button', { name: 'Resume: Counting d' }));
    fireEvent.click(screen.getByRole('button', { name: 'Take all that ended off the list' }));
    await waitFor(() =>
      expect(changes).toEqual([
        [2, 'first'],
        [4, 'resume'],
        [5, 'forget'],
        [6, 'forget'],
      ]),
    );
  });

  it('opens by its command', async () => {
    await opened();
    act(() => store.getState().setDialog(null));
    act(() => runCommand(showJobs, { store, session, controls: createStageControls() }));
    expect(await screen.findByRole('dialog', { name: 'Jobs' })).toBeTruthy();
  });
});

describe('runs in a queue', () => {
  const name = (address: string) => {
    fireEvent.change(screen.getByRole('textbox', { name: 'Address of the queue' }), {
      target: { value: address },
    });
    fireEvent.click(screen.getByRole('button', { name: 'Show its runs' }));
  };

  it('are listed with their workers, and one can be cancelled', async () => {
    await opened({ queued });
    name(' redis://127.0.0.1:6379 ');
    expect(store.getState().queueAddress).toBe('redis://127.0.0.1:6379');
    expect(await screen.findByText('3 of 12 tasks · pocket · 2 workers')).toBeTruthy();
    expect(screen.getByText('0 of 1 task · pocket · no worker takes its tasks now')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Cancel: Counting the tokens of holiday' }));
    await waitFor(() => expect(screen.queryByText('3 of 12 tasks · pocket · 2 workers')).toBeNull());
    expect(screen.getByText('0 of 1 task · pocket · no worker takes its tasks now')).toBeTruthy();
  });

  it('of a server that cannot be used are one sentence', async () => {
    const refused =
      'The server at here:6379 answers nobody; start Redis or Valkey there, or give another address.';
    await opened({
      fail: (call) => (call === 'queueRuns' ? new EngineError('bad-input', refused) : undefined),
    });
    name('redis://here');
    expect((await screen.findByRole('alert')).textContent).toBe(refused);
  });
});
