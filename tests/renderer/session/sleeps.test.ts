/** What is timed over a sleep of the computer is marked, and nothing else is. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PowerEvent } from '../../../electron/bridge.ts';
import { createSession, type Session } from '../../../renderer/session/session.ts';
import { createSleeps, markingSleeps } from '../../../renderer/session/sleeps.ts';
import { comparisonOf, finishedPair } from '../../../renderer/state/measurement.ts';
import { selectAnswers, selectMeasurement } from '../../../renderer/state/selectors.ts';
import { createAppStore, type AppStore } from '../../../renderer/state/store.ts';
import type { AnswerRequest, AnswerResult, BenchRequest, Engine } from '../../../src-engine/engine.ts';
import { createFakeEngine } from '../../support/fake-engine.ts';
import { eventually } from '../../support/eventually.ts';
import { createFakeShell, type FakeShell } from '../support/fake-bridge.ts';

vi.stubGlobal('createImageBitmap', () => Promise.resolve({ width: 4, height: 4, close: () => {} }));
URL.createObjectURL = () => 'blob:test';

const request: AnswerRequest = {
  visual: { kind: 'images', images: [{ kind: 'file', path: '/a.png' }] },
  question: 'What?',
  reduction: { method: 'none' },
  virtualUnmerging: true,
};

describe('markingSleeps', () => {
  let shell: FakeShell;
  let engine: Engine;
  let during: PowerEvent | null;

  beforeEach(() => {
    shell = createFakeShell();
    during = null;
    const inner = createFakeEngine({
      loaded: true,
      answer: () => {
        if (during !== null) shell.power(during);
        return 'A circle.';
      },
    });
    engine = markingSleeps(inner, createSleeps(shell.bridge));
  });

  async function disturbances(): Promise<AnswerResult['disturbedBy'] | undefined> {
    for await (const event of engine.answer(request))
      if (event.kind === 'done') return event.result.disturbedBy;
    return undefined;
  }

  it.each(['suspend', 'resume'] as const)('marks an answer that a %s falls into', async (event) => {
    during = event;
    expect(await disturbances()).toEqual(['the computer slept']);
  });

  it('leaves answers before and after a sleep alone, also where only its beginning was told', async () => {
    expect(await disturbances()).toEqual([]);
    shell.power('suspend');
    expect(await disturbances()).toEqual([]);
  });

  it('has a measurement of speed remark it', async () => {
    const bench: BenchRequest = { subject: { kind: 'shape', shape: 'embedded' } };
    const quiet = await engine.bench(bench);
    const slept = await engine.bench(bench, { onProgress: () => shell.power('resume') });
    const remark = 'The computer slept while this was measured; measure again.';
    expect(quiet.remarks).not.toContain(remark);
    expect(slept.remarks).toEqual([...quiet.remarks, remark]);
  });

  it('hears nothing any more after it was disposed of', () => {
    const sleeps = createSleeps(shell.bridge);
    const slept = sleeps.watch();
    sleeps.dispose();
    shell.power('suspend');
    expect(slept()).toBe(false);
  });
});

describe('a session', () => {
  let store: AppStore;
  let shell: FakeShell;
  let session: Session;
  let sleeps: boolean;

  beforeEach(() => {
    store = createAppStore();
    shell = createFakeShell();
    sleeps = false;
    vi.spyOn(shell.bridge.settings, 'read').mockResolvedValue({
      theme: 'system',
      model: null,
      updatesAtStart: false,
      values: { autoMeasure: false },
    });
    session = createSession(store, shell.bridge, shell.connect);
  });
  afterEach(() => session.dispose());

  it('counts no run of a measurement during which the computer slept', async () => {
    await session.start();
    shell.status({ kind: 'ready' });
    shell.startEngine(
      createFakeEngine({
        answer: () => {
          if (sleeps) shell.power('resume');
          return 'A circle.';
        },
      }),
    );
    const answers = () => selectAnswers(store.getState());
    await eventually(() => expect(answers().merged.kind).toBe('done'));
    sleeps = true;
    await session.measure();
    const measurement = selectMeasurement(store.getState());
    expect(measurement?.full.map(({ disturbedBy }) => disturbedBy)).toContainEqual(['the computer slept']);
    const pair = finishedPair(answers());
    if (pair === null) throw new Error('Both answers should be there.');
    expect(comparisonOf(pair, measurement).leftOut).toMatchObject({ by: ['the computer slept'] });
  });
});
