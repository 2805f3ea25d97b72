import { beforeEach, describe, expect, it } from 'vitest';
import { reductionFor } from '../../../../renderer/state/budget.ts';
import { reductionKey, staleReason } from '../../../../renderer/state/run.ts';
import { selectReduction } from '../../../../renderer/state/selectors.ts';
import { addInMiddle } from '../../../../renderer/state/regions/acts.ts';
import { createAppStore, type AppStore } from '../../../../renderer/state/store.ts';
import {
  choosePreset,
  deletePreset,
  renamePreset,
  resetThresholds,
  savePreset,
  setThreshold,
} from '../../../../renderer/state/thresholds/acts.ts';
import { thresholdKey } from '../../../../renderer/state/thresholds/keys.ts';
import {
  selectChoosable,
  selectCustom,
  selectThresholds,
  whyNotThresholds,
} from '../../../../renderer/state/thresholds/selectors.ts';
import { fakeEncoding } from '../../../support/fake-encoding.ts';
import { fakeModel } from '../../../support/fake-model.ts';
import { shelfImage } from '../../support/samples.ts';

let store: AppStore;
const state = () => store.getState();
const said = () => state().notices.at(-1)?.text;
const ofSlider = [0.9, 0.91, 0.92, 0.93, 0.94, 0.95];
const withThird = (value: number) => ofSlider.map((each, layer) => (layer === 2 ? value : each));

/** What the engine would have answered to the slider. */
function encode(thresholds: readonly number[] = ofSlider): void {
  const reduction = selectReduction(state()) ?? { method: 'none' };
  const encoding = fakeEncoding(fakeModel, { image: { kind: 'file', path: 'a' }, reduction }, 500);
  const views = encoding.views.map((view) => ({ ...view, thresholds }));
  state().setShown({ kind: 'live', imageId: 'a', reading: '', key: 'x', encoding: { ...encoding, views } });
}

beforeEach(() => {
  store = createAppStore();
  state().addImages([shelfImage('a'), shelfImage('b')]);
  state().settle({ selected: 'a', tokens: 90 });
  state().setModel({ kind: 'ready', info: fakeModel });
  encode();
});

describe('a threshold that is moved', () => {
  it('stands with those that the slider had come to, and is what is asked for', () => {
    expect(selectThresholds(state())).toEqual(ofSlider);
    setThreshold(store, 2, 0.5);
    expect(selectThresholds(state())).toEqual(withThird(0.5));
    expect(selectReduction(state())).toEqual({
      method: 'dymu',
      budget: { kind: 'thresholds', thresholds: withThird(0.5) },
    });
    expect(selectCustom(state())).toMatchObject({ encoder: 'fake-encoder', name: null });
  });

  it('keeps four decimals and stays within 0 and 1', () => {
    setThreshold(store, 2, 0.912349);
    expect(selectThresholds(state())[2]).toBe(0.9123);
    setThreshold(store, 2, 1.7);
    expect(selectThresholds(state())[2]).toBe(1);
    setThreshold(store, 2, -3);
    expect(selectThresholds(state())[2]).toBe(0);
  });

  it('begins with every layer off where all tokens are kept', () => {
    state().choose({ tokens: 256 });
    encode([]);
    expect(selectThresholds(state())).toEqual([1, 1, 1, 1, 1, 1]);
    setThreshold(store, 5, 0.25);
    expect(selectThresholds(state())).toEqual([1, 1, 1, 1, 1, 0.25]);
  });

  it('is one entry of the history a movement, and comes back', () => {
    for (const value of [0.8, 0.7, 0.6]) setThreshold(store, 2, value, 'threshold 2 drag 1');
    expect(state().history.past).toHaveLength(1);
    state().undo();
    expect(selectCustom(state())).toBeNull();
    state().redo();
    expect(selectThresholds(state())[2]).toBe(0.6);
  });

  it('goes with regions, which keep budgets of their own', () => {
    const bitmap = { width: 4, height: 3, close: () => {} };
    const picture = { bitmap, width: 320, height: 240 };
    state().setPicture({ kind: 'ready', imageId: 'a', reading: '', picture });
    setThreshold(store, 2, 0.5);
    addInMiddle(store);
    expect(selectReduction(state())).toMatchObject({
      method: 'dymu',
      budget: { kind: 'thresholds', thresholds: withThird(0.5) },
      regions: [{ name: 'Region 1' }],
    });
  });

  it('is of no matter to methods without thresholds, and waits for the adaptive one', () => {
    setThreshold(store, 2, 0.5);
    state().choose({ method: 'tome' });
    expect(selectReduction(state())).toEqual(reductionFor({ method: 'tome', tokens: 90 }, fakeModel));
    expect(whyNotThresholds(state())).toMatch(/choose Adaptive/);
    state().choose({ method: 'dymu' });
    expect(selectThresholds(state())).toEqual(withThird(0.5));
  });

  it('makes answers stale, in words of its own', () => {
    const { virtualUnmerging } = state().choices;
    const model = fakeModel.directory;
    const asked = {
      ...{ model, question: 'q', virtualUnmerging },
      reduction: selectReduction(state()) ?? { method: 'none' as const },
    };
    const run = { kind: 'stopped', asked, text: '', before: { kind: 'done', asked, result: {} } } as never;
    const now = () => ({
      model,
      virtualUnmerging,
      reduction: selectReduction(state()) ?? { method: 'none' as const },
    });
    expect(staleReason(run, now())).toBeNull();
    setThreshold(store, 2, 0.5);
    expect(staleReason(run, now())).toBe('The thresholds have changed since.');
  });
});

