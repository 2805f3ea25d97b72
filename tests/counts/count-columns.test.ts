import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsAt } from '../../src-engine/counts/count-columns.ts';
import { countsAt } from '../../src-engine/counts/count-curve.ts';

const means = [16, 40, 90];
const count = fc.option(fc.integer({ min: 1, max: 256 }));
const image = fc.record({ fullTokens: fc.constantFrom(256, 512), counts: fc.tuple(count, count, count) });

describe('counts of columns', () => {
  it('are those of the images one by one, also where not every point was counted', () => {
    fc.assert(
      fc.property(
        fc.array(image, { maxLength: 8 }),
        fc.double({ min: 1, max: 300, noNaN: true }),
        (images, budget) => {
          const columns = {
            full: Float64Array.from(images, ({ fullTokens }) => fullTokens),
            counts: means.map((_, point) =>
              Float64Array.from(images, ({ counts }) => counts[point] ?? Number.NaN),
            ),
          };
          const found = columnsAt(columns, means, 256, budget);
          expect([...found]).toEqual([...countsAt(images, means, 256, budget)]);
        },
      ),
    );
  });

  it('are as many as were counted at a point, and halfway between two points the mean of both', () => {
    const columns = {
      full: Float64Array.of(256, 256),
      counts: [Float64Array.of(10, 20), Float64Array.of(30, 50), Float64Array.of(80, Number.NaN)],
    };
    expect([...columnsAt(columns, means, 256, 40)]).toEqual([30, 50]);
    expect([...columnsAt(columns, means, 256, 28)]).toEqual([20, 35]);
    expect([...columnsAt(columns, means, 256, 256)]).toEqual([256, 256]);
  });
});
