// @vitest-environment jsdom
import '../support/browser.ts';
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { AppContext } from '../../../renderer/app/context.ts';
import { runCommand, whyNot } from '../../../renderer/commands/command.ts';
import { sendToWorkers } from '../../../renderer/commands/collection.ts';
import { createStageControls } from '../../../renderer/commands/stage-controls.ts';
import { CollectionView } from '../../../renderer/features/collection/CollectionView.tsx';
import { SendDialog } from '../../../renderer/frame/SendDialog.tsx';
import { createSession, type Session } from '../../../renderer/session/session.ts';
import { selectUncounted } from '../../../renderer/session/collection/counting.ts';
import { selectModelInfo } from '../../../renderer/state/selectors.ts';
import { createAppStore, type AppStore } from '../../../renderer/state/store.ts';
import type { Job, JobChange } from '../../../src-engine/engine.ts';
import { EngineError } from '../../../src-engine/errors.ts';
import { createFakeCollection } from '../../support/fake-collection.ts';
import { createFakeEngine, type FakeEngineOptions } from '../../support/fake-engine.ts';
import { createFakeShell } from '../support/fake-bridge.ts';
import { jobOf } from '../support/jobs.ts';

let store: AppStore;
let session: Session;
let changes: (readonly [number, JobChange])[];
let job: Job;

/** A folder of 40 images that this computer is counting. */
async function opened(options: FakeEngineOptions = {}): Promise<void> {
  store = createAppStore();
  changes = [];
  job = jobOf({
    id: 7,
    kind: 'collect',
    about: '/pictures/holiday',
    state: 'running',
  });
  const shell = createFakeShell([]);
  session = createSession(store, shell.bridge, shell.connect);
  const engine = createFakeEngine({ collection: createFakeCollection({ images: 40 }), ...options });
  await session.start();
  shell.status({ kind: 'ready' });
  shell.startEngine({
    ...engine,
    startJob: () => Promise.resolve(job),
    jobs: () => Promise.resolve([job]),
    changeJob: ({ id, change }) => {
      changes.push([id, change]);
      job = { ...job, state: change === 'pause' ? 'paused' : 'queued' };
      return Promise.resolve(job);
    },
  });
  const value = { store, session, controls: createStageControls() };
  render(
    <AppContext value={value}>
      <CollectionView />
      <SendDialog />
    </AppContext>,
  );
  await waitFor(() => expect(store.getState().model.kind).toBe('ready'));
  job = { ...job, model: { directory: selectModelInfo(store.getState())?.directory ?? '' } };
  act(() => session.collection.open('/pictures/holiday'));
  await waitFor(() => expect(selectUncounted(store.getState())).toBe(40));
  await waitFor(() => expect(store.getState().jobs).toHaveLength(1));
  act(() => runCommand(sendToWorkers, value));
  await screen.findByRole('dialog', { name: 'Send to workers' });
}

afterEach(() => {
  session.dispose();
  cleanup();
});

const send = (address: string) => {
  fireEvent.change(screen.getByRole('textbox', { name: 'Address of the queue' }), {
    target: { value: address },
  });
  fireEvent.click(screen.getByRole('button', { name: 'Send 40 images' }));
};

describe('sending a collection to workers', () => {
  it('says what it does, pauses counting here, shows how far they are, and is done when all are counted', async () => {
    await opened({ jobStepMs: 20 });
    expect(screen.getByRole('dialog').textContent).toContain(
      'Other computers count the 40 images of holiday whose tokens are not known',
    );
    expect(screen.getByText('dymu worker --queue redis://HOST:6379 --root /pictures/holiday')).toBeTruthy();
    send('redis://127.0.0.1:6379');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() =>
      expect(screen.getByRole('status', { name: 'Counting' }).textContent).toMatch(
        /^Sent to workers: Counting tokens, on 2 workers · \d+ of 20$/,
      ),
    );
    expect(changes).toEqual([[7, 'pause']]);
    expect(whyNot(sendToWorkers, store.getState())).toBe('Images are being counted by workers.');
    expect(store.getState().queueAddress).toBe('redis://127.0.0.1:6379');
    await waitFor(() => expect(selectUncounted(store.getState())).toBe(0), { timeout: 20_000 });
    await waitFor(() =>
      expect(store.getState().notices.map(({ text }) => text)).toContain('40 images of holiday are counted.'),
    );
    await waitFor(() =>
      expect(changes).toEqual([
        [7, 'pause'],
        [7, 'resume'],
      ]),
    );
    expect(whyNot(sendToWorkers, store.getState())).toBe('All images are counted.');
  });

  it('that a server refuses says so in one sentence, and goes on counting here', async () => {
    const refused =
      'The server at here:6379 answers nobody; start Redis or Valkey there, or give another address.';
    await opened({
      fail: (call) => (call === 'collectByWorkers' ? new EngineError('bad-input', refused) : undefined),
    });
    send('redis://here');
    expect((await screen.findByRole('alert')).textContent).toBe(refused);
    expect(changes).toEqual([]);
    expect(screen.getByRole('button', { name: 'Send 40 images' })).toBeTruthy();
  });

  it('can be stopped; this computer stays paused until somebody resumes it', async () => {
    await opened({ jobStepMs: 50 });
    send('redis://127.0.0.1:6379');
    await screen.findByText(/^Sent to workers: Counting/);
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(store.getState().sending.kind).toBe('none'));
    expect(store.getState().notices.map(({ text }) => text)).toContain(
      'The workers are told to stop; what they have counted is kept.',
    );
    expect(await screen.findByRole('button', { name: 'Resume' })).toBeTruthy();
    expect(changes).toEqual([[7, 'pause']]);
  });

  it('shows no password, and forgets it with the window', async () => {
    await opened({ jobStepMs: 50 });
    fireEvent.change(screen.getByRole('textbox', { name: 'Address of the queue' }), {
      target: { value: 'redis://:secret@here:6379' },
    });
    const command = screen.getByText(/^dymu worker/).textContent;
    expect(command).toBe('dymu worker --queue redis://:PASSWORD@here:6379 --root /pictures/holiday');
  });
});
