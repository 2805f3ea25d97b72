import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Deps } from '../../../renderer/session/deps.ts';
import { createEncodeLoop, type EncodeLoop } from '../../../renderer/session/encode-loop.ts';
import { wishOf } from '../../../renderer/session/encode-wish.ts';
import { selectBehind, selectNewest, selectShown } from '../../../renderer/state/selectors.ts';
import { EngineError } from '../../../src-engine/errors.ts';
import { fakeModel } from '../../support/fake-engine.ts';
import { shelfImage } from '../support/samples.ts';
import { createDeps, ready } from './parts.ts';
import { eventually } from '../../support/eventually.ts';

let deps: Deps;
let loop: EncodeLoop;

beforeEach(() => {
  deps = createDeps();
  loop = createEncodeLoop(deps);
});
afterEach(() => loop.dispose());

const state = () => deps.store.getState();
const target = () => selectShown(state())?.encoding.target ?? null;
const shows = (tokens: number) => eventually(() => expect(target()).toBe(tokens));

describe('the encode loop', () => {
  it('waits for a picture, a model and an engine, then encodes at the budget', async () => {
    expect(selectShown(state())).toBeNull();
    await ready(deps);
    await shows(90);
    expect(state().counts['a']?.tokens).toBe(selectShown(state())?.encoding.tokens);
    expect(deps.traffic.busy).toBe(false);
  });

  it('follows the budget and the selected picture', async () => {
    await ready(deps);
    await shows(90);
    state().choose({ tokens: 150 });
    await shows(150);
    state().choose({ selected: 'b' });
    expect(selectShown(state())).toBeNull(); // never the other picture's tokens
    await eventually(() => expect(selectShown(state())?.imageId).toBe('b'));
  });

  it('asks for the frames that are one view together, and counts them alike', async () => {
    const engine = await ready(deps);
    await shows(90);
    const frames = ['f0', 'f1', 'f2'].map((id, index) => ({
      ...shelfImage(id),
      frame: { video: 'clip', name: 'clip', index, total: 3 },
    }));
    state().addImages(frames);
    const takes = { ...fakeModel.takes, video: true, framesPerView: 2 };
    state().setModel({ kind: 'ready', info: { ...fakeModel, takes, otherRoles: ['frame'] } });
    const alone = engine.encode.bind(engine);
    // The fake takes every picture by itself.
    const encode = vi
      .spyOn(engine, 'encode')
      .mockImplementation(({ laterFrames: _, ...request }, options) => alone(request, options));
    state().choose({ selected: 'f1' });
    await vi.waitFor(() => expect(selectShown(state())?.imageId).toBe('f1'), 10_000);
    const asked = () => encode.mock.lastCall![0];
    expect([asked().role, asked().laterFrames?.length]).toEqual(['frame', 1]);
    const sources = frames.map(({ source }) => source);
    expect(wishOf(state())).toMatchObject({ image: sources[0], laterFrames: [sources[1]] });
    expect(state().counts['f0']).toEqual({ ...state().counts['f1'], key: expect.any(String) as string });
    encode.mockClear();
    state().choose({ selected: 'f0' });
    await vi.waitFor(() => expect(selectShown(state())?.imageId).toBe('f0'), 10_000);
    expect(encode).not.toHaveBeenCalled();
    state().choose({ selected: 'f2' });
    await vi.waitFor(() => expect(selectShown(state())?.imageId).toBe('f2'), 10_000);
    expect(wishOf(state())?.image).toEqual(sources[2]);
    expect(asked()).not.toHaveProperty('laterFrames');
  });

  it('asks the engine before the window hears that it is asked', async () => {
    const engine = await ready(deps);
    await shows(90);
    const asked = vi.spyOn(engine, 'encode');
    const when: number[] = [];
    deps.store.subscribe(
      ({ encode }) => encode.kind,
      (kind) => kind === 'running' && when.push(asked.mock.calls.length),
    );
    state().choose({ tokens: 150 });
    expect(when).toEqual([1]);
    await shows(150);
  });

  it('asks the engine once for the same wish, and not at all for what it knows', async () => {
    const engine = await ready(deps);
    const encode = vi.spyOn(engine, 'encode');
    await shows(90);
    state().setZoom(2);
    state().choose({ tokens: 150 });
    await shows(150);
    const calls = encode.mock.calls.length;
    state().undo();
    expect(target()).toBe(90); // at once
    expect(encode).toHaveBeenCalledTimes(calls);
  });

  it('asks for scores when a pinned group or the mode shows them, once, and not for tokens that do not merge', async () => {
    const engine = await ready(deps);
    const encode = vi.spyOn(engine, 'encode');
    await shows(90);
    const scores = () => selectShown(state())?.encoding.views[0]?.scores;
    expect(scores()).toBeUndefined();
    state().choose({ pin: 4 });
    await eventually(() => expect(scores()).toBeDefined());
    const calls = encode.mock.calls.length;
    state().choose({ pin: null });
    state().choose({ overlay: 'similarity' });
    expect(scores()).toBeDefined();
    expect(encode).toHaveBeenCalledTimes(calls);
    state().choose({ method: 'pool' });
    await eventually(() => expect(encode).toHaveBeenCalledTimes(calls + 1));
    expect(encode.mock.lastCall?.[0].scores).toBeUndefined();
  });

  it('shows a picture as the model encodes it: alone, and otherwise among several where the model does', async () => {
    const engine = await ready(deps);
    const encode = vi.spyOn(engine, 'encode');
    state().setModel({ kind: 'ready', info: { ...fakeModel, otherRoles: ['several', 'frame'] } });
    await shows(90);
    expect(encode.mock.lastCall?.[0].role).toBeUndefined();
    const calls = encode.mock.calls.length;
    state().choose({ chosen: ['a', 'b'] });
    expect(selectBehind(state())).toBe(true);
    await eventually(() => expect(selectBehind(state())).toBe(false));
    expect(encode.mock.lastCall?.[0].role).toBe('several');
    state().choose({ chosen: [] });
    expect(selectBehind(state())).toBe(false); // known
    expect(encode).toHaveBeenCalledTimes(calls + 1);
  });

  it('encodes nothing anew among several where the model cuts pictures alike', async () => {
    const engine = await ready(deps);
    const encode = vi.spyOn(engine, 'encode');
    await shows(90);
    const calls = encode.mock.calls.length;
    state().choose({ chosen: ['a', 'b'] });
    expect(selectBehind(state())).toBe(false);
    expect(encode).toHaveBeenCalledTimes(calls);
  });

  it('hands a new encoding to the stage first, and to the rest when a frame has been painted', async () => {
    loop.dispose();
    const frames: (() => void)[] = [];
    loop = createEncodeLoop({ ...deps, afterFrame: (then) => frames.push(then) });
    await ready(deps);
    await shows(90); // the first of a picture does not wait
    frames.splice(0).forEach((then) => then());
    const seen: string[] = [];
    deps.store.subscribe((now) => {
      const pair = `${selectNewest(now)?.encoding.target} on the stage, ${selectShown(now)?.encoding.target} beside it`;
      if (seen.at(-1) !== pair) seen.push(pair);
    });
    state().choose({ tokens: 150 });
    await eventually(() => expect(frames).toHaveLength(1));
    frames[0]?.();
    await shows(150);
    expect(seen).toEqual([
      '90 on the stage, 90 beside it',
      '150 on the stage, 90 beside it',
      '150 on the stage, 150 beside it',
    ]);
    expect(state().fresh).toBeNull();
    expect(state().encode).toEqual({ kind: 'idle' });
  });

  it('puts nothing into the memory of another model that has come before the frame was painted', async () => {
    loop.dispose();
    const frames: (() => void)[] = [];
    loop = createEncodeLoop({ ...deps, afterFrame: (then) => frames.push(then) });
    await ready(deps);
    await shows(90);
    state().choose({ tokens: 150 });
    await eventually(() => expect(frames).toHaveLength(1));
    deps.encodings.clear(); // as a load does
    frames[0]?.();
    expect(deps.encodings.size).toBe(0);
  });

  it('never lays an overtaken result over a known one that the rest of the window has yet to hear of', async () => {
    loop.dispose();
    const frames: (() => void)[] = [];
    const drawn = () => frames.splice(0).forEach((then) => then());
    loop = createEncodeLoop({ ...deps, afterFrame: (then) => frames.push(then) });
    const engine = await ready(deps);
    await shows(90);
    state().choose({ tokens: 91 });
    await eventually(() => expect(frames).not.toHaveLength(0));
    drawn();
    await shows(91);
    const encode = engine.encode.bind(engine);
    let late = Promise.resolve<unknown>(null);
    vi.spyOn(engine, 'encode').mockImplementation((request) => {
      const encoding = encode(request); // nothing stops it
      late = encoding;
      return encoding;
    });
    state().choose({ tokens: 150 });
    state().choose({ tokens: 90 });
    const newest = () => selectNewest(state())?.encoding.target;
    expect(newest()).toBe(90);
    await late;
    await new Promise((resolve) => setTimeout(resolve));
    expect(newest()).toBe(90);
    drawn();
    expect(target()).toBe(90);
  });

  it('says what it does and lets it be stopped, without a message', async () => {
    await ready(deps, { encodeDelayMs: 800 });
    await eventually(() => expect(state().activity?.words).toBe('Encoding a.png'));
    expect(state().encode).toEqual({ kind: 'running' });
    state().activity?.cancel?.();
    await eventually(() => expect(state().encode).toEqual({ kind: 'idle' }));
    expect(state().notices).toEqual([]);
    expect(deps.traffic.busy).toBe(false);
  });

  it('keeps what is on screen when the engine refuses, and says why', async () => {
    let broken = false;
    const refusal = new EngineError('bad-input', 'a.png has gone', { remedy: 'open it again' });
    await ready(deps, { fail: (call) => (broken && call === 'encode' ? refusal : undefined) });
    await shows(90);
    broken = true;
    state().choose({ tokens: 150 });
    await eventually(() => expect(state().encode.kind).toBe('failed'));
    expect(target()).toBe(90);
    expect(state().notices.at(-1)?.text).toContain('a.png has gone');
  });

  it('is silent when the engine dies, and asks the next one again', async () => {
    let dead = true;
    const died = new EngineError('engine-died', 'The engine stopped');
    await ready(deps, { fail: (call) => (dead && call === 'encode' ? died : undefined) });
    await eventually(() => expect(state().encode).toEqual({ kind: 'idle' }));
    expect(state().notices).toEqual([]);
    dead = false;
    loop.refresh();
    await shows(90);
  });
});
