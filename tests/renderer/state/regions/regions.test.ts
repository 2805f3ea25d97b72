import { beforeEach, describe, expect, it } from 'vitest';
import { selectReduction, reductionOf } from '../../../../renderer/state/selectors.ts';
import {
  addInMiddle,
  clearRegions,
  nudgeRegion,
  removeRegion,
  renameRegion,
  shiftRegion,
  spendOn,
} from '../../../../renderer/state/regions/acts.ts';
import { steeredReduction } from '../../../../renderer/state/regions/budgets.ts';
import { handDown, handMove, handUp } from '../../../../renderer/state/regions/hand.ts';
import { followCursor, penKey } from '../../../../renderer/state/regions/keys.ts';
import { regionsKey } from '../../../../renderer/state/regions/key.ts';
import { everything, withRegions, type Regions } from '../../../../renderer/state/regions/list.ts';
import { keptOf, selectRegions, whyNotSteer } from '../../../../renderer/state/regions/selectors.ts';
import { reductionFor } from '../../../../renderer/state/budget.ts';
import { reductionKey, staleReason } from '../../../../renderer/state/run.ts';
import { createAppStore, type AppStore } from '../../../../renderer/state/store.ts';
import { fakeEncoding } from '../../../support/fake-encoding.ts';
import { fakeModel } from '../../../support/fake-model.ts';
import { shelfImage } from '../../support/samples.ts';

let store: AppStore;
const state = () => store.getState();
const shapes = () => selectRegions(state()).map(({ shape }) => shape);

beforeEach(() => {
  store = createAppStore();
  const bitmap = { width: 4, height: 3, close: () => {} };
  state().addImages([shelfImage('a'), shelfImage('b')]);
  state().settle({ selected: 'a', tokens: 90 });
  state().setModel({ kind: 'ready', info: fakeModel });
  state().setPicture({
    kind: 'ready',
    imageId: 'a',
    reading: '',
    picture: { bitmap, width: 320, height: 240 },
  });
});

/** Encodes what the state asks for, as the encode loop would. */
function encode(): void {
  const reduction = selectReduction(state());
  if (reduction === null) throw new Error('There is nothing to ask for.');
  const encoding = fakeEncoding(fakeModel, { image: { kind: 'file', path: 'a' }, reduction }, 500);
  state().setShown({ kind: 'live', imageId: 'a', reading: '', key: reductionKey(reduction), encoding });
}

describe('a picture without regions', () => {
  it('is asked for exactly as before there were any', () => {
    for (const method of ['dymu', 'tome', 'pool', 'visionzip'] as const) {
      for (const tokens of [30, 90, 256]) {
        state().choose({ method, tokens });
        expect(selectReduction(state())).toEqual(reductionFor({ method, tokens }, fakeModel));
        expect(reductionKey(selectReduction(state()) ?? { method: 'none' })).toBe(
          JSON.stringify(reductionFor({ method, tokens }, fakeModel)),
        );
      }
    }
    expect(selectReduction(state())).not.toHaveProperty('regions');
  });
});

