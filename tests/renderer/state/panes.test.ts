import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allOpen,
  exploreLayout,
  noSizes,
  pictureArea,
  type ExploreLayout,
  type ExplorePane,
  type LayoutWish,
  type PaneLayout,
  type Room,
} from '../../../renderer/state/panes.ts';

const usual: LayoutWish = { sizes: noSizes, open: allOpen, presenting: false, aspect: 1 };
/** What the view has of a window: without top bar, rail and bottom line. */
const viewOf = (width: number, height: number): Room => ({ width: width - 64, height: height - 68 });

function asPanes(layout: ExploreLayout): PaneLayout {
  if (layout.kind !== 'panes') throw new Error(`It is a ${layout.kind}.`);
  return layout;
}

/** The share of a window that the picture covers. */
function share(width: number, height: number, wish: LayoutWish): number {
  const room = wish.presenting ? { width, height } : viewOf(width, height);
  const layout = exploreLayout(room, wish);
  if (layout.kind === 'presentation') {
    const { at, size } = layout.words;
    const left = at === 'beside' ? { ...room, width: width - size } : { ...room, height: height - size };
    return pictureArea(left, wish.aspect) / (width * height);
  }
  const { shelf, side, dialogue, layers } = asPanes(layout);
  const stage = {
    width: room.width - (shelf?.size ?? 0) - (side?.size ?? 0) - (layers?.at === 'beside' ? layers.size : 0),
    height: room.height - 41 - (dialogue?.size ?? 0) - (layers?.at === 'below' ? layers.size : 0),
  };
  return pictureArea(stage, wish.aspect) / (width * height);
}

describe('the picture is the hero', () => {
  it.each([
    [1280, 800, 0.18],
    [1920, 1080, 0.2],
    [1024, 640, 0.15],
    [3840, 2160, 0.3],
  ])('at %i x %i with everything open', (width, height, least) => {
    expect(share(width, height, usual)).toBeGreaterThanOrEqual(least);
  });

  it.each([
    [1280, 800, 1],
    [1280, 800, 16 / 9],
    [1280, 800, 4 / 3],
    [1920, 1080, 1],
  ])('at %i x %i in a presentation of a picture %f times as wide as high', (width, height, aspect) => {
    expect(share(width, height, { ...usual, presenting: true, aspect })).toBeGreaterThanOrEqual(0.45);
  });

  it('and larger when dialogue or side are closed', () => {
    const closed = (pane: ExplorePane) => ({
      ...usual,
      open: { ...allOpen, [pane]: false },
    });
    expect(share(1280, 800, closed('dialogue'))).toBeGreaterThan(share(1280, 800, usual) * 1.3);
    const wide = { ...usual, aspect: 2 };
    expect(share(1280, 800, { ...closed('side'), aspect: 2 })).toBeGreaterThan(share(1280, 800, wide));
  });
});

describe('the layers', () => {
  it('stand beside a square picture and below a wide one', () => {
    const at = (aspect: number) => asPanes(exploreLayout(viewOf(1280, 800), { ...usual, aspect })).layers?.at;
    expect(at(1)).toBe('beside');
    expect(at(0.6)).toBe('beside');
    expect(at(2)).toBe('below');
  });

  it('stand below even a narrow one where a wide shelf leaves no room for both', () => {
    const sizes = { ...noSizes, shelf: 280.5 };
    const wish = { sizes, open: { ...allOpen, dialogue: false }, presenting: false, aspect: 0.05 };
    expect(asPanes(exploreLayout({ width: 960, height: 572 }, wish)).layers?.at).toBe('below');
  });
});

describe('a wish', () => {
  it('is a size as long as the rest of the window can live with it', () => {
    const wish = { ...usual, sizes: { ...noSizes, side: 400, dialogue: 5000 } };
    const { side, dialogue } = asPanes(exploreLayout(viewOf(1280, 800), wish));
    expect(side?.size).toBe(400);
    expect(dialogue?.size).toBe(dialogue?.most);
  });

  it.each(['shelf', 'side', 'dialogue'] as const)('may be that there is no %s', (pane) => {
    const open = { ...allOpen, [pane]: false };
    expect(asPanes(exploreLayout(viewOf(1280, 800), { ...usual, open }))[pane]).toBeNull();
  });
});

it('is a column in a narrow window', () => {
  expect(exploreLayout({ width: 640, height: 700 }, usual)).toEqual({ kind: 'column' });
});

it('never hides the picture, and keeps every size between its ends, whatever is wished for', () => {
  const size = fc.option(fc.double({ min: 0, max: 20_000, noNaN: true }), { nil: null });
  const wish = fc.record({
    sizes: fc.record({ shelf: size, side: size, dialogue: size, layersBeside: size, layersBelow: size }),
    open: fc.record({
      shelf: fc.boolean(),
      side: fc.boolean(),
      dialogue: fc.boolean(),
      layers: fc.boolean(),
    }),
    presenting: fc.constant(false),
    aspect: fc.double({ min: 0.05, max: 20, noNaN: true }),
  });
  const room = fc.record({
    width: fc.integer({ min: 960, max: 4000 }),
    height: fc.integer({ min: 572, max: 2200 }),
  });
  fc.assert(
    fc.property(room, wish, (here, wanted) => {
      const layout = asPanes(exploreLayout(here, wanted));
      const { shelf, side, dialogue, layers } = layout;
      for (const pane of [shelf, side, dialogue, layers]) {
        if (pane === null) continue;
        expect(pane.size).toBeGreaterThanOrEqual(pane.least);
        expect(pane.size).toBeLessThanOrEqual(pane.most);
      }
      const width = here.width - (shelf?.size ?? 0) - (side?.size ?? 0);
      const height = here.height - (dialogue?.size ?? 0) - 41;
      expect(width - (layers?.at === 'beside' ? layers.size : 0)).toBeGreaterThanOrEqual(200);
      expect(height - (layers?.at === 'below' ? layers.size : 0)).toBeGreaterThanOrEqual(110);
    }),
  );
});
