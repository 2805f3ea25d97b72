import { expect, it } from 'vitest';
import { directedPositions } from '../../src-engine/merging/directed-positions.ts';
import { flatLayout } from '../../src-engine/merging/image-layout.ts';

const text = (count: number) => ({ kind: 'text', count }) as const;
const seen = (views: number, rows: number, columns: number, timeStep?: number) =>
  ({
    kind: 'image',
    layout: { ...flatLayout(views, rows * columns), grid: { rows, columns }, timeStep },
    views: [],
  }) as const;

it('is undefined where positions are one number', () => {
  const layout = flatLayout(1, 6);
  expect(directedPositions([text(2), { kind: 'image', layout, views: [] }, text(3)])).toBeUndefined();
});

it('counts the cells of a picture by row and column at one time', () => {
  const found = directedPositions([text(2), seen(1, 2, 3), text(2)])!;
  expect(Array.from(found.positions)).toEqual([0, 1, 2, 2, 2, 2, 2, 2, 5, 6]);
  expect(Array.from(found.across.rows)).toEqual([0, 1, 2, 2, 2, 3, 3, 3, 5, 6]);
  expect(Array.from(found.across.columns)).toEqual([0, 1, 2, 3, 4, 2, 3, 4, 5, 6]);
  expect(found.next).toBe(7);
});

// What transformers 5.24's Qwen2VLModel.get_rope_index says of nine views: the text behind them goes back in time.
it('every further view of a video is one later, and an answer comes after the last', () => {
  const found = directedPositions([text(2), seen(9, 2, 3), text(3)])!;
  const times = Array.from({ length: 9 }, (_, view) => new Array<number>(6).fill(2 + view)).flat();
  expect(Array.from(found.positions)).toEqual([0, 1, ...times, 5, 6, 7]);
  const rows = new Array<readonly number[]>(9).fill([2, 2, 2, 3, 3, 3]).flat();
  expect(Array.from(found.across.rows)).toEqual([0, 1, ...rows, 5, 6, 7]);
  const columns = new Array<readonly number[]>(9).fill([2, 3, 4, 2, 3, 4]).flat();
  expect(Array.from(found.across.columns)).toEqual([0, 1, ...columns, 5, 6, 7]);
  expect(found.next).toBe(11);
});

// Of Qwen2.5-VL: 4 tokens a second, 2 frames a view, 24 frames a second.
it('cuts fractions off times of views', () => {
  const found = directedPositions([text(1), seen(7, 1, 1, 4 * (2 / 24)), text(1)])!;
  expect(Array.from(found.positions)).toEqual([0, 1, 1, 1, 2, 2, 2, 3, 2]);
  expect(found.next).toBe(4);
});
