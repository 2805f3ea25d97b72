import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeModel } from '../../support/fake-engine.ts';
import { idlePair } from '../../../renderer/state/run.ts';
import {
  selectActual,
  selectAnswers,
  selectBehind,
  selectLayer,
  selectReach,
  selectReduction,
  selectShown,
  selectView,
} from '../../../renderer/state/selectors.ts';
import { createAppStore, type AppStore } from '../../../renderer/state/store.ts';
import { encodingOf, shelfImage } from '../support/samples.ts';

let store: AppStore;
beforeEach(() => {
  vi.useRealTimers();
  store = createAppStore();
});
const state = () => store.getState();

describe('choices', () => {
  it('undo takes back budget, image, mode and pin, one step each', () => {
    state().choose({ tokens: 50 });
    state().choose({ selected: 'b', pin: null });
    state().choose({ method: 'tome' });
    state().choose({ pin: 7 });
    state().undo();
    expect(state().choices.pin).toBeNull();
    state().undo();
    expect(state().choices.method).toBe('dymu');
    state().undo();
    expect(state().choices.selected).toBeNull();
    state().redo();
    state().redo();
    expect(state().choices).toMatchObject({ selected: 'b', method: 'tome', tokens: 50 });
  });

  it('a choice that changes nothing is no step', () => {
    state().choose({ tokens: 50 });
    state().choose({ tokens: 50 });
    expect(state().history.past).toHaveLength(1);
  });

  it('what a new model settles cannot be undone', () => {
    state().settle({ tokens: 90 });
    state().undo();
    expect(state().choices.tokens).toBe(90);
  });
});

describe('what is shown', () => {
  beforeEach(() => {
    state().setModel({ kind: 'ready', info: fakeModel });
    state().addImages([shelfImage('a'), shelfImage('b')]);
    state().settle({ selected: 'a', tokens: 90 });
    state().setShown({
      kind: 'live',
      imageId: 'a',
      reading: '',
      key: JSON.stringify(selectReduction(state())),
      encoding: encodingOf(61),
    });
  });

  it('belongs to the selected image only', () => {
    expect(selectShown(state())?.encoding.tokens).toBe(61);
    state().choose({ selected: 'b' });
    expect(selectShown(state())).toBeNull();
  });

  it('is behind as soon as the budget moves', () => {
    expect(selectBehind(state())).toBe(false);
    state().choose({ tokens: 91 });
    expect(selectBehind(state())).toBe(true);
  });

  it('is one view of several, and the budget is measured per view', () => {
    const encoding = encodingOf(60);
    const [view] = encoding.views;
    const views = [view!, { ...view!, tokens: 90 }, { ...view!, tokens: 33 }];
    state().setShown({
      kind: 'live',
      imageId: 'a',
      reading: '',
      key: '',
      encoding: { ...encoding, views, tokens: 183, fullTokens: 768 },
    });
    expect(selectActual(state())).toBe(61);
    state().setViewIndex(1);
    expect(selectView(state())?.tokens).toBe(90);
    state().setViewIndex(7);
    expect(selectView(state())?.tokens).toBe(60);
  });

  it('is the last layer until another is chosen, and never one that the model has not', () => {
    expect(selectLayer(state())).toBe(6);
    state().setLayer(2);
    expect(selectLayer(state())).toBe(2);
    state().setLayer(40);
    expect(selectLayer(state())).toBe(6);
  });
});

describe('the shelf', () => {
  it('takes an image once', () => {
    state().addImages([shelfImage('a')]);
    state().addImages([shelfImage('a'), shelfImage('b')]);
    expect(state().images.map(({ id }) => id)).toEqual(['a', 'b']);
  });
});

describe('answers', () => {
  it('are kept per image', () => {
    state().addImages([shelfImage('a'), shelfImage('b')]);
    state().settle({ selected: 'a' });
    const asked = {
      model: '/m',
      question: 'q',
      reduction: { method: 'none' as const },
      virtualUnmerging: true,
    };
    state().setRun('a', 'full', { kind: 'failed', asked, before: null, text: '', message: 'No.' });
    expect(selectAnswers(state()).full.kind).toBe('failed');
    state().choose({ selected: 'b' });
    expect(selectAnswers(state())).toBe(idlePair);
  });

  it('remember each question once, the newest last', () => {
    ['a', 'b', 'a'].forEach((question) => state().rememberQuestion(question));
    expect(state().asked).toEqual(['b', 'a']);
  });
});

describe('notices', () => {
  it('say a sentence once on screen; all that was said is kept', () => {
    ['one', 'two', 'one', 'three', 'four'].forEach((text) => state().notify('info', text));
    expect(state().notices.map(({ text }) => text)).toEqual(['two', 'one', 'three', 'four']);
    expect(state().messages).toHaveLength(5);
    state().dismiss(state().notices[0]!.id);
    expect(state().notices).toHaveLength(3);
    expect(state().messages).toHaveLength(5);
    state().clearMessages();
    expect([state().notices, state().messages]).toEqual([[], []]);
  });

  it('offer their action while they are on screen; the list of all keeps none, which would hold what was there before', () => {
    state().notify('info', 'opened', { action: { label: 'Undo', run: () => undefined } });
    expect(state().notices[0]?.action?.label).toBe('Undo');
    expect(state().messages.map(({ text, action }) => [text, action])).toEqual([['opened', null]]);
  });

  it('about an opened session take the place of the one before, whose action held what was on screen then', () => {
    const action = { label: 'Undo', run: () => undefined };
    state().notify('info', 'one is open', { action, topic: 'session' });
    state().notify('info', 'removed', { action });
    state().notify('info', 'two is open', { action, topic: 'session' });
    expect(state().notices.map(({ text }) => text)).toEqual(['removed', 'two is open']);
    expect(state().messages.map(({ text }) => text)).toEqual(['one is open', 'removed', 'two is open']);
  });
});

describe('selectReach', () => {
  const select = (kind: 'scene' | 'photo' | 'own') => {
    state().addImages([{ ...shelfImage(kind), kind }]);
    state().settle({ selected: kind });
  };

  it('warns of every picture but the scenes, while the embedded model answers', () => {
    state().setModel({ kind: 'ready', info: fakeModel });
    select('photo');
    expect(selectReach(state())).toEqual({ kind: 'unknown' });
    state().setEmbedded(fakeModel.directory);
    expect(selectReach(state())).toEqual({ kind: 'beyond', picture: 'photo' });
    select('own');
    expect(selectReach(state())).toEqual({ kind: 'beyond', picture: 'own' });
    select('scene');
    expect(selectReach(state())).toEqual({ kind: 'made-for' });
  });

  it('warns while the embedded model is still being loaded, and claims nothing without any model', () => {
    state().setEmbedded(fakeModel.directory);
    select('photo');
    expect(selectReach(state())).toEqual({ kind: 'unknown' });
    state().setModel({ kind: 'loading', directory: fakeModel.directory, progress: null, before: null });
    expect(selectReach(state())).toEqual({ kind: 'beyond', picture: 'photo' });
  });
});
