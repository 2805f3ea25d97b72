import { describe, expect, it } from 'vitest';
import {
  paintRegions,
  type PaintedRegion,
  type RegionBrush,
} from '../../../../renderer/overlay/regions/paint-regions.ts';
import { maskOf, strokeRows } from '../../../../renderer/overlay/regions/spans.ts';

const canvas = { width: 400, height: 400 };
const at = { scale: 2, x: 10, y: 20, ratio: 2 };

/** Writes down what is drawn, with the settings that tell regions apart. */
function recording() {
  const calls: string[] = [];
  let dash: readonly number[] = [];
  const numbers = (values: readonly unknown[]) => values.map(String).join(' ');
  const brush: RegionBrush = {
    fillStyle: '',
    strokeStyle: '',
    globalAlpha: 1,
    lineWidth: 1,
    font: '',
    textAlign: 'left',
    textBaseline: 'top',
    beginPath: () => {},
    closePath: () => void calls.push('close'),
    clearRect: (...args) => void calls.push(`clear ${numbers(args)}`),
    fill: () => void calls.push('fill'),
    fillRect: (...args) => void calls.push(`strip ${numbers(args)}`),
    fillText: (text: string) => void calls.push(`text ${text}`),
    lineTo: (...args) => void calls.push(`to ${numbers(args)}`),
    moveTo: (...args) => void calls.push(`from ${numbers(args)}`),
    rect: (...args) => void calls.push(`rect ${numbers(args)}`),
    setLineDash: (given) => {
      dash = [...given];
    },
    stroke: () => void calls.push(`stroke ${brush.strokeStyle as string} [${dash.join(' ')}]`),
  };
  return { brush, calls };
}

const box = (spending: PaintedRegion['spending']): PaintedRegion => ({
  shape: { kind: 'box', x: 5, y: 5, width: 10, height: 20 },
  spending,
  label: '1',
});

describe('the painter of regions', () => {
  it('draws a box where it lies on the picture, in device pixels, with a white rim under its line', () => {
    const { brush, calls } = recording();
    paintRegions(brush, canvas, [box('all')], -1, at, 'blue');
    expect(calls).toEqual([
      'clear 0 0 400 400',
      'rect 40 60 40 80',
      'stroke #fff []',
      'stroke #111 []',
      'strip 40 60 32 32',
      'text 1',
    ]);
  });

  it('tells by dashes how much a region spends, so that colour need not', () => {
    const lines = (['all', 'own', 'little'] as const).map((spending) => {
      const { brush, calls } = recording();
      paintRegions(brush, canvas, [box(spending)], -1, at, 'blue');
      return calls.filter((call) => call.startsWith('stroke #111'));
    });
    expect(new Set(lines.flat()).size).toBe(3);
  });

  it('puts eight handles around the region in hand, and none around others', () => {
    const count = (selected: number) => {
      const { brush, calls } = recording();
      paintRegions(brush, canvas, [box('all')], selected, at, 'blue');
      return calls.filter((call) => call.startsWith('rect')).length;
    };
    expect([count(-1), count(0)]).toEqual([1, 9]);
  });

  it('closes a lasso and fills what was brushed', () => {
    const lasso = recording();
    const points = [[0, 0], [4, 0], [4, 4]] as const; // prettier-ignore
    paintRegions(
      lasso.brush,
      canvas,
      [{ ...box('all'), shape: { kind: 'polygon', points } }],
      -1,
      at,
      'blue',
    );
    expect(lasso.calls).toEqual(
      expect.arrayContaining(['from 20 40', 'to 36 40', 'to 36 56', 'close', 'text 1']),
    );
    const brushed = recording();
    const mask = maskOf(strokeRows([[5, 5]], 2, { width: 20, height: 20 }), { width: 20, height: 20 });
    if (mask === null) throw new Error('The brush painted nothing.');
    paintRegions(brushed.brush, canvas, [{ ...box('all'), shape: mask }], -1, at, 'blue');
    expect(brushed.calls.filter((call) => call.startsWith('strip'))).toHaveLength(4 + 1); // rows and the label
  });
});
