import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSession, type Session } from '../../../renderer/session/session.ts';
import { selectAnswers } from '../../../renderer/state/selectors.ts';
import { createAppStore, type AppStore } from '../../../renderer/state/store.ts';
import type { ModelSource } from '../../../src-engine/engine.ts';
import { EngineError } from '../../../src-engine/errors.ts';
import { eventually } from '../../support/eventually.ts';
import { createFakeEngine } from '../../support/fake-engine.ts';
import { createFakeShell, type FakeShell } from '../support/fake-bridge.ts';

vi.stubGlobal('createImageBitmap', () => Promise.resolve({ width: 4, height: 4, close: () => {} }));
URL.createObjectURL = () => 'blob:test';
URL.revokeObjectURL = () => {};

const file = '/mine/birds.dymu-calibration';
const opened = [{ path: file, name: 'birds.dymu-calibration', kind: 'calibration' }] as const;
const refusal = new EngineError(
  'bad-calibration',
  `${file} was made with the encoder of "other" (abc), not with that of "pocket" (def)`,
);

let store: AppStore;
let shell: FakeShell;
let session: Session;
let loaded: ModelSource[];
let fits: boolean;

beforeEach(() => {
  store = createAppStore();
  shell = createFakeShell();
  session = createSession(store, shell.bridge, shell.connect);
  loaded = [];
  fits = true;
});
afterEach(() => session.dispose());

const state = () => store.getState();
const calibrations = () => loaded.map(({ calibration }) => calibration);

function startEngine(): void {
  const fake = createFakeEngine();
  shell.status({ kind: 'ready' });
  shell.startEngine({
    ...fake,
    load(source, call) {
      loaded.push(source);
      return source.calibration !== undefined && !fits ? Promise.reject(refusal) : fake.load(source, call);
    },
  });
}

describe('a calibration that the system hands over', () => {
  it('is loaded with the model in use, also where it comes before that is there', async () => {
    await session.start();
    shell.openFromSystem(opened);
    startEngine();
    await eventually(() => expect(calibrations()).toEqual([undefined, file]));
    await eventually(() =>
      expect(state().notices.at(-1)?.text).toBe('The calibration birds.dymu-calibration is in use.'),
    );
    expect(state().model.kind).toBe('ready');
  });

  it('changes nothing where it is for another encoder, and says so', async () => {
    fits = false;
    await session.start();
    startEngine();
    await eventually(() => expect(selectAnswers(state()).merged.kind).toBe('done'));
    shell.openFromSystem(opened);
    await eventually(() => expect(state().notices.at(-1)?.text).toBe(refusal.message));
    expect(state().model.kind).toBe('ready');
    expect(loaded.at(0)?.directory).toBe(loaded.at(-1)?.directory);
  });
});

describe('a calibration that a model had the last time', () => {
  it('is left aside where it is not for this form of the encoder, and the model is loaded', async () => {
    fits = false;
    const before = await shell.bridge.settings.read();
    const model = { directory: '/models/birds', calibration: file };
    vi.spyOn(shell.bridge.settings, 'read').mockResolvedValue({ ...before, model });
    await session.start();
    startEngine();
    await eventually(() => expect(state().model.kind).toBe('ready'));
    expect(loaded).toMatchObject([
      { directory: '/models/birds', calibration: file },
      { directory: '/models/birds' },
    ]);
    expect(calibrations()).toEqual([file, undefined]);
    await eventually(() =>
      expect(state().notices.at(-1)?.text).toBe(`A calibration is not used: ${refusal.message}`),
    );
  });
});
