/** Sweeps outlive the page: they are part of the session, and go on where their job does. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSession, type Session } from '../../../renderer/session/session.ts';
import { sessionOf } from '../../../renderer/session/write-session.ts';
import { takeUp } from '../../../renderer/session/take-up-session.ts';
import { createAppStore, type AppStore } from '../../../renderer/state/store.ts';
import { selectAnswers } from '../../../renderer/state/selectors.ts';
import { selectSweep } from '../../../renderer/state/sweep/selectors.ts';
import { sessionText } from '../../../src-engine/session-file/document.ts';
import { parseSession } from '../../../src-engine/session-file/read-session.ts';
import { createFakeEngine } from '../../support/fake-engine.ts';
import { eventually } from '../../support/eventually.ts';
import { createFakeShell, type FakeShell } from '../support/fake-bridge.ts';

vi.stubGlobal('createImageBitmap', () => Promise.resolve({ width: 4, height: 4, close: () => {} }));
URL.createObjectURL = () => 'blob:test';

let shell: FakeShell;
let store: AppStore;
let session: Session;
const state = () => store.getState();
const told = () => new Promise((resolve) => setTimeout(resolve, 350));

async function load(): Promise<void> {
  store = createAppStore();
  session = createSession(store, shell.bridge, shell.connect);
  await session.start();
}

beforeEach(async () => {
  shell = createFakeShell();
  await load();
  shell.status({ kind: 'ready' });
  shell.startEngine(createFakeEngine());
  await eventually(() => expect(selectAnswers(state()).merged.kind).toBe('done'));
  await session.sweep.start();
  await eventually(() => expect(selectSweep(state())?.state.kind).toBe('done'));
});
afterEach(() => session.dispose());

const here = { samples: [], embedded: null, origin: null, cutOff: '', jobs: 'alive' as const };
const written = () => parseSession(new TextEncoder().encode(sessionText(sessionOf(state(), null))), 'x');
/** The written session with the sweep as if it were still going on, taken up again. */
function goingOn(change: Partial<typeof here> & { origin?: { processor: string; saved: string } }) {
  const document = written();
  const sweeps = Object.fromEntries(
    Object.entries(document.sweeps ?? {}).map(([key, sweep]) => [
      key,
      { ...sweep, state: { kind: 'running' as const } },
    ]),
  );
  const taken = takeUp({ session: { ...document, sweeps }, bytes: [], left: [] } as never, {
    ...here,
    samples: state().images,
    ...change,
  });
  return Object.values(taken.state.sweeps)[0];
}

describe('a sweep', () => {
  it('is on screen again after the page was loaded again, table and all', async () => {
    const before = selectSweep(state());
    await told();
    session.dispose();
    await load();
    expect(selectSweep(state())).toEqual(before);
    expect(before?.rows.length).toBeGreaterThan(3);
    expect(state().sweepOpen).toBe(true);
  });

  it('that was going on goes on with its job, and has stopped where there is none', () => {
    expect(goingOn({})).toMatchObject({ state: { kind: 'running' }, job: selectSweep(state())?.job });
    expect(goingOn({ jobs: 'gone' as never })).toMatchObject({ state: { kind: 'stopped' }, job: null });
  });

  it('of a session from elsewhere says where it was answered', () => {
    const origin = { processor: 'A far processor', saved: '2026-11-30' };
    expect(goingOn({ jobs: 'gone' as never, origin: origin as never })).toMatchObject({ origin });
  });

  it('whose job has been removed is stopped when the engine is asked, its rows kept', async () => {
    const [[imageId, sweep] = ['', undefined]] = Object.entries(state().sweeps);
    if (sweep === undefined) throw new Error('There is no sweep.');
    state().setSweep(imageId, { ...sweep, job: 9999, state: { kind: 'running' } });
    store.setState({ jobs: [] });
    await eventually(() => expect(selectSweep(state())?.state.kind).toBe('stopped'));
    expect(selectSweep(state())?.rows).toEqual(sweep.rows);
  });

  it('is left out of a session that has none, so that earlier versions read it', () => {
    store.setState({ sweeps: {}, sweepOpen: false });
    expect(written()).not.toHaveProperty('sweeps');
    expect(written()).not.toHaveProperty('sweepOpen');
  });
});

it('Export writes the sweep of the picture as Markdown and as CSV', async () => {
  await session.exported('sweep-md');
  await session.exported('sweep-csv');
  const texts = shell.saved.slice(-2);
  expect(texts.map(({ name }) => name)).toEqual(['anchor-sweep.md', 'anchor-sweep.csv']);
  expect(texts[0]?.text).toContain('| all tokens | 100% |');
  expect(texts[1]?.text.split('\r\n')[0]).toMatch(/^method,budget,tokens,/);
});
