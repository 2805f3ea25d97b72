import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Deps } from '../../../../renderer/session/deps.ts';
import { createAsker } from '../../../../renderer/session/ask.ts';
import { createRegionSession, type RegionSession } from '../../../../renderer/session/regions/regions.ts';
import { addInMiddle, spendOn } from '../../../../renderer/state/regions/acts.ts';
import { selectEven, whyNotEven } from '../../../../renderer/state/regions/even.ts';
import { selectRegions } from '../../../../renderer/state/regions/selectors.ts';
import { createDeps, ready } from '../parts.ts';

let deps: Deps;
let regions: RegionSession;
const state = () => deps.store.getState();

beforeEach(async () => {
  deps = createDeps();
  regions = createRegionSession(deps);
  await ready(deps);
  const bitmap = { width: 4, height: 3, close: () => {} };
  const picture = { bitmap, width: 320, height: 240 };
  state().setPicture({ kind: 'ready', imageId: 'a', reading: '', picture });
});

const file = (text: string, name = 'mine.json') => new File([text], name);
const box = { kind: 'box', x: 0, y: 0, width: 160, height: 240 };
const document = (shape: unknown, budget: unknown = '100%') =>
  JSON.stringify({ version: 1, regions: [{ name: 'left', shape, budget }] });
const said = () => state().notices.at(-1)?.text;

describe('a file of regions', () => {
  it('becomes the regions of the picture, which can be taken back', async () => {
    await regions.take(file(document(box, 40)));
    expect(selectRegions(state())).toEqual([
      { name: 'left', shape: box, budget: { kind: 'tokens', tokens: 40 } },
    ]);
    state().undo();
    expect(selectRegions(state())).toEqual([]);
  });

  it('comes out as it went in', async () => {
    await regions.take(file(document(box, '35%')));
    expect(JSON.parse(regions.text() ?? '')).toEqual(JSON.parse(document(box, '35%')));
  });

  it('BAD CALL - is refused in one sentence that names it, and changes nothing', async () => {
    await regions.take(file('{'));
    expect(said()).toMatch(/^mine\.json is not valid JSON; give a file of regions/);
    await regions.take(file(document({ kind: 'circle' })));
    expect(said()).toMatch(/mine\.json is no file of regions \(regions\.0\.shape.*must be 'box' or/);
    await regions.take(file(document({ kind: 'mask', width: 9, height: 9, runs: [1, 2] })));
    expect(said()).toMatch(/mask of the region "left" is 9 x 9 pixels and the picture 320 x 240/);
    expect(state().choices.regions).toEqual({});
  });

  it('is nothing without regions', () => {
    expect(regions.text()).toBeNull();
  });
});

describe('an even spread', () => {
  it('answers the same question with as many tokens, without regions', async () => {
    addInMiddle(deps.store);
    spendOn(deps.store, 0, { kind: 'share', share: 1 });
    expect(whyNotEven(state())).toMatch(/Ask a question with regions first/);
    await createAsker(deps).ask('What is it?');
    expect(whyNotEven(state())).toBeNull();
    await regions.compareEvenly();
    const even = selectEven(state());
    if (even?.kind !== 'done') throw new Error(`The even spread ended as ${even?.kind ?? 'nothing'}.`);
    expect(even.even.reduction).not.toHaveProperty('regions');
    expect(Math.abs(even.even.result.visualTokens - even.steered.result.visualTokens)).toBeLessThanOrEqual(1);
  });

  it('is not shown for another answer', async () => {
    addInMiddle(deps.store);
    const asker = createAsker(deps);
    await asker.ask('What is it?');
    await regions.compareEvenly();
    await asker.ask('And what is this?');
    expect(selectEven(state())).toBeNull();
  });

  it('that fails says why', async () => {
    addInMiddle(deps.store);
    await createAsker(deps).ask('What is it?');
    const engine = deps.link.ready;
    if (engine === null) throw new Error('There is no engine.');
    vi.spyOn(engine, 'encode').mockRejectedValue(new Error('broken'));
    await regions.compareEvenly();
    expect(selectEven(state())?.kind).toBe('failed');
  });
});
