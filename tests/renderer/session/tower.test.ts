import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSession, type Session } from '../../../renderer/session/session.ts';
import { staleReason } from '../../../renderer/state/run.ts';
import { selectAnswers, selectAnswersCurrent, selectShown } from '../../../renderer/state/selectors.ts';
import { createAppStore, type AppStore } from '../../../renderer/state/store.ts';
import type { ModelSource } from '../../../src-engine/engine.ts';
import { EngineError } from '../../../src-engine/errors.ts';
import { eventually } from '../../support/eventually.ts';
import { createFakeEngine } from '../../support/fake-engine.ts';
import { createFakeShell, type FakeShell } from '../support/fake-bridge.ts';

vi.stubGlobal('createImageBitmap', () => Promise.resolve({ width: 4, height: 4, close: () => {} }));
URL.createObjectURL = () => 'blob:test';
URL.revokeObjectURL = () => {};

const refusal = new EngineError(
  'unsupported',
  'The vision encoder in int8 gains nothing on cpu: its products of 8-bit integers are cut off',
  { remedy: 'load the model with its vision encoder in fp32' },
);

let store: AppStore;
let shell: FakeShell;
let session: Session;
let loaded: ModelSource[];
let lacksIntegers: boolean;

beforeEach(() => {
  store = createAppStore();
  shell = createFakeShell();
  session = createSession(store, shell.bridge, shell.connect);
  loaded = [];
  lacksIntegers = false;
});
afterEach(() => session.dispose());

const state = () => store.getState();
const towers = () => loaded.map(({ tower }) => tower);

async function started(): Promise<void> {
  const fake = createFakeEngine();
  await session.start();
  shell.status({ kind: 'ready' });
  shell.startEngine({
    ...fake,
    load(source, call) {
      loaded.push(source);
      return lacksIntegers && source.tower === 'int8' ? Promise.reject(refusal) : fake.load(source, call);
    },
  });
  await eventually(() => expect(selectAnswers(state()).merged.kind).toBe('done'));
}

describe('the fast vision encoder', () => {
  it('is loaded in place of the exact one; what was answered before belongs to another encoder', async () => {
    await started();
    const { merged } = selectAnswers(state());
    await session.useTower('int8');
    expect(towers()).toEqual(['fp32', 'int8']);
    expect(state().model).toMatchObject({ kind: 'ready', info: { tower: 'int8' } });
    expect(selectAnswersCurrent(state())).toBe(false);
    const now = { model: '/assets/pocket', reduction: { method: 'none' }, virtualUnmerging: true } as const;
    expect(staleReason(merged, { ...now, tower: 'int8' })).toBe('The vision encoder has another form now.');
    await eventually(() => expect(selectShown(state())?.key).not.toBe(''));
    await session.useTower('fp32');
    expect(towers()).toEqual(['fp32', 'int8', 'fp32']);
    expect(selectAnswersCurrent(state())).toBe(true);
  });

  it('is refused with the reason where the processor lacks such products; the exact one stays', async () => {
    lacksIntegers = true;
    await started();
    await session.useTower('int8');
    expect(state().model).toMatchObject({ kind: 'ready', info: { tower: 'fp32' } });
    expect(state().fastEncoders).toEqual([]);
    expect(JSON.stringify(state().notices)).toContain('its products of 8-bit integers are cut off');
  });

  it('is remembered for the model that it was chosen for, and nothing recorded is shown then', async () => {
    const first = vi.spyOn(shell.bridge, 'firstStart');
    vi.spyOn(shell.bridge.settings, 'read').mockResolvedValue({
      theme: 'system',
      model: null,
      updatesAtStart: false,
      values: { fastEncoders: ['/assets/pocket'] },
    });
    await started();
    expect(towers()).toEqual(['int8']);
    expect(first).not.toHaveBeenCalled();
    await session.useModel({ directory: '/models/other' });
    expect(towers()).toEqual(['int8', 'fp32']);
    await session.useEmbedded();
    expect(towers()).toEqual(['int8', 'fp32', 'int8']);
    await session.useTower('fp32');
    await eventually(() => expect(shell.written.at(-1)?.values).toMatchObject({ fastEncoders: [] }));
  });
});
