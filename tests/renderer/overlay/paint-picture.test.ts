import { describe, expect, it } from 'vitest';
import { outside, paintPicture } from '../../../renderer/overlay/paint-picture.ts';
import { recordingBrush } from './brush.ts';

const palette = { accent: '#00f', veil: '#eee' };
const stub = {} as CanvasImageSource; // the recording brush does not look at it
const source = { width: 40, height: 20 };

describe('paintPicture', () => {
  it('veils what a centre crop cuts off on both sides', () => {
    const { brush, calls } = recordingBrush();
    const region = { x: 10, y: 0, width: 20, height: 20 };
    const at = { scale: 2, x: 5, y: 3, ratio: 1 };
    paintPicture(brush, { width: 100, height: 50 }, { bitmap: stub, source, region }, at, palette);
    expect(calls).toEqual([
      'clear 0 0 100 50',
      'image 5 3 80 40',
      'fill 5 3 20 40 #eee @0.72',
      'fill 65 3 20 40 #eee @0.72',
    ]);
    expect(brush.globalAlpha).toBe(1);
  });

  it('veils nothing where the view covers the whole picture', () => {
    const { brush, calls } = recordingBrush();
    const scene = { bitmap: stub, source, region: { x: 0, y: 0, ...source } };
    paintPicture(brush, source, scene, { scale: 1, x: 0, y: 0, ratio: 1 }, palette);
    expect(calls.filter((call) => call.startsWith('fill'))).toEqual([]);
  });

  it('shows pixels as squares when they are large, and smooths them when they are not', () => {
    const { brush } = recordingBrush();
    const scene = { bitmap: stub, source, region: null };
    paintPicture(brush, source, scene, { scale: 8, x: 0, y: 0, ratio: 1 }, palette);
    expect(brush.imageSmoothingEnabled).toBe(false);
    paintPicture(brush, source, scene, { scale: 1, x: 0, y: 0, ratio: 2 }, palette);
    expect(brush.imageSmoothingEnabled).toBe(true);
  });
});

describe('outside', () => {
  it('cuts a frame into four parts that do not overlap', () => {
    const parts = outside({ x: 0, y: 0, width: 10, height: 10 }, { x: 2, y: 3, width: 4, height: 5 });
    expect(parts.reduce((sum, part) => sum + part.width * part.height, 0)).toBe(100 - 20);
  });

  it('has no part where the view reaches beyond the picture', () => {
    expect(outside({ x: 0, y: 0, width: 10, height: 10 }, { x: -5, y: -5, width: 30, height: 30 })).toEqual(
      [],
    );
  });
});
