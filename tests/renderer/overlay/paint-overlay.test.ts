import { describe, expect, it } from 'vitest';
import type { OverlayModel } from '../../../renderer/overlay/overlay-model.ts';
import { paintOverlay } from '../../../renderer/overlay/paint-overlay.ts';
import { heatColour } from '../../../src-engine/overlay/modes/heat.ts';
import { overlayMode, overlayNames, type OverlayName } from '../../../src-engine/overlay/modes.ts';
import { tintPalette } from '../../../src-engine/merging/group-colours.ts';
import { emptyDrawing } from '../../../src-engine/overlay/drawing.ts';
import { recordingBrush } from './brush.ts';
import { canvas, modelAt, projection } from './models.ts';

function painted(
  model: OverlayModel | null,
  name: OverlayName,
  opacity: number,
  at: typeof projection = projection,
): string[] {
  const { brush, calls } = recordingBrush();
  const drawing = model === null ? emptyDrawing : overlayMode(name).draw(model, false);
  paintOverlay(brush, canvas, model, drawing, opacity, at);
  return calls;
}

describe('paintOverlay, outlines', () => {
  it('tints the one group that is large enough and draws lines between different owners only', () => {
    const calls = painted(modelAt(2), 'outlines', 1);
    const fills = calls.filter((call) => call.startsWith('fill'));
    expect(fills).toHaveLength(2); // patches 0 and 1 in one stroke, patch 5 apart
    expect(fills[0]).toMatch(/^fill 0 0 20 10 #/);
    expect(fills[1]).toMatch(/^fill 20 10 10 10 #/);
    expect(tintPalette.some((tint) => fills[0]?.includes(tint))).toBe(true);
    const lines = calls.filter((call) => call.startsWith('from') || call.startsWith('to'));
    expect(lines).toEqual([
      'from 0.5 10.5',
      'to 30.5 10.5',
      'from 10.5 10.5',
      'to 10.5 20.5',
      'from 20.5 0.5',
      'to 20.5 20.5',
    ]);
  });

  it('lays a light line on a wider dark halo, both weakened by the opacity', () => {
    const calls = painted(modelAt(2), 'outlines', 0.5, { ...projection, ratio: 2 });
    expect(calls.filter((call) => call.startsWith('stroke'))).toEqual([
      'stroke #000 5 @0.2',
      'stroke #fff 2 @0.45',
    ]);
  });

  it('outlines every patch before the first layer and tints none', () => {
    const calls = painted(modelAt(0), 'outlines', 1);
    expect(calls.filter((call) => call.startsWith('fill'))).toEqual([]);
    expect(calls.filter((call) => call.startsWith('from'))).toHaveLength(3); // one row line, two column lines
  });
});

describe('paintOverlay, mosaic', () => {
  it('fills each group with its mean colour', () => {
    const means = Uint8ClampedArray.from([10, 20, 30, 40, 50, 60, 70, 80, 90, 1, 2, 3]);
    const calls = painted({ ...modelAt(2), means }, 'mosaic', 0.75);
    expect(calls).toEqual([
      'clear 0 0 30 20',
      'fill 0 0 20 10 rgb(10 20 30) @0.75',
      'fill 20 0 10 10 rgb(40 50 60) @0.75',
      'fill 0 10 10 10 rgb(70 80 90) @0.75',
      'fill 10 10 10 10 rgb(1 2 3) @0.75',
      'fill 20 10 10 10 rgb(10 20 30) @0.75',
    ]);
  });

  it('leaves the canvas clear while the picture is not there to take colours from', () => {
    const calls = painted(modelAt(2), 'mosaic', 1);
    expect(calls).toEqual(['clear 0 0 30 20']);
  });
});

describe('paintOverlay, heat', () => {
  it('fills tokens by the number of their patches, strip by strip, and keeps equal ones apart by a line', () => {
    const calls = painted(modelAt(2), 'heat', 0.5);
    const [single, triple] = [1, 3].map((size) => heatColour(size, 2)); // a quarter of six patches, two at least
    expect(calls.filter((call) => call.startsWith('fill'))).toEqual([
      `fill 0 0 20 10 ${triple} @0.5`,
      `fill 20 0 10 10 ${single} @0.5`,
      `fill 0 10 10 10 ${single} @0.5`,
      `fill 10 10 10 10 ${single} @0.5`,
      `fill 20 10 10 10 ${triple} @0.5`,
    ]);
    expect(calls.at(-1)).toBe('stroke #fff 1 @0.175');
  });
});

describe('paintOverlay, dropped patches', () => {
  it('darkens them in every mode that paints', () => {
    const owner = Int32Array.from([0, 0, 1, 2, 3, -1]);
    for (const name of overlayNames) {
      const dark = painted({ ...modelAt(2), owner, means: new Uint8ClampedArray(12) }, name, 1).filter(
        (call) => call.includes('#101114'),
      );
      expect(dark, name).toEqual(name === 'none' ? [] : ['fill 20 10 10 10 #101114 @0.6']);
    }
  });
});

describe('paintOverlay, nothing to show', () => {
  it('clears what was there', () => {
    for (const [model, mode, opacity] of [
      [null, 'outlines', 1],
      [modelAt(2), 'none', 1],
      [modelAt(2), 'outlines', 0],
    ] as const) {
      expect(painted(model, mode, opacity)).toEqual(['clear 0 0 30 20']);
    }
  });
});
