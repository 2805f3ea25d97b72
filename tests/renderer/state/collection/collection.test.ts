import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascendingOrder } from '../../../../src-engine/counts/ascending-order.ts';
import { correlationOf, correlationWith } from '../../../../src-engine/counts/correlation.ts';
import { emptyColumns, withChanges } from '../../../../renderer/state/collection/columns.ts';
import {
  countsAt,
  descending,
  isMeasured,
  rowsAt,
  sortedRows,
  valuesOf,
} from '../../../../renderer/state/collection/counts.ts';
import {
  filteredRows,
  nameRanks,
  noFilter,
  orderedRows,
} from '../../../../renderer/state/collection/order.ts';
import { differenceOf, planOf } from '../../../../renderer/state/collection/plan.ts';
import {
  brushed,
  openRange,
  selectedRows,
  withRows,
} from '../../../../renderer/state/collection/selection.ts';
import {
  renameTag,
  taggedRows,
  withTag,
  withTags,
  withoutTag,
} from '../../../../renderer/state/collection/tags.ts';
import { answerOf, columnsOf, imageOf } from './samples.ts';

const rows = (columns: { readonly rows: number }) =>
  Uint32Array.from({ length: columns.rows }, (_, row) => row);

describe('the columns of a collection', () => {
  const images = [
    imageOf(7, 'a/x.jpg'),
    imageOf(9, 'y.png', { views: null, fullTokens: null, counts: [null, null] }),
  ];

  it('hold every image in a row, and NaN for what is not known', () => {
    const columns = columnsOf(images);
    expect(columns.budgets).toEqual([40, 80]);
    expect(columns.names).toEqual(['x.jpg', 'y.png']);
    expect([...columns.folderOf].map((index) => columns.folders[index])).toEqual(['a', '']);
    expect([...columns.jpeg]).toEqual([1, 0]);
    expect([...columns.bytesPerPixel]).toEqual([0.7, 0.9]);
    expect(columns.counts.map((column) => [...column])).toEqual([
      [70, Number.NaN],
      [140, Number.NaN],
    ]);
    expect([...columns.full]).toEqual([256, Number.NaN]);
  });

  it('keep the rows of images when some change, come or go', () => {
    const rowOf = new Map<number, number>();
    const first = withChanges(emptyColumns('/pictures'), answerOf(images), rowOf);
    const change = answerOf([imageOf(9, 'y.png', { counts: [5, 6] }), imageOf(11, 'a/z.jpg')], {
      whole: false,
      gone: [7],
      revision: 'r2',
    });
    const second = withChanges(first, change, rowOf);
    expect(second.rows).toBe(3);
    expect([...second.alive]).toEqual([0, 1, 1]);
    expect([...(second.counts[0] ?? [])]).toEqual([70, 5, 110]);
    expect(second.folders).toEqual(['a', '']);
    expect(first.rows).toBe(2); // what was shown before is as it was
    expect([...(first.counts[0] ?? [])]).toEqual([70, Number.NaN]);
  });
});

describe('counts over a collection', () => {
  const columns = columnsOf([imageOf(1, 'a.jpg'), imageOf(2, 'b.jpg', { views: 2, fullTokens: 512 })]);

  it('come from the points of the calibration, or from the method where it has one number for all', () => {
    expect([...countsAt(columns, { method: 'dymu', tokens: 60 }, 256)]).toEqual([15, 30]);
    expect([...countsAt(columns, { method: 'dymu', tokens: 256 }, 256)]).toEqual([256, 512]);
    expect([...countsAt(columns, { method: 'tome', tokens: 60 }, 256)]).toEqual([60, 120]);
    expect(isMeasured(columns, { method: 'dymu', tokens: 60 }, 256)).toBe(false);
    expect(isMeasured(columns, { method: 'dymu', tokens: 80 }, 256)).toBe(true);
  });

  it('are unknown without a calibration', () => {
    const bare = columnsOf([imageOf(1, 'a.jpg', { counts: [] })], { points: [] });
    expect([...countsAt(bare, { method: 'dymu', tokens: 60 }, 256)]).toEqual([Number.NaN]);
  });
});

