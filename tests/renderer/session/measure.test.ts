import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSession, type Session } from '../../../renderer/session/session.ts';
import { idlePairs, userPairs } from '../../../renderer/session/measure.ts';
import {
  selectAnswers,
  selectAnswersCurrent,
  selectMeasurement,
  selectShown,
} from '../../../renderer/state/selectors.ts';
import { createAppStore, type AppStore } from '../../../renderer/state/store.ts';
import { EngineError } from '../../../src-engine/errors.ts';
import { createFakeEngine, type FakeEngineOptions } from '../../support/fake-engine.ts';
import { createFakeShell, type FakeShell } from '../support/fake-bridge.ts';
import { eventually } from '../../support/eventually.ts';

vi.stubGlobal('createImageBitmap', () => Promise.resolve({ width: 4, height: 4, close: () => {} }));
URL.createObjectURL = () => 'blob:test';

let store: AppStore;
let shell: FakeShell;
let session: Session;

beforeEach(() => {
  store = createAppStore();
  shell = createFakeShell();
  session = createSession(store, shell.bridge, shell.connect);
});
afterEach(() => session.dispose());

const state = () => store.getState();
const progress = () => selectMeasurement(state())?.progress;

/** Resolves when the window's own first question is answered. */
async function answered(options: FakeEngineOptions = {}): Promise<void> {
  await session.start();
  shell.status({ kind: 'ready' });
  shell.startEngine(createFakeEngine(options));
  await eventually(() => expect(selectAnswers(state()).merged.kind).toBe('done'));
  await eventually(() => expect(selectShown(state())).not.toBeNull());
}

describe('measuring by itself', () => {
  it('begins when the window rests after an answer, and shows its runs', async () => {
    await answered();
    await eventually(() => expect(progress()).toEqual({ kind: 'done' }));
    expect(selectMeasurement(state())?.full).toHaveLength(idlePairs);
    expect(selectMeasurement(state())?.merged).toHaveLength(idlePairs);
  });

  it('gives way to the user and begins anew when he rests again', async () => {
    await answered({ pieceDelayMs: 10 });
    await eventually(() => expect(progress()?.kind).toBe('running'));
    const before = state().choices.tokens;
    state().choose({ tokens: 120 });
    await eventually(() => expect(selectMeasurement(state())).toBeUndefined());
    expect(selectAnswersCurrent(state())).toBe(false);
    state().choose({ tokens: before });
    await eventually(() => expect(progress()).toEqual({ kind: 'done' }));
  });

  it('gives way to a question, even the same one, and begins anew after its answers', async () => {
    await answered({ pieceDelayMs: 10 });
    await eventually(() => expect(progress()?.kind).toBe('running'));
    await session.ask(state().question);
    await eventually(() => expect(progress()).toEqual({ kind: 'done' }));
    expect(selectMeasurement(state())?.full).toHaveLength(idlePairs);
  });

  it('ends when it is cancelled and does not begin again for the same answers', async () => {
    await answered({ pieceDelayMs: 10 });
    await eventually(() => expect(progress()?.kind).toBe('running'));
    session.stop();
    await eventually(() => expect(progress()).toEqual({ kind: 'cancelled' }));
    state().choose({ overlay: 'none' }); // wakes the background
    await eventually(() => expect(Object.keys(state().counts)).toHaveLength(3));
    expect(progress()).toEqual({ kind: 'cancelled' });
  });

  it('can be switched off', async () => {
    state().setAutoMeasure(false);
    vi.spyOn(shell.bridge.settings, 'read').mockResolvedValue({
      theme: 'system',
      model: null,
      updatesAtStart: false,
      values: { autoMeasure: false },
    });
    await answered();
    await eventually(() => expect(Object.keys(state().counts)).toHaveLength(3));
    expect(selectMeasurement(state())).toBeUndefined();
  });
});

describe('measuring for the user', () => {
  beforeEach(() => {
    vi.spyOn(shell.bridge.settings, 'read').mockResolvedValue({
      theme: 'system',
      model: null,
      updatesAtStart: false,
      values: { autoMeasure: false },
    });
  });

  it('repeats the question on screen both ways', async () => {
    await answered();
    await session.measure();
    expect(progress()).toEqual({ kind: 'done' });
    expect(selectMeasurement(state())?.full).toHaveLength(userPairs);
    const { merged } = selectAnswers(state());
    expect(merged.kind === 'done' && selectMeasurement(state())?.asked.merged).toEqual(
      merged.kind === 'done' && merged.asked,
    );
  });

  it('asks first where the question is another one or the budget has moved', async () => {
    await answered();
    state().setQuestion('How many shapes?', true);
    state().choose({ tokens: 120 });
    await session.measure();
    expect(selectMeasurement(state())?.asked.full.question).toBe('How many shapes?');
    expect(selectMeasurement(state())?.asked.merged.reduction).toMatchObject({ budget: { tokens: 120 } });
    expect(selectAnswersCurrent(state())).toBe(true);
  });

  it('is ended by another question', async () => {
    await answered({ pieceDelayMs: 5 });
    const measuring = session.measure();
    await eventually(() => expect(progress()?.kind).toBe('running'));
    await session.ask('And now?');
    await measuring;
    expect(progress()?.kind).not.toBe('cancelled'); // due again, not refused
    expect(selectAnswers(state()).merged.kind).toBe('done');
  });

  it('says why it failed and keeps the answers', async () => {
    const refusal = new EngineError('bad-input', 'The picture has gone; open it again.');
    let broken = false;
    await answered({ fail: (call) => (broken && call === 'answer' ? refusal : undefined) });
    const before = selectAnswers(state());
    broken = true;
    await session.measure();
    expect(progress()).toEqual({ kind: 'failed', message: refusal.message });
    expect(selectAnswers(state())).toBe(before);
  });
});
