import { beforeEach, describe, expect, it } from 'vitest';
import { commandFor } from '../../../../renderer/commands/table.ts';
import { createAppStore, type AppStore } from '../../../../renderer/state/store.ts';
import { endTour, goTo, startTour } from '../../../../renderer/state/tour/acts.ts';
import { patchOfLargest, tourSteps } from '../../../../renderer/state/tour/steps.ts';
import { tourWords } from '../../../../renderer/words/tour-words.ts';
import { placeCallout } from '../../../../renderer/frame/tour/callout-place.ts';
import { fakeModel } from '../../../support/fake-engine.ts';
import { encodingOf, shelfImage } from '../../support/samples.ts';

let store: AppStore;
const state = () => store.getState();
const stepTo = (id: (typeof tourSteps)[number]) => goTo(store, tourSteps.indexOf(id));

beforeEach(() => {
  store = createAppStore();
  state().addImages([shelfImage('a'), shelfImage('b')]);
  state().settle({ selected: 'a', tokens: 90, pin: 7, overlay: 'heat' });
  state().setModel({ kind: 'ready', info: fakeModel });
  state().setShown({ kind: 'live', imageId: 'a', reading: '', key: '', encoding: encodingOf(90) });
  state().setPaneOpen('side', false);
  state().setView('models');
});

/** What a tour may change. */
function onScreen() {
  const { choices, view, openPanes, layer, presentation, sweepOpen, history } = state();
  return { choices, view, openPanes, layer, presentation, sweepOpen, history };
}

describe('the tour', () => {
  it('has six to eight steps, each with a heading and few sentences', () => {
    expect(tourSteps.length).toBeGreaterThanOrEqual(6);
    expect(tourSteps.length).toBeLessThanOrEqual(8);
    for (const id of tourSteps) {
      expect(tourWords[id].title).toMatch(/^[A-Z].*[^.]$/);
      expect(tourWords[id].text.length).toBeLessThan(260);
    }
  });

  it('does what it speaks of: moves the budget, pins a group, opens a closed pane, goes to a layer', () => {
    startTour(store);
    expect(state()).toMatchObject({ view: 'explore', choices: { overlay: 'outlines', pin: null } });
    stepTo('mosaic');
    expect(state().choices.overlay).toBe('mosaic');
    stepTo('budget');
    expect(state().choices.tokens).toBeLessThan(90);
    expect(state().openPanes.side).toBe(true);
    stepTo('group');
    expect(state().choices.pin).toBe(patchOfLargest(state()));
    expect(state().choices.pin).not.toBeNull();
    stepTo('layers');
    expect(state().layer).toBeGreaterThan(0);
    expect(state().choices.tokens).toBe(90); // a step needs no other's change
  });

  it.each(['at its end', 'in the middle'])('puts everything back, ended %s', (when) => {
    const before = onScreen();
    startTour(store);
    for (let at = 1; at <= (when === 'at its end' ? tourSteps.length : 4); at += 1) goTo(store, at);
    endTour(store);
    expect(onScreen()).toEqual(before);
    expect(state().tour).toEqual({ kind: 'none' });
  });

  it('can be begun again on its way, and still puts back what was before', () => {
    const before = onScreen();
    startTour(store);
    stepTo('group');
    startTour(store);
    expect(state().tour).toMatchObject({ kind: 'running', at: 0 });
    endTour(store);
    expect(onScreen()).toEqual(before);
  });

  it('keeps what its user does meanwhile: another picture stays, without the pin of the first', () => {
    startTour(store);
    state().choose({ selected: 'b', pin: null });
    endTour(store);
    expect(state().choices).toMatchObject({ selected: 'b', pin: null, tokens: 90, overlay: 'heat' });
  });

  it('ends with Escape, before anything else that Escape takes back', () => {
    startTour(store);
    stepTo('group');
    state().notify('info', 'Hello.');
    expect(commandFor('Escape', false, state())?.id).toBe('end-tour');
  });

  it('goes on without a model or a picture on the stage', () => {
    store = createAppStore();
    startTour(store);
    for (const id of tourSteps) {
      stepTo(id);
      expect(state().tour).toMatchObject({ kind: 'running' });
    }
    expect(state().choices.pin).toBeNull();
  });
});

describe('its words', () => {
  const words = { width: 300, height: 160 };
  const room = { width: 1024, height: 640 };

  it('stand beside what they speak of, inside the window', () => {
    const small = { left: 700, top: 100, width: 200, height: 40 };
    expect(placeCallout(small, words, room)).toEqual({ left: 388, top: 40 });
    const tall = { left: 0, top: 0, width: 300, height: 640 };
    expect(placeCallout(tall, words, room)).toEqual({ left: 312, top: 240 });
  });

  it('stand in the middle without a target, and over a target that leaves no room', () => {
    expect(placeCallout(null, words, room)).toEqual({ left: 362, top: 240 });
    const all = { left: 0, top: 0, width: 1024, height: 640 };
    expect(placeCallout(all, words, room)).toEqual({ left: 362, top: 468 });
  });

  it('stay inside the smallest page', () => {
    for (const target of [null, { left: 400, top: 200, width: 100, height: 400 }]) {
      const { left, top } = placeCallout(target, words, { width: 512, height: 320 });
      expect(left).toBeGreaterThanOrEqual(8);
      expect(left + words.width).toBeLessThanOrEqual(504);
      expect(top).toBeGreaterThanOrEqual(8);
      expect(top + words.height).toBeLessThanOrEqual(312);
    }
  });
});
