import { describe, expect, it, vi } from 'vitest';
import { createOverlayBuilder, type ColoursOf } from '../../../renderer/overlay/overlay-builder.ts';
import { buildOverlay, ownerAt, tokensAt } from '../../../renderer/overlay/overlay-model.ts';
import type { Picture } from '../../../renderer/state/stage-slice.ts';
import { view } from './models.ts';

describe('buildOverlay', () => {
  it('has every patch as its own token before the first layer', () => {
    expect([...ownerAt(view, 0)]).toEqual([0, 1, 2, 3, 4, 5]);
    expect(tokensAt(view, 0)).toBe(6);
    expect([...ownerAt(view, 2)]).toEqual([0, 0, 1, 2, 3, 0]);
    expect(tokensAt(view, 2)).toBe(4);
  });

  it('gives the same groups the same tints, whatever was on screen before', () => {
    const wide = {
      ...view,
      grid: [1, 8] as const,
      countsPerLayer: [6, 5],
      // prettier-ignore
      owner: Int32Array.from([
        0, 0, 0, 1, 2, 3, 4, 5,
        0, 0, 0, 0, 1, 2, 3, 4,
      ]),
    };
    const build = createOverlayBuilder(() => null);
    const alone = buildOverlay(wide, 1, null).tints;
    build({ ...wide }, 2, null);
    expect(build(wide, 1, null)?.tints).toEqual(alone);
    expect(alone[0]).toBeGreaterThanOrEqual(0);
  });
});

describe('createOverlayBuilder', () => {
  const picture = { width: 30, height: 20 } as Picture; // its bitmap is not touched here
  const colours = { sum: new Float64Array(18).fill(4), count: new Int32Array(6).fill(2) };

  it('sums the pixels once per picture, however many layers and budgets are shown', () => {
    const coloursOf = vi.fn<ColoursOf>(() => colours);
    const build = createOverlayBuilder(coloursOf);
    build(view, 2, picture);
    build(view, 1, picture);
    build({ ...view, region: { ...view.region } }, 2, picture);
    expect(coloursOf).toHaveBeenCalledTimes(1);
    build(view, 2, { ...picture });
    expect(coloursOf).toHaveBeenCalledTimes(2);
  });

  it('returns the same model while nothing changes', () => {
    const build = createOverlayBuilder(() => colours);
    expect(build(view, 2, picture)).toBe(build(view, 2, picture));
    expect(build(view, 2, picture)).not.toBe(build(view, 1, picture));
  });

  it('has no model without an encoding', () => {
    expect(createOverlayBuilder(() => colours)(null, null, picture)).toBeNull();
  });
});
