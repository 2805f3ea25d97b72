/** Steering by region against the plain PyTorch version in tools/golden (`python -m golden.steered`): owner maps equal, features within tolerance. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { perToken } from '../../src-engine/connectors/per-token.ts';
import { openVisionTower, type VisionTower } from '../../src-engine/inference/vision-tower.ts';
import type { SteerPlan } from '../../src-engine/reduction/plan.ts';
import { regionOfPatches } from '../../src-engine/reduction/steering/regions.ts';
import { shapeSchema } from '../../src-engine/reduction/steering/shapes.ts';
import { largestDifference, openGolden } from '../support/golden.ts';
import { countingFactory } from '../support/loaded.ts';

const numbers = z.array(z.number());
const schema = z.object({
  view: z.number(),
  thresholds: numbers,
  regions: z.array(z.object({ shape: shapeSchema, thresholds: numbers })),
  region_of_patch: numbers,
  counts: numbers,
  owner: z.array(numbers),
  size: numbers,
  features: z.array(numbers),
});

// With a class token, and without one.
describe.each(['llava15-clip', 'llava15-siglip'] as const)('%s steered by region', (name) => {
  const file = path.join(import.meta.dirname, `../fixtures/golden/${name}/steered.json`);
  const expected = schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const { view: side, thresholds } = expected;
  const view = { x: 0, y: 0, width: side, height: side };
  const plan: SteerPlan = {
    ...{ kind: 'steer', thresholds, budget: null },
    regions: expected.regions.map((region, index) => ({
      ...region,
      name: `${index}`,
      budget: { asked: 1, used: 1, reach: [1, 1] },
    })),
  };
  let golden: Awaited<ReturnType<typeof openGolden>>;
  let counted: Awaited<ReturnType<typeof countingFactory>>;
  const towers: VisionTower[] = [];

  beforeAll(async () => {
    golden = await openGolden(name);
    counted = await countingFactory(name);
    for (const shared of [false, true])
      towers.push(await openVisionTower(counted.factory, counted.spec, perToken, shared));
  });
  afterAll(async () => {
    for (const tower of towers) await tower.release();
  });

  it('gives every patch the region that holds its middle', () => {
    const shapes = expected.regions.map(({ shape }) => shape);
    expect([...regionOfPatches(shapes, view, counted.spec.vision.gridSide)]).toEqual(
      expected.region_of_patch,
    );
    expect(new Set(expected.region_of_patch).size).toBe(3); // both regions and the rest
  });

  it.each([
    ['in a session of its own', 0],
    ['in the session for all kinds of run', 1],
  ])('merges at every layer as the reference does, %s', async (_, index) => {
    const tower = towers[index];
    if (tower === undefined) throw new Error('There is no tower.');
    const pixels = Float32Array.from(golden.tensor('pixel_values') as ArrayLike<number>);
    const output = await (await tower.open(plan)).encode(pixels, { region: view });
    expect(output.countsPerLayer).toEqual(expected.counts);
    expect([...output.owner]).toEqual(expected.owner.flat());
    expect([...output.size]).toEqual(expected.size);
    const { features } = golden.facts.tolerances;
    expect(
      largestDifference(output.features, Float32Array.from(expected.features.flat())),
    ).toBeLessThanOrEqual(features);
  });
});
