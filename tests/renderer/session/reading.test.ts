import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  asStored,
  asTagged,
  chooseBackend,
  chooseRoute,
  dropTransparency,
  layOnWhite,
  resetReading,
  rotate,
} from '../../../renderer/commands/picture.ts';
import { runCommand, whyNot, type Command } from '../../../renderer/commands/command.ts';
import { createStageControls } from '../../../renderer/commands/stage-controls.ts';
import { createSession, type Session } from '../../../renderer/session/session.ts';
import { staleReason } from '../../../renderer/state/run.ts';
import {
  selectAnswers,
  selectAnswersCurrent,
  selectBehind,
  selectFacts,
  selectShown,
} from '../../../renderer/state/selectors.ts';
import { createAppStore, type AppStore } from '../../../renderer/state/store.ts';
import type { Engine, ImageSource, ModelSource } from '../../../src-engine/engine.ts';
import { EngineError } from '../../../src-engine/errors.ts';
import { eventually } from '../../support/eventually.ts';
import { createFakeEngine, type FakeEngineOptions } from '../../support/fake-engine.ts';
import { createFakeShell, type FakeShell } from '../support/fake-bridge.ts';

vi.stubGlobal('createImageBitmap', () => Promise.resolve({ width: 4, height: 4, close: () => {} }));
URL.createObjectURL = () => 'blob:test';
URL.revokeObjectURL = () => {};

let store: AppStore;
let shell: FakeShell;
let session: Session;
let opened: ImageSource[];
let forgotten: string[];
let loaded: ModelSource[];
let encoded: number;

beforeEach(() => {
  store = createAppStore();
  shell = createFakeShell();
  session = createSession(store, shell.bridge, shell.connect);
  opened = [];
  forgotten = [];
  loaded = [];
  encoded = 0;
});
afterEach(() => session.dispose());

const state = () => store.getState();
const run = (command: Command) => runCommand(command, { store, session, controls: createStageControls() });
const off = (command: Command) => whyNot(command, state());

function engine(options: FakeEngineOptions): Engine {
  const fake = createFakeEngine(options);
  return {
    ...fake,
    load: (source, call) => {
      loaded.push(source);
      return fake.load(source, call);
    },
    open: (source, call) => {
      opened.push(source);
      return fake.open(source, call);
    },
    forget: (id, call) => {
      forgotten.push(id);
      return fake.forget(id, call);
    },
    encode: (request, call) => {
      encoded += 1;
      return fake.encode(request, call);
    },
  };
}

/** A picture of this name is open, encoded and answered about. */
async function withPicture(name: string, options: FakeEngineOptions = {}): Promise<string> {
  const id = `/own/${name}`;
  await session.start();
  shell.status({ kind: 'ready' });
  shell.startEngine(engine(options));
  await eventually(() => expect(selectAnswers(state()).merged.kind).toBe('done'));
  shell.openFromSystem([{ path: id, name, kind: 'image' }]);
  await eventually(() => expect(state().choices.selected).toBe(id));
  await settled();
  await session.ask('What is it?');
  await eventually(() => expect(selectAnswersCurrent(state())).toBe(true));
  return id;
}

const settled = () =>
  eventually(() => {
    expect(selectShown(state())?.kind).toBe('live');
    expect(selectBehind(state())).toBe(false);
    expect(selectFacts(state())).not.toBeNull();
  });

const readings = (id: string) =>
  opened.flatMap((source) => (source.kind === 'file' && source.path === id ? [source.reading ?? {}] : []));

describe('a turned picture', () => {
  it('says so, and is read as it is stored on request, which undo takes back', async () => {
    const id = await withPicture('turned.jpg');
    expect(selectFacts(state())).toMatchObject({
      width: 240,
      height: 320,
      notes: ['The picture is turned right, as its orientation tag says.'],
    });
    expect(off(asTagged)).toBe('The picture is turned as its tag says.');
    state().choose({ pin: 3 });
    run(asStored);
    expect(state().choices).toMatchObject({ readings: { [id]: { orientation: 1 } }, pin: null });
    expect(selectAnswersCurrent(state())).toBe(false);
    await settled();
    expect(selectFacts(state())).toMatchObject({ width: 320, height: 240 });
    expect(selectShown(state())?.reading).toBe('1');
    expect(readings(id)).toEqual([{}, { orientation: 1 }]);
    state().undo();
    await settled();
    expect(state().choices).toMatchObject({ readings: {}, pin: 3 });
    expect(selectAnswersCurrent(state())).toBe(true);
  });

  it('is turned by quarters from how it stands, and is as usual again after four', async () => {
    const id = await withPicture('turned.jpg');
    const codes: unknown[] = [];
    for (let turns = 0; turns < 4; turns++) {
      run(rotate);
      codes.push(state().choices.readings[id]?.orientation);
      await settled();
    }
    expect(codes).toEqual([3, 8, 1, undefined]);
    expect(off(resetReading)).toBe('The picture is read as usual.');
  });

  it('is turned quickly without waiting for the engine', async () => {
    const id = await withPicture('plain.png');
    run(rotate);
    run(rotate);
    expect(state().choices.readings[id]).toEqual({ orientation: 3 });
  });

  it('is as stored by the other route, and can be turned as its tag says there', async () => {
    const id = await withPicture('turned.jpg');
    run(chooseRoute[1]!);
    await settled();
    expect(selectFacts(state())?.reading).toMatchObject({ route: 'object', orientation: 1 });
    run(asTagged);
    await settled();
    expect(state().choices.readings[id]).toEqual({ orientation: 6 });
    expect(readings(id).at(-1)).toEqual({ route: 'object', orientation: 6 });
  });
});

