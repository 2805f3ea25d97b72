import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { perToken } from '../../src-engine/connectors/per-token.ts';
import { openVisionTower } from '../../src-engine/inference/vision-tower.ts';
import type { VisionTower } from '../../src-engine/inference/vision-tower.ts';
import type { Plan } from '../../src-engine/reduction/plan.ts';
import { largestDifference } from '../support/golden.ts';
import { countingFactory } from '../support/loaded.ts';
import { noise } from '../support/noise.ts';

type Counted = Awaited<ReturnType<typeof countingFactory>>;

// CLIP: the case with a class token, which must be in no number that leaves the tower.
describe('the vision tower of a small CLIP', () => {
  let counted: Counted;
  let tower: VisionTower;
  let pixels: Float32Array;

  beforeAll(async () => {
    counted = await countingFactory('llava15-clip');
    tower = await openVisionTower(counted.factory, counted.spec, perToken);
    pixels = noise(3 * counted.spec.vision.imageSize ** 2);
  });
  afterAll(() => tower.release());

  const merging = (rows: number): Plan => ({
    kind: 'merge',
    rule: { by: 'count', rows: new Array<number>(counted.spec.vision.executedLayers).fill(rows) },
    budget: null,
  });

  it('loads what merges and what projects, and further copies of the weights only when a plan needs them', async () => {
    expect(counted.count.opened).toBe(2);
    await tower.open(merging(2));
    expect(counted.count.opened).toBe(2);
    await tower.open({ kind: 'plain' });
    await tower.open({ kind: 'pool', tokens: 9 });
    expect(counted.count.opened).toBe(3); // pooling averages what the plain encoder computes
    await Promise.all([tower.open({ kind: 'select', tokens: 9 }), tower.open({ kind: 'select', tokens: 8 })]);
    expect(counted.count.opened).toBe(4);
  });

  it('computes every token under the plain plan', async () => {
    const { patches, width, executedLayers } = counted.spec.vision;
    const output = await (await tower.open({ kind: 'plain' })).encode(pixels);
    expect(output.features.length).toBe(patches * width);
    expect(output.countsPerLayer).toEqual(new Array<number>(executedLayers).fill(patches));
    expect(new Set(output.size)).toEqual(new Set([1]));
    expect(output.scores).toBeUndefined();
  });

  it('takes so many rows away in every layer, and every patch keeps an owner', async () => {
    const { patches, width, executedLayers } = counted.spec.vision;
    const output = await (await tower.open(merging(2))).encode(pixels);
    const counts = Array.from({ length: executedLayers }, (_, layer) => patches - 2 * (layer + 1));
    expect(output.countsPerLayer).toEqual(counts);
    expect(output.tokens).toBe(counts.at(-1));
    expect(output.features.length).toBe(output.tokens * width);
    expect(output.size.reduce((sum, size) => sum + size, 0)).toBe(patches);
    for (const [layer, tokens] of counts.entries()) {
      const owners = output.owner.subarray(layer * patches, (layer + 1) * patches);
      expect([...new Set(owners)].sort((a, b) => a - b)).toEqual(Array.from({ length: tokens }, (_, i) => i));
    }
    expect(output.scores?.().length).toBe(executedLayers * patches);
  });

  it('runs the plain graph where no layer can merge, and the merging one there only for its scores', async () => {
    const plain = await (await tower.open({ kind: 'plain' })).encode(pixels);
    const run = await tower.open(merging(0));
    const none = await run.encode(pixels);
    expect(none.features).toEqual(plain.features);
    expect(none.scores).toBeUndefined();
    const scored = await run.encode(pixels, { scores: true });
    expect(largestDifference(scored.features, plain.features)).toBeLessThanOrEqual(2e-5);
    expect(scored.owner).toEqual(none.owner);
    expect(scored.scores?.().length).toBe(counted.spec.vision.executedLayers * counted.spec.vision.patches);
  });

  it.each(['pool', 'select'] as const)(
    'gives exactly the tokens that a plan to %s asks for',
    async (kind) => {
      const { patches, width } = counted.spec.vision;
      const output = await (await tower.open({ kind, tokens: 9 })).encode(pixels);
      expect([output.tokens, output.size.length, output.features.length]).toEqual([9, 9, 9 * width]);
      expect(output.countsPerLayer.at(-1)).toBe(9);
      expect(output.owner.at(-1)).toBeLessThan(9);
      expect(output.countsPerLayer[0]).toBe(patches);
      expect(output.selected === undefined).toBe(kind === 'pool');
    },
  );

  it('connects every token by itself: as many rows, each at the patches of its token after the last layer', async () => {
    const { vision, text } = counted.spec;
    const output = await (await tower.open(merging(1))).encode(pixels);
    const all = await tower.connect(output);
    expect(all.rows).toBe(output.tokens);
    expect(all.projected.length).toBe(output.tokens * text.width);
    expect([...all.rowOfCell]).toEqual([...output.owner.slice(-vision.patches)]);
    const second = await tower.connect({
      ...output,
      features: output.features.slice(vision.width, 2 * vision.width),
      tokens: 1,
    });
    const row = all.projected.slice(text.width, 2 * text.width);
    expect(largestDifference(row, second.projected)).toBeLessThanOrEqual(1e-6);
  });
});

