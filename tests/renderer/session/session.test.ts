import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeEngine, fakeModel, type FakeEngineOptions } from '../../support/fake-engine.ts';
import type { EncodeRequest, Engine } from '../../../src-engine/engine.ts';
import { EngineError } from '../../../src-engine/errors.ts';
import { createSession, type Session } from '../../../renderer/session/session.ts';
import { readDrop } from '../../../renderer/session/transfer.ts';
import { selectAnswers, selectShown } from '../../../renderer/state/selectors.ts';
import { createAppStore, type AppStore } from '../../../renderer/state/store.ts';
import { createFakeShell, type FakeShell } from '../support/fake-bridge.ts';
import { eventually } from '../../support/eventually.ts';

vi.stubGlobal('createImageBitmap', () => Promise.resolve({ width: 4, height: 4, close: () => {} }));
URL.createObjectURL = () => 'blob:test';

let store: AppStore;
let shell: FakeShell;
let session: Session;
let encoded: EncodeRequest[];

beforeEach(() => {
  store = createAppStore();
  shell = createFakeShell();
  session = createSession(store, shell.bridge, shell.connect);
  encoded = [];
});
afterEach(() => session.dispose());

const state = () => store.getState();

function engine(options: FakeEngineOptions = {}): Engine {
  const fake = createFakeEngine(options);
  return {
    ...fake,
    encode: (request, call) => {
      encoded.push(request);
      return fake.encode(request, call);
    },
  };
}

async function started(options: FakeEngineOptions = {}): Promise<void> {
  await session.start();
  shell.status({ kind: 'ready' });
  shell.startEngine(engine(options));
  await eventually(() => expect(selectShown(state())).not.toBeNull());
}

async function answered(): Promise<void> {
  await eventually(() => expect(selectAnswers(state()).merged.kind).toBe('done'));
}

describe('the first start', () => {
  it('loads the embedded model, encodes the first sample at preset mid and asks its first question', async () => {
    await started();
    expect(state().choices).toMatchObject({ selected: '/assets/anchor.png', tokens: 90, method: 'dymu' });
    await answered();
    const { full, merged } = selectAnswers(state());
    expect(full.kind === 'done' && full.asked.question).toBe('Where is the anchor?');
    expect(merged.kind === 'done' && merged.asked.reduction).toEqual({
      method: 'dymu',
      budget: { kind: 'tokens', tokens: 90 },
    });
  });

  it('counts the tokens of the whole shelf afterwards', async () => {
    await started();
    await answered();
    await eventually(() => expect(Object.keys(state().counts)).toHaveLength(3));
    expect(state().images.every(({ thumbnail }) => thumbnail.kind === 'ready')).toBe(true);
  });

  it('does not ask for a user who has begun to type', async () => {
    await session.start();
    state().setQuestion('My own', true);
    shell.startEngine(engine());
    await eventually(() => expect(Object.keys(state().counts)).toHaveLength(3));
    expect(selectAnswers(state()).full.kind).toBe('idle');
    expect(state().question).toBe('My own');
  });

  it('falls back on the embedded model when the chosen one does not load, and says so', async () => {
    vi.spyOn(shell.bridge.settings, 'read').mockResolvedValue({
      theme: 'dark',
      model: { directory: '/models/broken' },
      updatesAtStart: false,
      values: {},
    });
    await started();
    expect(state().model).toMatchObject({ kind: 'ready', info: { directory: '/assets/pocket' } });
    expect(state().notices[0]?.text).toContain('/models/broken');
    expect(state().theme).toBe('dark');
  });
});

describe('the budget', () => {
  it('ends at the newest value and asks for few of those between', async () => {
    await started({ encodeDelayMs: 5 });
    await answered();
    encoded = [];
    for (let tokens = 91; tokens <= 140; tokens++) state().choose({ tokens }, 'budget');
    await eventually(() => expect(selectShown(state())?.encoding.target).toBe(140));
    const mine = encoded.filter(({ image }) => image.kind === 'open' && image.id.includes('anchor'));
    expect(mine).toHaveLength(2); // the first step and the last
  });

  it('comes back from the cache without the engine', async () => {
    await started();
    await answered();
    state().choose({ tokens: 120 });
    await eventually(() => expect(selectShown(state())?.encoding.target).toBe(120));
    encoded = [];
    state().undo();
    expect(selectShown(state())?.encoding.target).toBe(90);
    expect(encoded.filter(({ image }) => image.kind === 'open' && image.id.includes('anchor'))).toEqual([]);
  });

  it('keeps what is on screen when an encoding fails', async () => {
    let broken = false;
    const refusal = new EngineError('bad-input', 'anchor.png has gone; open it again.');
    await started({ fail: (call) => (broken && call === 'encode' ? refusal : undefined) });
    await answered();
    const before = selectShown(state());
    broken = true;
    state().choose({ tokens: 120 });
    await eventually(() => expect(state().notices.at(-1)?.text).toBe(refusal.message));
    expect(selectShown(state())).toBe(before);
  });
});

