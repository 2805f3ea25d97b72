import { beforeEach, describe, expect, it } from 'vitest';
import { rotate, chooseRoute } from '../../../../renderer/commands/picture.ts';
import { largerBrush, smallerBrush } from '../../../../renderer/commands/regions.ts';
import type { App, Command } from '../../../../renderer/commands/command.ts';
import { addInMiddle } from '../../../../renderer/state/regions/acts.ts';
import { selectRegions } from '../../../../renderer/state/regions/selectors.ts';
import { brushSizes } from '../../../../renderer/state/regions/slice.ts';
import { createAppStore, type AppStore } from '../../../../renderer/state/store.ts';
import { fakeModel } from '../../../support/fake-model.ts';
import { shelfImage } from '../../support/samples.ts';

let store: AppStore;
const state = () => store.getState();
const run = (command: Command | undefined) => command?.run({ store } as App);
const shape = () => selectRegions(state())[0]?.shape;

/** 300 x 90 as stored, with a tag that says a quarter turn to the right: read as a path it stands 90 x 300. */
beforeEach(() => {
  store = createAppStore();
  state().addImages([shelfImage('a')]);
  state().settle({ selected: 'a', tokens: 90 });
  state().setModel({ kind: 'ready', info: fakeModel });
  const bitmap = { width: 4, height: 3, close: () => {} };
  const picture = { bitmap, width: 90, height: 300 };
  state().setPicture({ kind: 'ready', imageId: 'a', reading: '', picture });
  const reading = {
    ...({ backend: 'torchvision', route: 'path', transparent: false, transparency: 'drop' } as const),
    ...({ orientation: 6, storedOrientation: 6 } as const),
  };
  state().setFacts('a', '', { width: 90, height: 300, reading, notes: [] });
  addInMiddle(store);
});

describe('regions of a picture', () => {
  it('turn with it, and back with the same step', () => {
    expect(shape()).toEqual({ kind: 'box', x: 30, y: 100, width: 30, height: 100 });
    run(rotate);
    expect(shape()).toEqual({ kind: 'box', x: 100, y: 30, width: 100, height: 30 });
    expect(state().choices.readings['a']).toEqual({ orientation: 3 });
    state().undo();
    expect(shape()).toEqual({ kind: 'box', x: 30, y: 100, width: 30, height: 100 });
    expect(state().choices.readings).toEqual({});
  });

  it('turn when the route says that the tag counts no more', () => {
    run(chooseRoute.find(({ id }) => id === 'image-route-object'));
    expect(shape()).toEqual({ kind: 'box', x: 100, y: 30, width: 100, height: 30 });
  });

  it('stay as they are while nobody knows how the picture stands', () => {
    const before = shape();
    store.setState({ facts: {} });
    run(chooseRoute.find(({ id }) => id === 'image-route-object'));
    expect(shape()).toBe(before);
  });
});

it('the brush has five sizes, which [ and ] go through and no further', () => {
  const seen = [state().brushSize];
  while (smallerBrush.whyNot?.(state()) === null) run(smallerBrush);
  seen.push(state().brushSize);
  expect(smallerBrush.whyNot?.(state())).toBe('The brush is at its smallest.');
  while (largerBrush.whyNot?.(state()) === null) run(largerBrush);
  seen.push(state().brushSize);
  expect(seen).toEqual([brushSizes[2], brushSizes[0], brushSizes[4]]);
});
