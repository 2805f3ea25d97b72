import { LRUCache } from 'lru-cache';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createEngineLink } from '../../../../renderer/session/engine-link.ts';
import { thumbnailTasks } from '../../../../renderer/session/idle/thumbnails.ts';
import { tokenCountTasks } from '../../../../renderer/session/idle/token-counts.ts';
import type { IdleTaskSource } from '../../../../renderer/session/scheduler.ts';
import { createAppStore, type AppStore } from '../../../../renderer/state/store.ts';
import type { Encoding, Engine } from '../../../../src-engine/engine.ts';
import { EngineError } from '../../../../src-engine/errors.ts';
import { createFakeEngine, fakeModel, type FakeEngineOptions } from '../../../support/fake-engine.ts';
import { shelfImage } from '../../support/samples.ts';

URL.createObjectURL = () => 'blob:test';

let store: AppStore;
let link: ReturnType<typeof createEngineLink>;
let engine: Engine;

beforeEach(() => {
  store = createAppStore();
  link = createEngineLink();
  store.getState().addImages([shelfImage('a'), shelfImage('b')]);
});

const state = () => store.getState();
const refusal = new EngineError('bad-input', 'a.png is damaged.');

async function connect(options: FakeEngineOptions = {}): Promise<void> {
  engine = createFakeEngine(options);
  await engine.load({ directory: '/assets/pocket' });
  link.connect(engine);
  link.setLoaded(true);
  state().setModel({ kind: 'ready', info: fakeModel });
  state().settle({ tokens: 90 });
}

async function doAll(source: IdleTaskSource): Promise<string[]> {
  const keys: string[] = [];
  for (let task = source.next(); task !== null; task = source.next()) {
    keys.push(task.key);
    await task.run(engine, { urgency: 'background' });
  }
  return keys;
}

describe('thumbnail tasks', () => {
  it('make each missing thumbnail once', async () => {
    await connect();
    expect(await doAll(thumbnailTasks(store))).toEqual(['thumbnail\na\n', 'thumbnail\nb\n']);
    expect(state().images.map(({ thumbnail }) => thumbnail.kind)).toEqual(['ready', 'ready']);
  });

  it('begin with the pictures that the question is about', async () => {
    await connect();
    state().addImages([shelfImage('c')]);
    state().choose({ selected: 'c', chosen: ['c', 'b'] });
    expect(await doAll(thumbnailTasks(store))).toEqual([
      'thumbnail\nc\n',
      'thumbnail\nb\n',
      'thumbnail\na\n',
    ]);
  });

  it('remember a picture that cannot be read, and do not try again', async () => {
    await connect({ fail: (call) => (call === 'preview' ? refusal : undefined) });
    await doAll(thumbnailTasks(store));
    expect(state().images[0]?.thumbnail).toEqual({ kind: 'failed', message: refusal.message });
  });

  it('pass on that the engine died: the picture is not to blame', async () => {
    const died = new EngineError('engine-died', 'The engine stopped.');
    await connect({ fail: (call) => (call === 'preview' ? died : undefined) });
    const task = thumbnailTasks(store).next();
    await expect(task?.run(engine, { urgency: 'background' })).rejects.toBe(died);
    expect(state().images[0]?.thumbnail.kind).toBe('waiting');
  });
});

describe('token count tasks', () => {
  const encodings = () => new LRUCache<string, Encoding>({ max: 10 });

  it('count images that can be seen, at the present budget, and again at another one', async () => {
    await connect();
    const source = tokenCountTasks({ store, link, encodings: encodings() });
    expect(source.next()).toBeNull(); // no thumbnails yet
    await doAll(thumbnailTasks(store));
    expect(await doAll(source)).toHaveLength(2);
    const first = state().counts['a'];
    state().choose({ tokens: 160 });
    expect(await doAll(source)).toHaveLength(2);
    expect(state().counts['a']?.tokens).toBeGreaterThan(first?.tokens ?? Infinity);
  });

  it('begin with the frames of the video on the stage, however late it was opened', async () => {
    await connect();
    const frame = (index: number) => ({
      ...shelfImage(`frame ${index}`),
      frame: { video: 'v', name: 'v.gif', index, total: 2 },
    });
    state().addImages([frame(0), frame(1)]);
    state().choose({ selected: 'frame 0' });
    await doAll(thumbnailTasks(store));
    await doAll(tokenCountTasks({ store, link, encodings: encodings() }));
    expect(Object.keys(state().counts)).toEqual(['frame 0', 'frame 1', 'a', 'b']);
  });

  it('take what has been encoded already', async () => {
    await connect();
    await doAll(thumbnailTasks(store));
    const shared = encodings();
    await doAll(tokenCountTasks({ store, link, encodings: shared }));
    state().forgetCounts();
    const encode = vi.spyOn(engine, 'encode');
    await doAll(tokenCountTasks({ store, link, encodings: shared }));
    expect(encode).not.toHaveBeenCalled();
    expect(Object.keys(state().counts)).toEqual(['a', 'b']);
  });

  it('leave out what cannot be encoded, and go on', async () => {
    await connect({ fail: (call) => (call === 'encode' ? refusal : undefined) });
    await doAll(thumbnailTasks(store));
    expect(await doAll(tokenCountTasks({ store, link, encodings: encodings() }))).toHaveLength(2);
    expect(state().counts).toEqual({});
  });

  it('wake for images and budgets, not for how the picture is looked at', () => {
    const wake = vi.fn();
    const stop = tokenCountTasks({ store, link, encodings: encodings() }).watch(wake);
    state().setZoom(2);
    expect(wake).not.toHaveBeenCalled();
    state().addImages([shelfImage('c')]);
    expect(wake).toHaveBeenCalledOnce();
    stop();
    state().removeImage('c');
    expect(wake).toHaveBeenCalledOnce();
  });
});
