import { describe, expect, it } from 'vitest';
import { paintHover } from '../../../renderer/overlay/paint-hover.ts';
import { recordingBrush } from './brush.ts';
import { canvas, modelAt, projection } from './models.ts';

const palette = { accent: '#0b6bc7', veil: '#fff' };
const nothing = { hover: null, pin: null, cursor: null };

describe('paintHover', () => {
  it('lights the whole group of the hovered patch, the far-away part included', () => {
    const { brush, calls } = recordingBrush();
    paintHover(brush, canvas, modelAt(2), { ...nothing, hover: 1 }, projection, palette);
    expect(calls.filter((call) => call.startsWith('fill'))).toEqual([
      'fill 0 0 10 10 #0b6bc7 @0.42',
      'fill 10 0 10 10 #0b6bc7 @0.42',
      'fill 20 10 10 10 #0b6bc7 @0.42',
    ]);
  });

  it('paints a group once when it is hovered and pinned', () => {
    const { brush, calls } = recordingBrush();
    paintHover(brush, canvas, modelAt(2), { ...nothing, hover: 0, pin: 5 }, projection, palette);
    expect(calls.filter((call) => call.startsWith('fill'))).toHaveLength(3);
  });

  it('puts a white rim under the accent, so that it shows on a picture of any colour', () => {
    const { brush, calls } = recordingBrush();
    paintHover(brush, canvas, modelAt(2), { ...nothing, pin: 2 }, projection, palette);
    expect(calls.filter((call) => call.startsWith('stroke'))).toEqual([
      'stroke #fff 4.5 @0.85',
      'stroke #0b6bc7 2.5 @1',
    ]);
  });

  it('marks the patch of the arrow keys inside its borders', () => {
    const { brush, calls } = recordingBrush();
    paintHover(brush, canvas, modelAt(2), { ...nothing, cursor: 4 }, projection, palette);
    expect(calls).toContain('rect 13 13 4 4');
  });

  it('clears and stops without an overlay or a mark', () => {
    const { brush, calls } = recordingBrush();
    paintHover(brush, canvas, null, { ...nothing, hover: 1 }, projection, palette);
    paintHover(brush, canvas, modelAt(1), nothing, projection, palette);
    expect(calls).toEqual(['clear 0 0 30 20', 'clear 0 0 30 20']);
  });
});
