import { describe, expect, it } from 'vitest';
import { keepRuns, type KeptRun } from '../../src-engine/inference/kept-runs.ts';

const shape = { executedLayers: 2, patches: 8, width: 4, classToken: false };
/** No two patches alike, so that a threshold chooses how many merge. */
const best = Float32Array.of(0.2, 0.4, 0.6, 0.8);

/** Of eight patches `merged` in the first layer and one in the second. */
function runOf(pixels: Float32Array, merged: number): KeptRun {
  const layer = (rows: number, count: number) => ({
    rows: new Float32Array(rows * 4),
    best: best.slice(0, rows / 2),
    partner: new BigInt64Array(rows / 2),
    count,
    owner: new Int32Array(8),
  });
  const left = 8 - merged;
  return {
    pixels,
    features: new Float32Array((left - 1) * 4),
    size: new Float32Array(left - 1),
    layers: [layer(8, left), layer(left, left - 1)],
  };
}

const rule = (first: number, second: number) => ({
  thresholds: Float32Array.of(first, second),
  limits: Int32Array.of(100, 100),
});
const pixels = Float32Array.of(1, 2, 3);

describe('keepRuns', () => {
  it('finds the first layer that merges otherwise, by counts and not by thresholds', () => {
    const runs = keepRuns(shape);
    runs.keep(runOf(pixels, 2));
    expect(runs.find(pixels, rule(0.5, 0.3))?.begin).toBe(1); // two above it, as before, then two
    expect(runs.find(pixels, rule(0.45, 0.5))?.begin).toBe(2);
    expect(runs.find(pixels, rule(0.3, 0.5))?.begin).toBe(0);
    expect(runs.find(pixels, { ...rule(0, 0), limits: Int32Array.of(2, 1) })?.begin).toBe(2);
  });

  it('knows equal pixels wherever they lie, and no others', () => {
    const runs = keepRuns(shape);
    runs.keep(runOf(pixels, 2));
    expect(runs.find(pixels.slice(), rule(0.5, 0.5))).toBeDefined();
    expect(runs.find(Float32Array.of(1, 2, 4), rule(0.5, 0.5))).toBeUndefined();
  });

  it('prefers the run that goes the same way for longest', () => {
    const runs = keepRuns(shape);
    const [one, other] = [runOf(pixels, 2), runOf(pixels, 1)];
    runs.keep(one);
    runs.keep(other);
    expect(runs.find(pixels, rule(0.5, 0.9))?.run).toBe(one);
    expect(runs.find(pixels, rule(0.7, 0.9))?.run).toBe(other);
  });

  it('keeps no more than it may, the newest, and counts once what runs share', () => {
    const first = runOf(pixels, 2);
    const shared = { ...first, layers: first.layers.slice() };
    const bytes = [first.pixels, first.features, first.size].reduce(
      (sum, { byteLength }) => sum + byteLength,
      0,
    );
    const ofLayers = first.layers.reduce(
      (sum, { rows, best: scores, partner, owner }) =>
        sum + rows.byteLength + scores.byteLength + partner.byteLength + owner.byteLength,
      0,
    );
    const runs = keepRuns(shape, bytes + ofLayers);
    runs.keep(first);
    runs.keep(shared);
    runs.keep(first);
    expect(runs.find(pixels, rule(0.5, 0.5))?.run).toBe(first);
    runs.keep(runOf(Float32Array.of(9, 9, 9), 2));
    expect(runs.find(pixels, rule(0.5, 0.5))).toBeUndefined();
    const none = keepRuns(shape, 10);
    none.keep(first);
    expect(none.find(pixels, rule(0.5, 0.5))).toBeUndefined();
  });
});
