import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { perToken } from '../../src-engine/connectors/per-token.ts';
import { openLayerwiseTower } from '../../src-engine/inference/layerwise-tower.ts';
import { openVisionTower } from '../../src-engine/inference/vision-tower.ts';
import type { VisionTower } from '../../src-engine/inference/vision-tower.ts';
import { planByTokenThresholds } from '../../src-engine/merging/merge-plan.ts';
import { mergeRows } from '../../src-engine/merging/merge-rows.ts';
import { composeOwner, identityOwner } from '../../src-engine/merging/owner-map.ts';
import { tokenThresholds } from '../../src-engine/merging/token-thresholds.ts';
import type { SteerPlan } from '../../src-engine/reduction/plan.ts';
import { patchThresholds, regionOfPatches } from '../../src-engine/reduction/steering/regions.ts';
import { largestDifference } from '../support/golden.ts';
import { countingFactory } from '../support/loaded.ts';
import { noise } from '../support/noise.ts';

type Counted = Awaited<ReturnType<typeof countingFactory>>;

const region = { x: 0, y: 0, width: 100, height: 100 };
const use = { asked: 10, used: 10, reach: [1, 100] } as const;

describe.each(['llava15-clip', 'llava15-siglip', 'paligemma'] as const)(
  'the tower of %s, steered',
  (name) => {
    let counted: Counted;
    let separate: VisionTower;
    let shared: VisionTower;
    let pixels: Float32Array;

    beforeAll(async () => {
      counted = await countingFactory(name);
      separate = await openVisionTower(counted.factory, counted.spec, perToken, false);
      shared = await openVisionTower(counted.factory, counted.spec, perToken, true);
      pixels = noise(3 * counted.spec.vision.imageSize ** 2);
    });
    afterAll(() => Promise.all([separate.release(), shared.release()]));

    const layers = (value: (layer: number) => number): number[] =>
      Array.from({ length: counted.spec.vision.executedLayers }, (_, layer) => value(layer));
    const rising = (layer: number): number => 0.2 + 0.1 * layer;
    const left = { kind: 'box', x: 0, y: 0, width: 50, height: 100 } as const;
    const steered = (outside: readonly number[], inside: readonly number[]): SteerPlan => ({
      kind: 'steer',
      thresholds: outside,
      regions: [{ name: 'left', shape: left, thresholds: inside, budget: use }],
      budget: null,
    });
    const run = async (tower: VisionTower, plan: SteerPlan) =>
      (await tower.open(plan)).encode(pixels, { region });

    it('merges as the pure functions do, layer by layer', async () => {
      const { vision } = counted.spec;
      const plan = steered(
        layers(rising),
        layers(() => 0.75),
      );
      const given = patchThresholds(
        regionOfPatches([left], region, vision.gridSide),
        plan.regions.map(({ thresholds }) => thresholds),
        plan.thresholds,
      );
      const tower = await openLayerwiseTower(counted.factory, vision);
      let rows = await tower.begin(pixels);
      let owner = identityOwner(vision.patches);
      const owners: number[] = [];
      for (let layer = 0; layer < vision.executedLayers; layer += 1) {
        const attended = await tower.attend(layer, rows);
        const tokens = attended.rows.size.length;
        const ofPatches = given.subarray(layer * vision.patches, (layer + 1) * vision.patches);
        const merge = planByTokenThresholds(
          attended.matching,
          tokens,
          tower.prefix,
          tokenThresholds(owner, ofPatches, tokens, tower.prefix),
        );
        owner = composeOwner(owner, merge, tower.prefix);
        owners.push(...owner);
        rows = await tower.feed(layer, mergeRows(attended.rows, merge));
      }
      await tower.release();

      const output = await run(separate, plan);
      expect(Array.from(output.owner)).toEqual(owners);
      expect(output.tokens).toBeLessThan(vision.patches);
      if (vision.postNorm !== true) {
        const features = rows.hidden.subarray(vision.classToken ? vision.width : 0);
        expect(largestDifference(output.features, features)).toBeLessThanOrEqual(1e-4);
      }
    });

    it('is the plain rule to the last bit where all regions have its thresholds', async () => {
      for (const tower of [separate, shared]) {
        const thresholds = layers(rising);
        const plain = await tower.open({
          kind: 'merge',
          rule: { by: 'threshold', thresholds },
          budget: null,
        });
        const expected = await plain.encode(pixels);
        const output = await run(tower, steered(thresholds, thresholds));
        expect(output.features).toEqual(expected.features);
        expect(output.owner).toEqual(expected.owner);
        expect(output.size).toEqual(expected.size);
        expect(output.scores?.()).toEqual(expected.scores?.());
      }
    });

    it('leaves every patch of a region by itself where all tokens are asked for, while the rest merges', async () => {
      const { patches, gridSide } = counted.spec.vision;
      const output = await run(
        separate,
        steered(
          layers(() => -2),
          layers(() => 1),
        ),
      );
      const owner = output.owner.subarray(output.owner.length - patches);
      const regionOf = regionOfPatches([left], region, gridSide);
      const inside = owner.filter((_, patch) => regionOf[patch] === 0);
      expect(inside.length).toBeGreaterThan(0);
      for (const token of inside) expect(output.size[token]).toBe(1);
      expect(output.tokens).toBeLessThan(patches);
    });

    it('gives in one session for all what a session of its own gives', async () => {
      const plan = steered(
        layers(rising),
        layers(() => 0.75),
      );
      const [one, other] = [await run(shared, plan), await run(separate, plan)];
      expect(one.owner).toEqual(other.owner);
      expect(largestDifference(one.features, other.features)).toBeLessThanOrEqual(1e-5);
    });
  },
);

it('a region that nobody drew costs no session', async () => {
  const { factory, count, spec } = await countingFactory('llava15-clip');
  const tower = await openVisionTower(factory, spec, perToken, false);
  const thresholds = new Array<number>(spec.vision.executedLayers).fill(0.5);
  await tower.open({ kind: 'merge', rule: { by: 'threshold', thresholds }, budget: null });
  expect(count.opened).toBe(2);
  await tower.open({ kind: 'steer', thresholds, regions: [], budget: null });
  expect(count.opened).toBe(3);
  await tower.release();
  expect(count.alive).toBe(0);
});