describe('a transparent picture', () => {
  it('is laid on white and back', async () => {
    const id = await withPicture('clear.png');
    expect(off(dropTransparency)).toBe('Transparency is dropped.');
    run(layOnWhite);
    await settled();
    expect(selectFacts(state())?.notes).toEqual(['The picture has transparent parts; they lie on white.']);
    expect(off(layOnWhite)).toBe('The transparent parts lie on white.');
    run(dropTransparency);
    expect(state().choices.readings).toEqual({});
    await settled();
    expect(readings(id)[1]).toEqual({ transparency: 'white' });
  });

  it('has nothing to lay on white where all is opaque', async () => {
    await withPicture('plain.png');
    expect(off(layOnWhite)).toBe('Nothing in the picture is transparent.');
  });
});

describe('a changed reading', () => {
  it('makes the answers stale and the counts a guess, and asks about the picture as it is read now', async () => {
    const id = await withPicture('turned.jpg');
    const before = state().counts[id]?.key;
    run(asStored);
    await settled();
    expect(state().counts[id]?.key).not.toBe(before);
    const { merged } = selectAnswers(state());
    const { choices } = state();
    const now = { model: '/assets/pocket', reduction: { method: 'none' }, virtualUnmerging: true } as const;
    expect(staleReason(merged, { ...now, reading: choices.readings[id]! })).toBe(
      'The picture is read differently now.',
    );
    await session.ask('What is it now?');
    await eventually(() => expect(selectAnswersCurrent(state())).toBe(true));
  });

  it('draws the thumbnail anew and lets the engine forget the picture as it was', async () => {
    const id = await withPicture('turned.jpg');
    run(asStored);
    await settled();
    await eventually(() => {
      const thumbnail = state().images.find((image) => image.id === id)?.thumbnail;
      expect(thumbnail).toMatchObject({ kind: 'ready', reading: '1' });
    });
    expect(forgotten).toHaveLength(1);
    session.closeImage(id);
    expect(state().choices.readings).toEqual({});
    expect(state().facts[id]).toBeUndefined();
    await eventually(() => expect(forgotten).toHaveLength(2));
    state().undo();
    expect(state().choices.readings).toEqual({});
  });
});

describe('the image backend', () => {
  it('loads the model again, encodes anew, and keeps the budget; the answers are of the one before', async () => {
    await withPicture('plain.png');
    state().choose({ tokens: 123 });
    await settled();
    const before = encoded;
    const { merged } = selectAnswers(state());
    run(chooseBackend[1]!);
    await eventually(() =>
      expect(state().model).toMatchObject({ kind: 'ready', info: { imageBackend: 'pil' } }),
    );
    await settled();
    expect(loaded.map(({ imageBackend }) => imageBackend)).toEqual(['torchvision', 'pil']);
    expect(encoded).toBeGreaterThan(before);
    expect(state().choices.tokens).toBe(123);
    expect(selectAnswersCurrent(state())).toBe(false);
    const now = { model: '/assets/pocket', reduction: { method: 'none' }, virtualUnmerging: true } as const;
    expect(staleReason(merged, { ...now, imageBackend: 'pil' })).toBe('Another image backend is chosen now.');
  });

  it('stays what it was where the model does not load', async () => {
    let broken = false;
    const refusal = new EngineError('bad-checkpoint', 'The folder has gone');
    await withPicture('plain.png', {
      fail: (call) => (broken && call === 'load' ? refusal : undefined),
    });
    broken = true;
    await session.useBackend('pil-12');
    expect(state().imageBackend).toBe('torchvision');
    expect(state().model).toMatchObject({ kind: 'ready', info: { imageBackend: 'torchvision' } });
  });

  it('is kept between starts, with the route; nothing recorded is shown then', async () => {
    const first = vi.spyOn(shell.bridge, 'firstStart');
    vi.spyOn(shell.bridge.settings, 'read').mockResolvedValue({
      theme: 'system',
      model: null,
      updatesAtStart: false,
      values: { imageBackend: 'pil', imageRoute: 'object' },
    });
    await withPicture('plain.png');
    expect(loaded).toEqual([{ directory: '/assets/pocket', imageBackend: 'pil', tower: 'fp32' }]);
    expect(state().choices.imageRoute).toBe('object');
    expect(first).not.toHaveBeenCalled();
    run(chooseRoute[0]!);
    await eventually(() =>
      expect(shell.written.at(-1)?.values).toMatchObject({ imageBackend: 'pil', imageRoute: 'path' }),
    );
  });
});
