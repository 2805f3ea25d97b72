import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { regionsFile, regionsFileSchema } from '../../../src-engine/reduction/steering/file.ts';
import type { SteeredRegion } from '../../../src-engine/reduction/steering/regions.ts';

const budget: fc.Arbitrary<SteeredRegion['budget']> = fc.oneof(
  fc.integer({ min: 1, max: 1000 }).map((tokens) => ({ kind: 'tokens', tokens }) as const),
  fc.integer({ min: 1, max: 1000 }).map((share) => ({ kind: 'share', share: share / 1000 }) as const),
);
const shape: fc.Arbitrary<SteeredRegion['shape']> = fc.oneof(
  fc.constant({ kind: 'box', x: 1.5, y: 2, width: 3, height: 4 } as const),
  fc.constant({ kind: 'polygon', points: [[0, 0], [4, 0], [4, 4]] } as const), // prettier-ignore
  fc.constant({ kind: 'mask', width: 4, height: 4, runs: [2, 3, 4] } as const),
);
const region = fc.record({ name: fc.string({ minLength: 1, maxLength: 100 }), shape, budget });

describe('the file of regions', () => {
  it('reads what it has written', () => {
    fc.assert(
      fc.property(fc.array(region, { minLength: 1, maxLength: 5 }), (regions) => {
        const written: unknown = JSON.parse(regionsFile(regions, () => 1));
        const { regions: read } = regionsFileSchema.parse(written);
        expect(read.map(({ name, shape: of }) => [name, of])).toEqual(
          regions.map(({ name, shape: of }) => [name, of]),
        );
        read.forEach(({ budget: got }, i) => {
          const given = regions[i]?.budget;
          if (got.kind === 'share' && given?.kind === 'share') expect(got.share).toBeCloseTo(given.share, 12);
          else expect(got).toEqual(given);
        });
      }),
    );
  });

  it('has a number where a preset stood', () => {
    const preset = { kind: 'preset', preset: 'low' } as const;
    const one = {
      name: 'a',
      shape: { kind: 'box', x: 0, y: 0, width: 1, height: 1 },
      budget: preset,
    } as const;
    expect(JSON.parse(regionsFile([one], () => 38))).toMatchObject({ regions: [{ budget: 38 }] });
  });
});
