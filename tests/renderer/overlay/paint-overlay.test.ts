import { describe, expect, it } from 'vitest';
import { paintOverlay } from '../../../renderer/overlay/paint-overlay.ts';
import { tintPalette } from '../../../src-engine/merging/group-colours.ts';
import { recordingBrush } from './brush.ts';
import { canvas, modelAt, projection } from './models.ts';

describe('paintOverlay, outlines', () => {
  it('tints the one group that is large enough and draws lines between different owners only', () => {
    const { brush, calls } = recordingBrush();
    paintOverlay(brush, canvas, modelAt(2), 'outlines', 1, projection);
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
    const { brush, calls } = recordingBrush();
    paintOverlay(brush, canvas, modelAt(2), 'outlines', 0.5, { ...projection, ratio: 2 });
    expect(calls.filter((call) => call.startsWith('stroke'))).toEqual([
      'stroke #000 5 @0.175',
      'stroke #fff 2 @0.425',
    ]);
  });

  it('outlines every patch before the first layer and tints none', () => {
    const { brush, calls } = recordingBrush();
    paintOverlay(brush, canvas, modelAt(0), 'outlines', 1, projection);
    expect(calls.filter((call) => call.startsWith('fill'))).toEqual([]);
    expect(calls.filter((call) => call.startsWith('from'))).toHaveLength(3); // one row line, two column lines
  });
});

describe('paintOverlay, mosaic', () => {
  it('fills each group with its mean colour', () => {
    const { brush, calls } = recordingBrush();
    const means = Uint8ClampedArray.from([10, 20, 30, 40, 50, 60, 70, 80, 90, 1, 2, 3]);
    paintOverlay(brush, canvas, { ...modelAt(2), means }, 'mosaic', 0.75, projection);
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
    const { brush, calls } = recordingBrush();
    paintOverlay(brush, canvas, modelAt(2), 'mosaic', 1, projection);
    expect(calls).toEqual(['clear 0 0 30 20']);
  });
});

describe('paintOverlay, nothing to show', () => {
  it('clears what was there', () => {
    for (const [model, mode, opacity] of [
      [null, 'outlines', 1],
      [modelAt(2), 'none', 1],
      [modelAt(2), 'outlines', 0],
    ] as const) {
      const { brush, calls } = recordingBrush();
      paintOverlay(brush, canvas, model, mode, opacity, projection);
      expect(calls).toEqual(['clear 0 0 30 20']);
    }
  });
});