describe('answers', () => {
  it('stream one after the other, all tokens first', async () => {
    await started({ pieceDelayMs: 2 });
    await answered();
    const seen = ['done done'];
    const stop = store.subscribe(() => {
      const { full, merged } = selectAnswers(state());
      const now = `${full.kind} ${merged.kind}`;
      if (seen.at(-1) !== now) seen.push(now);
    });
    await session.ask('How many shapes?');
    stop();
    expect(seen).toEqual([
      'done done',
      'loading done', // the merged pane still shows the answer before
      'loading loading',
      'streaming loading',
      'done loading',
      'done streaming',
      'done done',
    ]);
  });

  it('stop at once, keep the text so far and the answers before', async () => {
    await started({ pieceDelayMs: 20 });
    await answered();
    const before = selectAnswers(state());
    const asking = session.ask('How many shapes are there in this picture?');
    await eventually(() => expect(selectAnswers(state()).full.kind).toBe('streaming'));
    session.stop();
    await asking;
    const { full, merged } = selectAnswers(state());
    expect(full.kind === 'stopped' && full.text.length).toBeGreaterThan(0);
    expect(full).toMatchObject({ kind: 'stopped', before: before.full });
    expect(merged).toMatchObject({ kind: 'stopped', before: before.merged, text: '' });
  });

  it('belong to the newest question when one is asked during another', async () => {
    await started({ pieceDelayMs: 10 });
    await answered();
    const first = session.ask('First?');
    const second = session.ask('Second?');
    await Promise.all([first, second]);
    const { full, merged } = selectAnswers(state());
    expect([full, merged].map((run) => run.kind === 'done' && run.asked.question)).toEqual([
      'Second?',
      'Second?',
    ]);
  });

  it('say why they failed', async () => {
    const refusal = new EngineError('too-long', 'The question is too long; shorten it.');
    let broken = false;
    await started({ fail: (call) => (broken && call === 'answer' ? refusal : undefined) });
    await answered();
    const before = selectAnswers(state());
    broken = true;
    await session.ask('Long?');
    const expected = { kind: 'failed', message: refusal.message };
    expect(selectAnswers(state()).full).toMatchObject({ ...expected, before: before.full });
    await session.ask('Longer?');
    expect(selectAnswers(state()).merged).toMatchObject({ ...expected, before: before.merged });
  });
});

describe('a restart of the engine', () => {
  it('loads the model again, keeps the session, names the cause and asks again what was interrupted', async () => {
    let dead = false;
    const died = new EngineError('engine-died', 'The engine stopped.');
    await started({ pieceDelayMs: 15, fail: () => (dead ? died : undefined) });
    await answered();
    state().choose({ tokens: 120 });
    await eventually(() => expect(selectShown(state())?.encoding.target).toBe(120));
    const asking = session.ask('Still there?');
    await eventually(() => expect(selectAnswers(state()).full.kind).toBe('streaming'));
    dead = true;
    shell.status({ kind: 'restarting', cause: 'The engine ran out of memory.' });
    await asking;
    expect(selectAnswers(state()).merged).toMatchObject({ kind: 'failed', message: died.message });
    expect(state().banner).toMatchObject({ tone: 'warn' });
    expect(selectShown(state())).not.toBeNull();

    shell.status({ kind: 'ready' });
    shell.startEngine(engine());
    await eventually(() => expect(state().banner?.tone).toBe('good'));
    expect(state().banner?.text).toBe(
      'The engine ran out of memory. The engine was restarted; your session is as you left it.',
    );
    await answered();
    const { merged } = selectAnswers(state());
    expect(merged.kind === 'done' && merged.asked.question).toBe('Still there?');
    expect(state().choices.tokens).toBe(120);
    expect(encoded.at(-1)?.reduction).toEqual({ method: 'dymu', budget: { kind: 'tokens', tokens: 120 } });
  });
});

