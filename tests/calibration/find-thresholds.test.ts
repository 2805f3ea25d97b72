import { describe, expect, it } from 'vitest';
import {
  meanThresholds,
  shareEdges,
  thresholdsOfBatch,
  type FindOptions,
} from '../../src-engine/calibration/find-thresholds.ts';
import type { LayerwiseEncoder } from '../../src-engine/calibration/layerwise-encoder.ts';
import type { Matching } from '../../src-engine/merging/soft-matching.ts';
import { patches, syntheticEncoder, syntheticImages } from './synthetic-encoder.ts';

const scores = (...best: number[]): Matching => ({
  best: Float32Array.from(best),
  partner: new Int32Array(best.length),
});
const masks = (edges: readonly Uint8Array[] | undefined) => edges?.map((mask) => Array.from(mask));

describe('shareEdges', () => {
  it('spends the merges of the batch on its highest scores', () => {
    const simple = scores(0.875, 0.75, 0.9375);
    const complex = scores(0.5, 0.125, 0.25);
    const { threshold, edges } = shareEdges([simple, complex], [6, 6], 0, 2);
    expect(masks(edges)).toEqual([
      [1, 1, 1],
      [1, 0, 0],
    ]);
    expect(threshold).toBe(0.25); // the first score that did not make it
  });

  it('has no limit per image', () => {
    const { edges } = shareEdges([scores(0.9, 0.9, 0.9), scores(0.1, 0.1, 0.1)], [5, 5], 0, 1);
    expect(masks(edges)).toEqual([
      [1, 1, 0],
      [0, 0, 0],
    ]);
  });

  it('prefers earlier images and rows among equal scores', () => {
    const { edges } = shareEdges([scores(0.5, 0.5), scores(0.5, 0.5)], [4, 4], 0, 1);
    expect(masks(edges)).toEqual([
      [1, 1],
      [0, 0],
    ]);
  });

  it('leaves the layer alone and switches it off for r = 0', () => {
    expect(shareEdges([scores(0.9, 0.9)], [4], 0, 0)).toEqual({ threshold: 1, edges: undefined });
    expect(shareEdges([scores(-Infinity)], [2], 1, 3)).toEqual({ threshold: 1, edges: undefined });
  });

  it('limits r by the longest image', () => {
    const { edges, threshold } = shareEdges([scores(0.75, 0.5, 0.25), scores(0.125)], [6, 2], 0, 9);
    expect(masks(edges)).toEqual([[1, 1, 1], [1]]); // 2 x 3 wanted, 4 there
    expect(threshold).toBe(0); // the shorter image is padded with rows that nothing resembles
  });

  it('takes the last score where every row of the list merges', () => {
    expect(shareEdges([scores(0.75, 0.5)], [4], 0, 2).threshold).toBe(0.5);
  });

  it('never returns a threshold below 0', () => {
    expect(shareEdges([scores(0.5, -0.25, -0.5)], [6], 0, 1).threshold).toBe(0);
  });

  it('never merges the class token', () => {
    const { edges, threshold } = shareEdges([scores(-Infinity, 0.5, 0.25)], [6], 1, 2);
    expect(masks(edges)).toEqual([[0, 1, 1]]);
    expect(threshold).toBe(0);
  });
});

describe('finding thresholds', () => {
  const images = syntheticImages(6);
  const prepare = (path: string) => images.prepare(path);
  const findThresholds = async (
    encoder: LayerwiseEncoder,
    batches: readonly (readonly number[])[],
    removals: readonly number[],
    options: FindOptions = {},
  ): Promise<number[]> => {
    const found: number[][] = [];
    for (const batch of batches) {
      found.push(await thresholdsOfBatch(encoder, batch.map(String), prepare, removals, options));
    }
    return meanThresholds(found);
  };

  it.each([0, 1] as const)(
    'lets every batch lose the wanted number of tokens on average, prefix %i',
    async (prefix) => {
      const encoder = syntheticEncoder(4, prefix);
      await findThresholds(encoder, [[0, 1, 2, 3, 4, 5]], [4, 0, 5, 1]);
      const total = (layer: number) =>
        encoder.attended
          .filter((call) => call.layer === layer)
          .reduce((sum, { tokens }) => sum + tokens - prefix, 0);
      expect([0, 1, 2, 3].map(total)).toEqual([36, 32, 32, 27].map((average) => average * 6));
      const lengths = encoder.attended.filter(({ layer }) => layer === 3).map(({ tokens }) => tokens);
      expect(lengths[0]).toBeLessThan(lengths[5]!); // the simple image lost more than the complex one
    },
  );

  it('gives one threshold per layer, 1 where nothing is to be merged', async () => {
    const thresholds = await findThresholds(
      syntheticEncoder(4, 0),
      [
        [0, 1, 2],
        [3, 4, 5],
      ],
      [4, 0, 5, 1],
    );
    expect(thresholds).toHaveLength(4);
    expect(thresholds[1]).toBe(1);
    for (const layer of [0, 2, 3]) expect(thresholds[layer]).toBeLessThan(1);
  });

  it('averages the batches with equal weight', async () => {
    const find = (batches: number[][]) => findThresholds(syntheticEncoder(3, 1), batches, [3, 3, 3]);
    const [first, second, both] = [
      await find([[0, 1]]),
      await find([[2, 3, 4, 5]]),
      await find([
        [0, 1],
        [2, 3, 4, 5],
      ]),
    ];
    both.forEach((threshold, layer) =>
      expect(threshold).toBeCloseTo((first[layer]! + second[layer]!) / 2, 12),
    );
    expect(first).not.toEqual(second);
  });

  it('reports a step per image and layer', async () => {
    let steps = 0;
    await findThresholds(syntheticEncoder(3, 0), [[0, 1], [2]], [1, 1, 1], {
      onStep: () => steps++,
    });
    expect(steps).toBe(9);
  });

  it('stops between two images when it is aborted', async () => {
    const abort = new AbortController();
    const encoder = syntheticEncoder(3, 0);
    const stopping = { ...encoder, attend: encoder.attend.bind(encoder) };
    const run = findThresholds(stopping, [[0, 1, 2]], [1, 1, 1], {
      signal: abort.signal,
      onStep: () => abort.abort(),
    });
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
    expect(encoder.attended).toHaveLength(3); // one layer was attended, the second one never began
  });

  it('holds no tokens back: all patches are there in the first layer', async () => {
    const encoder = syntheticEncoder(2, 1);
    await findThresholds(encoder, [[0]], [2, 2]);
    expect(encoder.attended[0]).toEqual({ layer: 0, tokens: patches + 1 });
  });
});