describe('regions of a picture', () => {
  it('are asked for with the budget for the rest, and belong to that picture alone', () => {
    addInMiddle(store);
    const [region] = selectRegions(state());
    expect(selectReduction(state())).toEqual({
      method: 'dymu',
      budget: { kind: 'tokens', tokens: 90 },
      regions: [{ name: 'Region 1', shape: region?.shape, budget: everything }],
    });
    expect(reductionOf(state(), 'b')).toEqual({ method: 'dymu', budget: { kind: 'tokens', tokens: 90 } });
  });

  it('with all tokens around them leave those alone', () => {
    addInMiddle(store);
    spendOn(store, 0, { kind: 'tokens', tokens: 40 });
    state().choose({ tokens: 256 });
    expect(selectReduction(state())).toMatchObject({ method: 'dymu', budget: everything });
  });

  it('wait while another method is chosen, which cannot be steered', () => {
    addInMiddle(store);
    state().choose({ method: 'tome' });
    expect(selectReduction(state())).toEqual({ method: 'tome', budget: { kind: 'tokens', tokens: 90 } });
    expect(whyNotSteer(state())).toMatch(/choose Adaptive/);
  });

  it('wait while the question is about several pictures, and are said to; of the others they stay', () => {
    addInMiddle(store);
    const plain = { method: 'dymu', budget: { kind: 'tokens', tokens: 90 } };
    state().choose({ chosen: ['b', 'a'] });
    expect(selectReduction(state())).toEqual(plain);
    expect(whyNotSteer(state())).toMatch(/ask about one alone/);
    state().choose({ chosen: [], selected: 'b' });
    expect(reductionOf(state(), 'a')).toHaveProperty('regions');
    expect(whyNotSteer(state())).toBe('The picture has not been read yet.');
  });

  it('are brought within the reach of the model in use', () => {
    const regions: Regions = [
      {
        name: 'one',
        shape: { kind: 'box', x: 0, y: 0, width: 9, height: 9 },
        budget: { kind: 'tokens', tokens: 729 },
      },
    ];
    const asked = steeredReduction({ method: 'dymu', tokens: 90 }, fakeModel, regions);
    expect(asked).toMatchObject({ regions: [{ budget: everything }] });
  });

  it('are named, spent on, reordered and removed, and every step can be taken back', () => {
    addInMiddle(store);
    addInMiddle(store);
    renameRegion(store, 1, '  the face ');
    renameRegion(store, 1, '   '); // says nothing
    spendOn(store, 0, { kind: 'tokens', tokens: 40 });
    shiftRegion(store, 1, -1);
    expect(selectRegions(state()).map(({ name }) => name)).toEqual(['the face', 'Region 1']);
    removeRegion(store, 0);
    expect(selectRegions(state()).map(({ name }) => name)).toEqual(['Region 1']);
    const names: string[] = [];
    for (let i = 0; i < 6; i += 1) {
      state().undo();
      names.push(
        selectRegions(state())
          .map(({ name }) => name)
          .join(),
      );
    }
    expect(names).toEqual(['the face,Region 1', 'Region 1,the face', 'Region 1,the face', 'Region 1,Region 2', 'Region 1', '']); // prettier-ignore
    state().redo();
    expect(selectRegions(state())).toHaveLength(1);
  });

  it('go with their picture, also out of the history', () => {
    addInMiddle(store);
    state().forgetImage('a', 'b');
    expect(state().choices.regions).toEqual({});
    state().undo();
    expect(state().choices.regions).toEqual({});
  });

  it('are counted by the engine; what was counted for another list is not shown for this one', () => {
    addInMiddle(store);
    encode();
    const [kept] = keptOf(state().shown, 1) ?? [];
    expect(kept?.patches).toBeGreaterThan(10);
    expect(kept?.tokens).toBeGreaterThan(0);
    expect(keptOf(state().shown, 2)).toBeNull();
    clearRegions(store);
    encode();
    expect(keptOf(state().shown, 1)).toBeNull();
  });
});

describe('keys', () => {
  it('move a region by a patch and resize it by its lower right corner, as one entry of the history', () => {
    encode();
    addInMiddle(store);
    const past = state().history.past.length;
    nudgeRegion(store, [1, 0], false);
    nudgeRegion(store, [1, 0], false);
    const [width, height] = [320 / 16, 240 / 16];
    expect(shapes()[0]).toMatchObject({ x: 320 / 3 + 2 * width, y: 80, width: 320 / 3, height: 80 });
    expect(state().history.past).toHaveLength(past + 1);
    nudgeRegion(store, [0, -1], true);
    expect(shapes()[0]).toMatchObject({ y: 80, height: 80 - height });
    expect(state().history.past).toHaveLength(past + 2);
  });

  it.each(['box', 'lasso', 'brush'] as const)(
    'draw with the %s: Enter begins, arrows lead, Enter ends',
    (tool) => {
      encode();
      const stop = followCursor(store);
      state().setRegionTool(tool);
      state().setCursor(17);
      expect(penKey(store, 'Enter')).toBe(true);
      for (const patch of [18, 19, 35, 51]) state().setCursor(patch);
      expect(selectRegions(state())).toHaveLength(1); // the encoder follows
      expect(state().history.past).toHaveLength(0);
      expect(penKey(store, 'Enter')).toBe(true);
      stop();
      expect(state().choices.regions['a']).toHaveLength(1);
      expect(state().history.past).toHaveLength(1);
      if (tool === 'box') {
        // From the second patch of the second row to the fourth of the fourth, both whole.
        expect(shapes()[0]).toEqual({ kind: 'box', x: 20, y: 15, width: 60, height: 45 });
      }
    },
  );

  it('are left to others while no tool is in hand', () => {
    encode();
    state().setCursor(17);
    expect(penKey(store, 'Enter')).toBe(false);
  });
});

