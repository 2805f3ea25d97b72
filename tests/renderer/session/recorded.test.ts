import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineError } from '../../../src-engine/errors.ts';
import { createSession, type Session } from '../../../renderer/session/session.ts';
import { finishedOf, type AnswerPair } from '../../../renderer/state/run.ts';
import { standingOf } from '../../../renderer/state/run.ts';
import { selectAnswers, selectRecorded, selectShown } from '../../../renderer/state/selectors.ts';
import { createAppStore, type AppStore } from '../../../renderer/state/store.ts';
import { createFakeEngine, type FakeEngineOptions } from '../../support/fake-engine.ts';
import { sampleRecording } from '../../support/recording.ts';
import { createFakeShell, type FakeShell } from '../support/fake-bridge.ts';
import { answerOf } from '../support/samples.ts';
import { eventually } from '../../support/eventually.ts';

const bitmap = { width: 4, height: 4, close: vi.fn() };
const decode = vi.fn(() => Promise.resolve(bitmap));
vi.stubGlobal('createImageBitmap', decode);
URL.createObjectURL = () => 'blob:test';

const anchor = '/assets/anchor.png';
const firstStart = { recording: sampleRecording, picture: Uint8Array.of(1, 2, 3) };

let store: AppStore;
let shell: FakeShell;
let session: Session;

beforeEach(() => {
  store = createAppStore();
  shell = createFakeShell();
  vi.spyOn(shell.bridge, 'firstStart').mockResolvedValue(firstStart);
  session = createSession(store, shell.bridge, shell.connect);
});
afterEach(() => session.dispose());

const state = () => store.getState();
const kinds = ({ full, merged }: AnswerPair) => `${full.kind} ${merged.kind}`;
const answers = () => kinds(selectAnswers(state()));

async function shown(): Promise<void> {
  await session.start();
  await eventually(() => expect(answers()).toBe('recorded recorded'));
}

function startEngine(options: FakeEngineOptions = {}): void {
  shell.status({ kind: 'ready' });
  shell.startEngine(createFakeEngine(options));
}

async function live(): Promise<void> {
  await eventually(() => expect(answers()).toBe('done done'));
}

/** What is awaited, by pane and for the picture. */
function awaited(): unknown {
  const { full, merged } = selectAnswers(state());
  return [full, merged]
    .map((run) => run.kind === 'recorded' && run.awaited)
    .concat(selectRecorded(state()) === 'awaited');
}

