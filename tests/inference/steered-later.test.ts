/** What steering adds to the one session for all kinds of run: nothing before the first region. */
import { describe, expect, it } from 'vitest';
import { perToken } from '../../src-engine/connectors/per-token.ts';
import { openVisionTower, type VisionTower } from '../../src-engine/inference/vision-tower.ts';
import type { Plan, SteerPlan } from '../../src-engine/reduction/plan.ts';
import { countingFactory } from '../support/loaded.ts';
import { noise } from '../support/noise.ts';

const region = { x: 0, y: 0, width: 100, height: 100 };
const input = 'patch_thresholds'; // of graphs that steer

/** A shared tower, and every graph that was built for it. `refuse`: the number of the opening that fails. */
async function observed(refuse = -1) {
  const counted = await countingFactory('llava15-siglip');
  const steers: boolean[] = [];
  const bytes: number[] = [];
  const factory: typeof counted.factory = {
    device: counted.factory.device,
    open: (build) =>
      steers.length === refuse
        ? (steers.push(true), Promise.reject(new Error('no memory')))
        : counted.factory.open((context) => {
            const graph = build(context);
            steers.push(Buffer.from(graph).includes(input));
            bytes.push(graph.length);
            return graph;
          }),
  };
  const tower = await openVisionTower(factory, counted.spec, perToken, true);
  const layers = counted.spec.vision.executedLayers;
  const thresholds = Array.from({ length: layers }, (_, layer) => 0.2 + 0.1 * layer);
  const merge: Plan = { kind: 'merge', rule: { by: 'threshold', thresholds }, budget: null };
  const steer: SteerPlan = {
    ...{ kind: 'steer', thresholds, budget: null },
    regions: [
      {
        name: 'left',
        shape: { kind: 'box', x: 0, y: 0, width: 50, height: 100 },
        thresholds: thresholds.map(() => 0.9),
        budget: { asked: 10, used: 10, reach: [1, 100] },
      },
    ],
  };
  const pixels = noise(3 * counted.spec.vision.imageSize ** 2);
  const encode = async (plan: Plan, by: VisionTower = tower) =>
    (await by.open(plan)).encode(pixels, { region });
  return { tower, encode, merge, steer, steers, bytes, count: counted.count };
}

describe('a session for all kinds of run', () => {
  it('is built without ways that steer, whatever else it is asked for', async () => {
    const { tower, encode, merge, steers, count } = await observed();
    await encode(merge);
    await encode({ kind: 'plain' });
    await encode({ kind: 'select', tokens: 9 });
    expect(steers).toEqual([false, false]); // the encoder and the projector
    expect(count).toEqual({ opened: 2, alive: 2 });
    await tower.release();
  });

  it('gives its place to one that steers at the first region, once, and merges as before', async () => {
    const { tower, encode, merge, steer, steers, bytes, count } = await observed();
    const [before, plain] = [await encode(merge), await encode({ kind: 'plain' })];
    const steered = await encode(steer);
    expect(steered.tokens).toBeGreaterThan(before.tokens);
    await encode(steer);
    expect(steers).toEqual([false, false, true]);
    expect(count).toEqual({ opened: 3, alive: 2 });
    expect(bytes[2] ?? 0).toBeGreaterThan(1.3 * (bytes[0] ?? 0));
    for (const [plan, then] of [
      [merge, before],
      [{ kind: 'plain' }, plain],
    ] as const) {
      const now = await encode(plan);
      expect(now.features).toEqual(then.features);
      expect(now.owner).toEqual(then.owner);
    }
    await tower.release();
    expect(count.alive).toBe(0);
  });

  it('is back where one that steers does not load, and the next region tries again', async () => {
    const { tower, encode, merge, steer, steers, count } = await observed(2);
    const before = await encode(merge);
    await expect(encode(steer)).rejects.toThrow('no memory');
    expect((await encode(merge)).owner).toEqual(before.owner);
    await encode(steer);
    expect(steers).toEqual([false, false, true, false, true]);
    expect(count.alive).toBe(2);
    await tower.release();
  });
});