describe('a hand', () => {
  it('draws, and what is drawn is kept when it lets go; dropped, nothing has happened', () => {
    state().setRegionTool('box');
    expect(handDown(store, [10, 10], 5)).toBe(true);
    handMove(store, [60, 40]);
    expect(shapes()).toEqual([{ kind: 'box', x: 10, y: 10, width: 50, height: 30 }]);
    state().setRegionDraft(null); // Escape
    expect(shapes()).toEqual([]);
    handMove(store, [70, 50]); // the pointer is still down
    handUp(store);
    expect(shapes()).toEqual([]);
    expect(state().history.past).toHaveLength(0);
  });

  it('takes hold of the selected region only, and moves it as one entry of the history', () => {
    addInMiddle(store);
    state().selectRegion(null);
    expect(handDown(store, [160, 120], 5)).toBe(false); // pan and pin
    state().selectRegion(0);
    expect(handDown(store, [160, 120], 5)).toBe(true);
    handMove(store, [150, 115]);
    handMove(store, [140, 110]);
    handUp(store);
    expect(shapes()[0]).toMatchObject({ x: 320 / 3 - 20, y: 70 });
    expect(state().history.past).toHaveLength(2);
  });

  it('that presses without moving changes nothing', () => {
    addInMiddle(store);
    handDown(store, [160, 120], 5);
    handUp(store);
    expect(state().history.past).toHaveLength(1);
  });

  it('paints on at a brushed region that is selected, and erases it to nothing', () => {
    state().setRegionTool('brush');
    handDown(store, [50, 50], 5);
    handUp(store);
    handDown(store, [120, 50], 5);
    handUp(store);
    expect(selectRegions(state())).toHaveLength(1);
    state().setRegionTool('erase');
    state().setBrushSize(2);
    handDown(store, [100, 50], 5);
    handUp(store);
    expect(selectRegions(state())).toHaveLength(0);
  });
});

describe('answers', () => {
  it('are stale when the regions have changed, and say so', () => {
    addInMiddle(store);
    const reduction = selectReduction(state());
    const budget = { kind: 'tokens', tokens: 90 } as const;
    if (reduction === null) throw new Error('There is nothing to ask for.');
    const asked = { model: 'm', question: 'q', virtualUnmerging: true, reduction };
    const run = { kind: 'failed', asked, text: '', message: '', before: { kind: 'done', asked } } as never;
    expect(staleReason(run, asked)).toBeNull();
    expect(staleReason(run, { ...asked, reduction: { method: 'dymu', budget } })).toBe(
      'The regions have changed since.',
    );
    expect(staleReason(run, { ...asked, reduction: { ...reduction, budget: { kind: 'tokens', tokens: 50 } } as never })).toBe('The budget has moved since.'); // prettier-ignore
  });
});

describe('the key of regions', () => {
  it('is equal for equal ones, however long, and differs for others', () => {
    const of = (runs: readonly number[]): Regions => [
      { name: 'one', shape: { kind: 'mask', width: 5000, height: 5000, runs }, budget: everything },
    ];
    const runs = Array.from({ length: 3000 }, (_, i) => i % 7);
    const key = regionsKey(of(runs));
    expect(key).toBe(regionsKey(of([...runs])));
    expect(key.length).toBeLessThan(100);
    expect(key).not.toBe(regionsKey(of(runs.with(1500, 99))));
    expect(withRegions({}, 'a', [])).toEqual({});
  });
});