describe('a recorded first start', () => {
  it('is there before any engine: picture, tokens, both answers', async () => {
    await shown();
    expect(state().picture).toMatchObject({
      kind: 'ready',
      imageId: anchor,
      picture: { width: 320, height: 240 },
    });
    expect(state().images.map(({ thumbnail }) => thumbnail.kind)).toEqual(['ready', 'waiting', 'waiting']);
    expect(selectShown(state())).toMatchObject({ kind: 'recorded', encoding: { tokens: 2, fullTokens: 4 } });
    const { full, merged } = selectAnswers(state());
    expect(full).toMatchObject({
      answer: sampleRecording.answers.full,
      asked: { reduction: { method: 'none' } },
    });
    expect(merged).toMatchObject({
      answer: sampleRecording.answers.merged,
      asked: {
        reduction: sampleRecording.reduction,
        question: 'Where is the anchor?',
        model: '/assets/pocket',
      },
    });
    expect(awaited()).toEqual([true, true, true]);
    expect(state().asked).toEqual([]);
    expect(state().counts).toEqual({});
  });

  it('gives way to the live results, and the picture stays the same object', async () => {
    await shown();
    const { picture } = state();
    startEngine();
    await live();
    const now = selectShown(state());
    expect(now).toMatchObject({ kind: 'live', encoding: { fullTokens: 256 } });
    expect(now?.key).toBe(JSON.stringify(sampleRecording.reduction));
    expect(selectRecorded(state())).toBe('no');
    expect(state().picture).toBe(picture);
    expect(state().asked).toEqual(['Where is the anchor?']);
  });

  it('is replaced pane by pane, each in one piece, and counts for no measurement', async () => {
    await shown();
    const seen: string[] = [];
    const stop = store.subscribe(() => {
      const pair = selectAnswers(state());
      if (seen.at(-1) !== kinds(pair)) seen.push(kinds(pair));
      for (const run of [pair.full, pair.merged]) {
        const finished = finishedOf(run);
        if (finished !== null) expect(finished.result.text).not.toContain('Recorded');
        if (run.kind === 'streaming') expect(run.text).not.toContain('Recorded');
        if (run.kind === 'loading') expect(run.before?.kind).toBe('recorded');
      }
    });
    startEngine({ pieceDelayMs: 2 });
    await live();
    stop();
    expect(seen).toEqual([
      'recorded recorded',
      'loading recorded',
      'loading loading',
      'streaming loading',
      'done loading',
      'done streaming',
      'done done',
    ]);
  });

  it('stays when the live answer is stopped before its first word, and awaits nothing then', async () => {
    await shown();
    startEngine({ encodeDelayMs: 60 });
    await eventually(() => expect(answers()).toBe('loading loading'));
    session.stop();
    await eventually(() => expect(answers()).toBe('stopped stopped'));
    const { full, merged } = selectAnswers(state());
    for (const run of [full, merged])
      expect(standingOf(run)).toMatchObject({ kind: 'recorded', awaited: false });
  });

  it('stays, and awaits nothing, for a user who has begun to type', async () => {
    await shown();
    state().setQuestion('My own', true);
    startEngine();
    await eventually(() => expect(awaited()).toEqual([false, false, false]));
    expect(answers()).toBe('recorded recorded');
    expect(selectShown(state())?.kind).toBe('live');
  });

  it('awaits nothing when the model does not load or the engine does not run', async () => {
    await shown();
    const refusal = new EngineError('bad-checkpoint', 'pocket is damaged; install the application again.');
    startEngine({ fail: (call) => (call === 'load' ? refusal : undefined) });
    await eventually(() => expect(awaited()).toEqual([false, false, false]));
    expect(selectRecorded(state())).toBe('final');
  });

  it('goes on being awaited while the engine is started again, and no longer when that is given up', async () => {
    await shown();
    shell.status({ kind: 'restarting', cause: 'The engine ended.' });
    expect(awaited()).toEqual([true, true, true]);
    shell.status({ kind: 'failed', cause: 'The engine ended three times in a row.' });
    expect(awaited()).toEqual([false, false, false]);
  });
});

describe('no recorded first start', () => {
  it.each([
    ['there is none', () => vi.spyOn(shell.bridge, 'firstStart').mockResolvedValue(null)],
    ['it cannot be read', () => vi.spyOn(shell.bridge, 'firstStart').mockRejectedValue(new Error('gone'))],
    ['its picture is none', () => decode.mockRejectedValueOnce(new Error('no picture'))],
  ])('is shown where %s, nothing is said, and the start is as ever', async (_, arrange) => {
    arrange();
    await session.start();
    startEngine();
    const seen = new Set<string>();
    const stop = store.subscribe(() => seen.add(answers()));
    await live();
    stop();
    expect([...seen].join()).not.toContain('recorded');
    expect(state().notices).toEqual([]);
  });

  it('is shown where another model was chosen', async () => {
    vi.spyOn(shell.bridge.settings, 'read').mockResolvedValue({
      theme: 'system',
      model: { directory: '/models/other' },
      updatesAtStart: false,
      values: {},
    });
    await session.start();
    startEngine();
    await live();
    expect(shell.bridge.firstStart).not.toHaveBeenCalled();
  });

  it('is shown when the live results were quicker', async () => {
    let deliver = (): void => {};
    vi.spyOn(shell.bridge, 'firstStart').mockReturnValue(
      new Promise((resolve) => (deliver = () => resolve(firstStart))),
    );
    await session.start();
    startEngine();
    await live();
    const before = state();
    bitmap.close.mockClear();
    deliver();
    await eventually(() => expect(bitmap.close).toHaveBeenCalled());
    expect(state().shown).toBe(before.shown);
    expect(state().picture).toBe(before.picture);
    expect(answers()).toBe('done done');
  });
});

describe('the first question', () => {
  it('is not asked where a session that was opened has its answers', async () => {
    await shown();
    const asked = { ...sampleRecording, model: '/assets/pocket' };
    for (const pane of ['full', 'merged'] as const) {
      state().setRun(anchor, pane, { kind: 'done', asked, result: answerOf('From a session.') });
    }
    startEngine();
    await eventually(() => expect(Object.keys(state().counts)).toHaveLength(3));
    expect(state().asked).toEqual([]);
    expect(selectAnswers(state()).full).toMatchObject({ kind: 'done', result: { text: 'From a session.' } });
  });
});
