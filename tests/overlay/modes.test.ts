import { describe, expect, it } from 'vitest';
import { overlayMode, overlayNames, perOverlay } from '../../src-engine/overlay/modes.ts';

describe('the table of overlay modes', () => {
  it('names every mode once', () => {
    expect([...overlayNames].sort()).toEqual(Object.keys(perOverlay(() => 0)).sort());
    for (const name of overlayNames) expect(overlayMode(name).id).toBe(name);
  });

  it('gives every mode a key of its own', () => {
    expect(overlayNames.map((name) => overlayMode(name).key)).toEqual(['1', '2', '3', '4', '5']);
  });

  it('has one value a mode', () => {
    expect(perOverlay((mode) => mode.opacity)).toEqual({
      outlines: 0.8,
      mosaic: 1,
      heat: 0.75,
      similarity: 0.75,
      none: null,
    });
  });
});