describe('the slider', () => {
  it('takes its thresholds back into force when it moves, and that can be undone', () => {
    setThreshold(store, 2, 0.5);
    state().choose({ tokens: 100 });
    expect(selectReduction(state())).toEqual({ method: 'dymu', budget: { kind: 'tokens', tokens: 100 } });
    state().undo();
    expect(selectThresholds(state())).toEqual(withThird(0.5));
  });

  it('takes them back without moving by Reset', () => {
    setThreshold(store, 2, 0.5);
    resetThresholds(store);
    expect(selectReduction(state())).toEqual({ method: 'dymu', budget: { kind: 'tokens', tokens: 90 } });
  });
});

describe('keys on a point', () => {
  it('move it by a thousandth, by less with Shift, by more with the page keys, and to both ends', () => {
    const at = (key: string, shift = false) => {
      expect(thresholdKey(store, 2, key, shift)).toBe(true);
      return selectThresholds(store.getState())[2];
    };
    expect(at('ArrowUp')).toBe(0.921);
    expect(at('ArrowDown')).toBe(0.92);
    expect(at('ArrowDown', true)).toBe(0.9199);
    expect(at('PageDown')).toBe(0.9099);
    expect(at('PageUp')).toBe(0.9199);
    expect(at('Home')).toBe(0);
    expect(at('End')).toBe(1);
    expect(thresholdKey(store, 2, 'x', false)).toBe(false);
    expect(thresholdKey(store, 9, 'ArrowUp', false)).toBe(false);
  });
});

describe('presets', () => {
  it('are saved, chosen, renamed and deleted; what is in force is called as they are', () => {
    setThreshold(store, 2, 0.5);
    savePreset(store, '  careful ');
    expect(selectReduction(state())).toMatchObject({ budget: { kind: 'thresholds', name: 'careful' } });
    resetThresholds(store);
    const [preset] = state().thresholdPresets;
    if (preset === undefined) throw new Error('There is no preset.');
    expect(preset).toEqual({
      ...{ name: 'careful', encoder: 'fake-encoder', model: 'fake-vlm' },
      values: withThird(0.5),
    });
    choosePreset(store, preset);
    expect(selectThresholds(state())).toEqual(withThird(0.5));
    renamePreset(store, 'careful', 'faces');
    expect(selectCustom(state())?.name).toBe('faces');
    setThreshold(store, 0, 0.1);
    expect(selectCustom(state())?.name).toBeNull();
    deletePreset(store, 'faces');
    expect(state().thresholdPresets).toEqual([]);
    state().notices.at(-1)?.action?.run();
    expect(state().thresholdPresets.map(({ name }) => name)).toEqual(['faces']);
  });

  it('replace one of the same name, and are never renamed to a name that is taken', () => {
    savePreset(store, 'a');
    setThreshold(store, 2, 0.5);
    savePreset(store, 'a');
    expect(state().thresholdPresets.map(({ values }) => values)).toEqual([withThird(0.5)]);
    savePreset(store, 'b');
    renamePreset(store, 'b', 'a');
    expect(said()).toBe('There is a preset "a" already; choose another name.');
    expect(state().thresholdPresets.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('BAD CALL - of another encoder or depth are refused in one sentence, and nothing changes', () => {
    const preset = { name: 'theirs', model: 'other', values: ofSlider };
    choosePreset(store, { ...preset, encoder: 'other-encoder' });
    expect(said()).toBe(
      'The preset "theirs" was made for another vision encoder than that of fake-vlm; the same numbers mean something else there.',
    );
    choosePreset(store, { ...preset, encoder: 'fake-encoder', values: [0.5, 0.5] });
    expect(said()).toBe(
      'The preset "theirs" has 2 thresholds, but the encoder of fake-vlm executes 6 layers; it takes one each.',
    );
    expect(state().choices.thresholds).toBeNull();
  });

  it('include what was published for an encoder of this shape, for its executed layers', () => {
    const published = { name: 'DyMU low', source: 'paper', file: 'x', thresholds: [...ofSlider, 0.99] };
    state().setModel({ kind: 'ready', info: { ...fakeModel, published } });
    expect(selectChoosable(state())).toEqual([
      { name: 'DyMU low', encoder: 'fake-encoder', model: 'fake-vlm', values: ofSlider },
    ]);
    expect(selectChoosable(state())).toBe(selectChoosable(state()));
  });
});

describe('another model', () => {
  it('is not asked for thresholds that were made for another encoder', () => {
    setThreshold(store, 2, 0.5);
    state().setModel({ kind: 'ready', info: { ...fakeModel, encoder: 'other-encoder' } });
    expect(selectCustom(state())).toBeNull();
    expect(selectReduction(state())).toEqual({ method: 'dymu', budget: { kind: 'tokens', tokens: 90 } });
  });

  it('without a calibration can be asked for thresholds all the same', () => {
    setThreshold(store, 2, 0.5);
    state().setModel({ kind: 'ready', info: { ...fakeModel, calibration: null } });
    expect(selectReduction(state())).toMatchObject({ method: 'dymu', budget: { kind: 'thresholds' } });
  });
});

it('the key of a request is the same whatever its thresholds are called', () => {
  const budget = { kind: 'thresholds', thresholds: ofSlider } as const;
  expect(reductionKey({ method: 'dymu', budget: { ...budget, name: 'a' } })).toBe(
    JSON.stringify({ method: 'dymu', budget }),
  );
});
