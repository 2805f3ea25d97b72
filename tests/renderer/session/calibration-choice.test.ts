import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSession, type Session } from '../../../renderer/session/session.ts';
import { selectAnswers } from '../../../renderer/state/selectors.ts';
import { createAppStore, type AppStore } from '../../../renderer/state/store.ts';
import type { Engine, ModelSource } from '../../../src-engine/engine.ts';
import { EngineError } from '../../../src-engine/errors.ts';
import { eventually } from '../../support/eventually.ts';
import { createFakeEngine } from '../../support/fake-engine.ts';
import { createFakeShell, type FakeShell } from '../support/fake-bridge.ts';

vi.stubGlobal('createImageBitmap', () => Promise.resolve({ width: 4, height: 4, close: () => {} }));
URL.createObjectURL = () => 'blob:test';
URL.revokeObjectURL = () => {};

const mine = '/mine/birds.dymu-calibration';
const shipped = { shippedCalibration: true } as const;
let store: AppStore;
let shell: FakeShell;
let session: Session;
let loaded: ModelSource[];
let refusal: EngineError | undefined;
let unfit: string | undefined;

beforeEach(() => {
  store = createAppStore();
  shell = createFakeShell();
  session = createSession(store, shell.bridge, shell.connect);
  loaded = [];
  refusal = undefined;
  unfit = undefined;
});
afterEach(() => session.dispose());

const state = () => store.getState();
const told = () => state().notices.at(-1)?.text;
const last = () => loaded.at(-1);

function scripted(): Engine {
  const fake = createFakeEngine();
  return {
    ...fake,
    load(source, call) {
      loaded.push(source);
      if (unfit !== undefined && source.calibration === unfit)
        return Promise.reject(new EngineError('bad-calibration', 'It is for another encoder'));
      return refusal === undefined ? fake.load(source, call) : Promise.reject(refusal);
    },
  };
}

async function started(values = {}): Promise<void> {
  const before = await shell.bridge.settings.read();
  vi.spyOn(shell.bridge.settings, 'read').mockResolvedValue({ ...before, values });
  await session.start();
  shell.status({ kind: 'ready' });
  shell.startEngine(scripted());
  await eventually(() => expect(selectAnswers(state()).merged.kind).toBe('done'));
}

const kept = (choices: unknown) =>
  eventually(() =>
    expect(shell.written.findLast(({ values }) => values !== undefined)?.values).toMatchObject({
      calibrationChoices: choices,
    }),
  );

describe('which calibration a model is loaded with', () => {
  it('is the newest that is found, until one is chosen', async () => {
    await started();
    expect(last()).not.toHaveProperty('calibration');
    expect(last()).not.toHaveProperty('shippedCalibration');
  });

  it('is the shipped one again after a file of one’s own, and that file again; both are kept', async () => {
    await started();
    await session.useCalibration(mine);
    expect(last()).toMatchObject({ calibration: mine });
    await kept({ embedded: { shipped: false, own: mine } });
    await session.useShippedCalibration();
    expect(last()).toMatchObject(shipped);
    expect(last()).not.toHaveProperty('calibration');
    expect(told()).toBe('The calibration that came with DyMU Explorer is in use.');
    await kept({ embedded: { shipped: true, own: mine } });
    await session.useCalibration(mine);
    expect(last()).toMatchObject({ calibration: mine });
    await kept({ embedded: { shipped: false, own: mine } });
  });

  it.each([
    [{ shipped: true, own: mine }, shipped],
    [{ shipped: false, own: mine }, { calibration: mine }],
  ])('is what was chosen for the embedded model before a start: %o', async (choice, asked) => {
    await started({ calibrationChoices: { embedded: choice } });
    expect(loaded[0]).toMatchObject(asked);
  });

  it('is written down at once, for the window may be closed the moment after', async () => {
    await started();
    state().chooseCalibration('embedded', { shipped: true, own: mine });
    expect(shell.written.at(-1)?.values).toMatchObject({
      calibrationChoices: { embedded: { shipped: true, own: mine } },
    });
  });

  it('is chosen for each form of the encoder', async () => {
    await started();
    await session.useCalibration(mine);
    await session.useTower('int8');
    expect(last()).not.toHaveProperty('calibration');
    await session.useTower('fp32');
    expect(last()).toMatchObject({ calibration: mine });
  });

  it('stays what it was where the model does not load', async () => {
    await started();
    await session.useCalibration(mine);
    refusal = new EngineError('bad-checkpoint', 'The folder has gone');
    await session.useShippedCalibration();
    expect(told()).toContain('The folder has gone');
    expect(state().calibrationChoices).toEqual({ embedded: { shipped: false, own: mine } });
  });

  it.each([
    ['is not for the encoder any more', 'bad-calibration'],
    ['may not be read, as what another browser sent', 'bad-input'],
  ] as const)('is one that is found where the chosen file %s', async (_, code) => {
    const fake = createFakeEngine();
    const before = await shell.bridge.settings.read();
    const values = { calibrationChoices: { embedded: { shipped: false, own: mine } } };
    vi.spyOn(shell.bridge.settings, 'read').mockResolvedValue({ ...before, values });
    await session.start();
    shell.status({ kind: 'ready' });
    shell.startEngine({
      ...fake,
      load(source, call) {
        loaded.push(source);
        if (source.calibration === undefined) return fake.load(source, call);
        return Promise.reject(new EngineError(code, `${mine} is not there`));
      },
    });
    await eventually(() => expect(state().model.kind).toBe('ready'));
    expect(loaded.map(({ calibration }) => calibration)).toEqual([mine, undefined]);
    expect(state().notices.map(({ text }) => text)).toContain(
      `A calibration is not used: ${mine} is not there.`,
    );
  });

  it.each([
    [{ shipped: true, own: '/mine/old.json' }, shipped],
    [{ shipped: false, own: mine }, { calibration: mine }],
  ])(
    'is what was chosen where the model is remembered with one that is not for it: %o',
    async (choice, asked) => {
      await started({ calibrationChoices: { '/models/other': choice } });
      unfit = '/mine/old.json';
      await session.useModel({ directory: '/models/other', calibration: unfit });
      expect(loaded.slice(1)).toEqual([
        expect.objectContaining({ calibration: unfit }),
        expect.objectContaining(asked),
      ]);
      expect(state().model.kind).toBe('ready');
    },
  );
});