describe('opening images', () => {
  it('puts them on the shelf and selects the first', async () => {
    await started();
    shell.dialog.images = [
      { path: '/mine/cat.png', name: 'cat.png' },
      { path: '/mine/dog.png', name: 'dog.png' },
    ];
    await session.openDialog();
    expect(state().choices.selected).toBe('/mine/cat.png');
    expect(state().images).toHaveLength(5);
    state().undo();
    expect(state().choices.selected).toBe('/assets/anchor.png');
  });

  it('says what cannot be opened and leaves the shelf alone', async () => {
    const refusal = new EngineError('bad-input', 'notes.txt is not a picture; open a PNG.');
    let broken = false;
    await started({ fail: (call) => (broken && call === 'preview' ? refusal : undefined) });
    await answered();
    broken = true;
    await session.take({ kind: 'files', files: [new File(['hello'], 'notes.txt')] });
    expect(state().notices.at(-1)?.text).toBe(refusal.message);
    expect(state().images).toHaveLength(3);
    expect(state().choices.selected).toBe('/assets/anchor.png');
  });

  it('opens what the system hands over, also before the engine is there', async () => {
    await session.start();
    shell.openFromSystem([{ path: '/mine/late.png', name: 'late.png', kind: 'image' }]);
    shell.startEngine(engine());
    await eventually(() => expect(state().choices.selected).toBe('/mine/late.png'));
  });

  it('closing the selected image selects its neighbour', async () => {
    await started();
    session.closeImage('/assets/anchor.png');
    expect(state().choices.selected).toBe('/assets/balloon.png');
    expect(state().images).toHaveLength(2);
  });

  it('no undo leads back to an image that was closed', async () => {
    await started();
    state().choose({ selected: '/assets/cactus.png' });
    state().choose({ selected: '/assets/balloon.png' });
    session.closeImage('/assets/cactus.png');
    state().undo();
    expect(state().choices.selected).toBe('/assets/balloon.png');
    state().undo();
    expect(state().choices.selected).toBe('/assets/anchor.png');
  });
});

describe('another model', () => {
  it('stays out when it does not load, and the one before stays in use', async () => {
    await started();
    shell.dialog.model = '/models/broken';
    await session.chooseModel();
    expect(state().model).toMatchObject({ kind: 'ready', info: { directory: '/assets/pocket' } });
    expect(state().notices.at(-1)?.tone).toBe('error');
    expect(shell.written).toEqual([]);
  });

  it('is remembered when it loads, and the shelf is counted anew', async () => {
    await started();
    await answered();
    shell.dialog.model = '/models/other';
    await session.chooseModel();
    expect(state().model).toMatchObject({ kind: 'ready', info: { directory: '/models/other' } });
    expect(shell.written).toEqual([{ model: { directory: '/models/other' } }]);
    expect(state().choices.tokens).toBe(fakeModel.calibration?.presets.mid);
  });

  it('joins the list of known models; the embedded one is the way back and never in it', async () => {
    await started();
    shell.dialog.model = '/models/other';
    await session.chooseModel();
    expect(state().knownModels).toEqual([{ directory: '/models/other', name: 'other', missing: false }]);
    await session.useEmbedded();
    expect(state().model).toMatchObject({ kind: 'ready', info: { directory: '/assets/pocket' } });
    expect(shell.written.at(-1)).toEqual({ model: null });
    expect(state().knownModels.map(({ directory }) => directory)).toEqual(['/models/other']);
  });

  it('can be taken out of the list, and that can be undone', async () => {
    await started();
    shell.dialog.model = '/models/other';
    await session.chooseModel();
    await session.useEmbedded();
    await session.forgetModel(state().knownModels[0]!);
    expect(state().knownModels).toEqual([]);
    const notice = state().notices.at(-1);
    expect(notice?.text).toBe('other is no longer in the list; its folder is as it was.');
    expect(notice?.action?.label).toBe('Undo');
    notice?.action?.run();
    await eventually(() => expect(state().knownModels).toHaveLength(1));
  });
});

describe('drops without an image', () => {
  const data = (types: string[], items: unknown[] = [], files: unknown[] = []) =>
    ({ types, items, files }) as unknown as DataTransfer;

  it('say what they are and what to do', () => {
    expect(readDrop(data(['text/plain']))).toMatchObject({
      sentence: expect.stringMatching(/^That is text, not an image;/) as string,
    });
    expect(readDrop(data(['text/uri-list', 'text/plain']))).toMatchObject({
      sentence: expect.stringMatching(/^That is a link,/) as string,
    });
    const holiday = { name: 'holiday' };
    const item = { kind: 'file', webkitGetAsEntry: () => ({ isDirectory: true, name: 'holiday' }) };
    expect(readDrop(data(['Files'], [item], [holiday]))).toEqual({ kind: 'folder', folder: holiday });
  });
});