describe('the order of a collection', () => {
  it('sorts without a comparator: ascending, equal ones as they were, unknown ones last', () => {
    const values = [3, Number.NaN, 1, 3, -0.5];
    expect([...sortedRows(Uint32Array.of(0, 1, 2, 3, 4), (row) => values[row] ?? 0)]).toEqual([
      4, 2, 0, 3, 1,
    ]);
  });

  const columns = columnsOf([
    imageOf(1, 'b/10.jpg'),
    imageOf(2, 'b/2.jpg'),
    imageOf(3, 'b/c/1.png'),
    imageOf(4, 'a/7.jpg'),
  ]);
  const counts = countsAt(columns, { method: 'dymu', tokens: 40 }, 256); // 10, 20, 30, 40
  const others = Float64Array.of(10, 30, Number.NaN, 38);
  const by = (field: 'name' | 'folder' | 'tokens' | 'difference', descending = false) => [
    ...orderedRows(columns, counts, others, nameRanks(columns), rows(columns), { field, descending }),
  ];

  it('takes numbers in names as numbers, and the name within a folder', () => {
    expect(by('name')).toEqual([2, 1, 3, 0]);
    expect(by('folder')).toEqual([3, 1, 0, 2]);
    expect(by('tokens', true)).toEqual([3, 2, 1, 0]);
    expect(by('difference', true)).toEqual([1, 0, 3, 2]); // +10, 0, -2, unknown
  });

  it('lets pass what fits all of the filter', () => {
    const pass = (filter: Partial<typeof noFilter>, tagged: Uint8Array | null = null) => [
      ...filteredRows(columns, counts, { ...noFilter, ...filter }, Uint8Array.of(0, 1), tagged),
    ];
    expect(pass({})).toEqual([0, 1, 2, 3]);
    expect(pass({ text: ' B/ ' })).toEqual([0, 1, 2]);
    expect(pass({ folder: 'b' })).toEqual([0, 1, 2]);
    expect(pass({ jpegOnly: true })).toEqual([0, 1, 3]);
    expect(pass({ selectedOnly: true })).toEqual([1]);
    expect(pass({ tag: 'x' }, Uint8Array.of(0, 0, 1, 1))).toEqual([2, 3]);
    expect(pass({ ranges: { tokens: { from: 20, to: 30 } } })).toEqual([1, 2]);
    expect(pass({ ranges: { share: { from: null, to: 20 / 256 } } })).toEqual([0, 1]);
  });

  it('is brushed among the rows shown; rows selected by hand are added', () => {
    const area = { tokens: { from: 15, to: 40 }, bytesPerPixel: openRange };
    const selection = brushed(columns, counts, Uint32Array.of(0, 1, 2), area);
    expect([...selection]).toEqual([0, 1, 1, 0]);
    expect([...selectedRows(columns, withRows(selection, [3], 4, true))]).toEqual([1, 2, 3]);
  });
});

describe('one sort for the table, the plan and the correlation', () => {
  const count = fc.oneof(
    fc.integer({ min: 1, max: 6 }),
    fc.double({ min: 1, max: 6 }),
    fc.constant(Number.NaN),
  );
  const some = fc.array(fc.record({ count, shown: fc.boolean(), x: fc.integer({ min: 0, max: 9 }) }), {
    maxLength: 60,
  });

  it('gives what a sort of its own gives each of them', () => {
    fc.assert(
      fc.property(some, (images) => {
        const counts = Float64Array.from(images, ({ count: value }) => value);
        const x = Float64Array.from(images, (image) => image.x);
        const shown = Uint32Array.from(images.flatMap((image, row) => (image.shown ? [row] : [])));
        const values = valuesOf(shown, counts);
        const places = ascendingOrder(values);
        const ascending = rowsAt(shown, places);
        const full = new Float64Array(images.length).fill(256);
        expect(ascending).toEqual(sortedRows(shown, (row) => counts[row] ?? 0));
        expect(descending(ascending, counts)).toEqual(sortedRows(shown, (row) => -(counts[row] ?? 0)));
        expect(planOf(shown, counts, full, ascending)).toEqual(planOf(shown, counts, full));
        expect(correlationWith(valuesOf(shown, x))(values, places)).toEqual(
          correlationOf(valuesOf(shown, x), values),
        );
      }),
    );
  });
});

describe('the plan of a budget', () => {
  const full = new Float64Array(21).fill(256);

  it('says what the images cost on average, what is enough for 95 % of them, and which lie far off', () => {
    const counts = Float64Array.from({ length: 21 }, (_, row) =>
      row === 20 ? 240 : row === 19 ? Number.NaN : 80 + row,
    );
    const plan = planOf(
      Uint32Array.from({ length: 21 }, (_, row) => row),
      counts,
      full,
    );
    expect(plan).toMatchObject({
      images: 20,
      unknown: 1,
      enough: 98,
      most: 240,
      fewest: 80,
      fullTotal: 20 * 256,
    });
    expect(plan?.mean).toBeCloseTo((19 * 89 + 240) / 20, 9);
    expect(plan?.high).toEqual([20]);
    expect(plan?.low).toEqual([]);
  });

  it('is not there where nothing is counted', () => {
    expect(planOf(Uint32Array.of(0), Float64Array.of(Number.NaN), full)).toBeNull();
  });

  it('tells two budgets apart by half a token', () => {
    const difference = differenceOf(
      Uint32Array.of(0, 1, 2, 3),
      Float64Array.of(1, 2, 3, Number.NaN),
      Float64Array.of(1.2, 4, 1, 9),
    );
    expect(difference).toMatchObject({ images: 3, more: 1, fewer: 1 });
    expect(difference?.mean).toBeCloseTo(0.2 / 3, 9);
  });
});

describe('tags', () => {
  it('are put on, taken off, renamed into one another and gone when the last image has lost them', () => {
    const tags = withTag(withTag({}, 'sharp', ['a', 'b', 'a']), 'keep', ['b']);
    expect(tags).toEqual({ sharp: ['a', 'b'], keep: ['b'] });
    expect(renameTag(tags, 'sharp', 'keep')).toEqual({ keep: ['b', 'a'] });
    expect(withoutTag(tags, 'keep', ['b'])).toEqual({ sharp: ['a', 'b'] });
    expect([...taggedRows({ paths: ['b', 'c', 'a'], rows: 3 }, ['a', 'b'])]).toEqual([1, 0, 1]);
    expect(withTags({ '/x': tags }, '/x', {})).toEqual({});
  });
});
