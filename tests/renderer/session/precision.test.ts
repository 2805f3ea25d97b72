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

const refusal = new EngineError('unsupported', 'int4 gains nothing on WebGPU: its products are off', {
  remedy: { kind: 'other-precision' },
});

let store: AppStore;
let shell: FakeShell;
let session: Session;
let loaded: ModelSource[];
let refused: string | undefined;

beforeEach(() => {
  store = createAppStore();
  shell = createFakeShell();
  session = createSession(store, shell.bridge, shell.connect);
  loaded = [];
  refused = undefined;
});
afterEach(() => session.dispose());

const state = () => store.getState();
const precisions = () => loaded.map(({ precision }) => precision);

async function started(): Promise<void> {
  const fake = createFakeEngine();
  await session.start();
  shell.status({ kind: 'ready' });
  shell.startEngine({
    ...fake,
    load(source, call) {
      loaded.push(source);
      return source.precision !== undefined && source.precision === refused
        ? Promise.reject(refusal)
        : fake.load(source, call);
    },
  });
  await eventually(() => expect(selectAnswers(state()).merged.kind).toBe('done'));
}

describe('the precision of the language model', () => {
  it('is loaded in place of the one before: tokens stay, answers belong to the other one', async () => {
    await started();
    const { merged } = selectAnswers(state());
    const shown = selectShown(state())?.key;
    await session.usePrecision('int8');
    expect(precisions()).toEqual([undefined, 'int8']);
    expect(state().model).toMatchObject({ kind: 'ready', info: { precision: 'int8' } });
    expect(selectShown(state())?.key).toBe(shown);
    expect(selectAnswersCurrent(state())).toBe(false);
    const now = { model: '/assets/pocket', reduction: { method: 'none' }, virtualUnmerging: true } as const;
    expect(staleReason(merged, { ...now, precision: 'int8' })).toBe(
      'The language model has another precision now.',
    );
    await session.usePrecision('fp32');
    expect(precisions()).toEqual([undefined, 'int8', undefined]);
    expect(selectAnswersCurrent(state())).toBe(true);
  });

  it('stands with the answer that is asked for then', async () => {
    await started();
    await session.usePrecision('int4');
    await session.ask('What is it?');
    const { full } = selectAnswers(state());
    expect(full).toMatchObject({ kind: 'done', asked: { precision: 'int4' } });
    expect(selectAnswersCurrent(state())).toBe(true);
  });

  it('is refused with the reason where the device cannot; the one before stays', async () => {
    refused = 'int4';
    await started();
    await session.usePrecision('int4');
    expect(state().model).toMatchObject({ kind: 'ready', info: { precision: 'fp32' } });
    expect(state().languagePrecisions).toEqual({});
    expect(JSON.stringify(state().notices)).toContain('its products are off');
  });

  it('is remembered for the model that it was chosen for, and nothing recorded is shown then', async () => {
    const first = vi.spyOn(shell.bridge, 'firstStart');
    vi.spyOn(shell.bridge.settings, 'read').mockResolvedValue({
      theme: 'system',
      model: null,
      updatesAtStart: false,
      values: { languagePrecisions: { '/assets/pocket': 'int8' } },
    });
    await started();
    expect(precisions()).toEqual(['int8']);
    expect(first).not.toHaveBeenCalled();
    await session.useModel({ directory: '/models/other' });
    await session.useEmbedded();
    expect(precisions()).toEqual(['int8', undefined, 'int8']);
    await session.usePrecision('fp32');
    await eventually(() => expect(shell.written.at(-1)?.values).toMatchObject({ languagePrecisions: {} }));
  });
});