// One graph with ways between its parts must compute what three graphs compute.
describe.each(['llava15-clip', 'llava15-siglip', 'paligemma'] as const)(
  'one session for all of %s',
  (name) => {
    let counted: Counted;
    let shared: VisionTower;
    let separate: VisionTower;
    let pixels: Float32Array;

    beforeAll(async () => {
      counted = await countingFactory(name);
      shared = await openVisionTower(counted.factory, counted.spec, perToken, true);
      pixels = noise(3 * counted.spec.vision.imageSize ** 2);
    });
    beforeAll(async () => {
      const other = await countingFactory(name);
      separate = await openVisionTower(other.factory, other.spec, perToken, false);
    });
    afterAll(() => Promise.all([shared.release(), separate.release()]));

    const layers = (value: (layer: number) => number): number[] =>
      Array.from({ length: counted.spec.vision.executedLayers }, (_, layer) => value(layer));
    const rules = {
      plain: (): Plan => ({ kind: 'plain' }),
      pool: (): Plan => ({ kind: 'pool', tokens: 9 }),
      select: (): Plan => ({ kind: 'select', tokens: 9 }),
      'merge by count': (): Plan => ({
        kind: 'merge',
        rule: { by: 'count', rows: layers((layer) => 3 - (layer % 3)) },
        budget: null,
      }),
      'merge by threshold': (): Plan => ({
        kind: 'merge',
        rule: { by: 'threshold', thresholds: layers((layer) => 0.2 + 0.1 * layer) },
        budget: null,
      }),
    };

    it.each(Object.entries(rules))('gives for %s what a session of its own gives', async (_, planOf) => {
      const plan = planOf();
      const both = await Promise.all(
        [shared, separate].map(async (tower) => (await tower.open(plan)).encode(pixels)),
      );
      const [one, other] = both;
      expect(largestDifference(one!.features, other!.features)).toBeLessThanOrEqual(1e-5);
      expect(one!.owner).toEqual(other!.owner);
      expect(one!.size).toEqual(other!.size);
      expect(one!.countsPerLayer).toEqual(other!.countsPerLayer);
      expect(one!.scores?.()).toEqual(other!.scores?.());
      expect(one!.selected).toEqual(other!.selected);
    });

    it('opens the encoder once', () => {
      expect(counted.count.opened).toBe(2); // the encoder and the projector
    });
  },
);

describe('a tower that is given up', () => {
  it('releases every session that it opened', async () => {
    const { factory, count, spec } = await countingFactory('llava15-siglip');
    const tower = await openVisionTower(factory, spec, perToken);
    await tower.open({ kind: 'plain' });
    expect(count).toEqual({ opened: 3, alive: 3 });
    await tower.release();
    expect(count.alive).toBe(0);
  });

  it('keeps nothing where the projector does not load', async () => {
    const { factory, count, spec } = await countingFactory('llava15-siglip');
    const failing = {
      device: factory.device,
      open: (build: Parameters<typeof factory.open>[0]) =>
        count.opened === 1 ? Promise.reject(new Error('no memory')) : factory.open(build),
    };
    await expect(openVisionTower(failing, spec, perToken)).rejects.toThrow('no memory');
    expect(count).toEqual({ opened: 1, alive: 0 });
  });
});
