import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyResRegions, anyResViews, bestPinpoint, planAnyRes } from '../../src-engine/vision/anyres.ts';
import { decodeImage } from '../../src-engine/vision/decode.ts';
import { normalise } from '../../src-engine/vision/normalise.ts';
import { anyResExpected, visionFixture } from './fixtures.ts';

const nextPinpoints = [
  [336, 672],
  [672, 336],
  [672, 672],
  [1008, 336],
  [336, 1008],
] as const;

describe('AnyRes views equal those of the reference, bit for bit', () => {
  it.each(Object.entries(anyResExpected))('%s', async (name, expected) => {
    const image = await decodeImage({ kind: 'file', path: visionFixture(`anyres/${name}.png`) });
    const plan = planAnyRes(image, expected.pinpoints, expected.side);
    expect(plan.grid).toEqual(expected.layout.grid);
    const views = anyResViews(image, plan, { ...expected, backend: 'pil-12' });
    const hashes = views.map((view) =>
      createHash('sha256')
        .update(new Uint8Array(normalise(view.image, { ...expected, backend: 'pil-12' }).buffer))
        .digest('hex'),
    );
    expect(hashes).toEqual(expected.views);
  });
});

describe('bestPinpoint', () => {
  it.each([
    [
      { width: 1000, height: 200 },
      { width: 1008, height: 336 },
    ],
    [
      { width: 200, height: 1000 },
      { width: 336, height: 1008 },
    ],
    [
      { width: 640, height: 480 },
      { width: 672, height: 672 },
    ],
    [
      { width: 600, height: 300 },
      { width: 672, height: 336 },
    ], // all pixels fit in two: the least waste wins
    [
      { width: 50, height: 50 },
      { width: 672, height: 336 },
    ], // a tie of both: the first listed wins
  ])('chooses for %j', (image, pinpoint) => {
    expect(bestPinpoint(image, nextPinpoints)).toEqual(pinpoint);
  });
});

describe('planAnyRes', () => {
  it('fits the image, rounds the loose side up and centres it, the odd pixel going right', () => {
    expect(planAnyRes({ width: 640, height: 427 }, nextPinpoints, 336)).toEqual({
      target: { width: 672, height: 672 },
      resized: { width: 672, height: 449 }, // 448.35
      padding: { left: 0, top: 111 },
      grid: [2, 2],
      side: 336,
    });
  });
});

describe('anyResRegions', () => {
  it('reaches outside the source where crops are padded', () => {
    const source = { width: 336, height: 168 };
    const plan = planAnyRes(source, [[672, 672]], 336);
    expect(anyResRegions(source, plan)).toEqual([
      { x: 0, y: 0, width: 336, height: 168 },
      { x: 0, y: -84, width: 168, height: 168 },
      { x: 168, y: -84, width: 168, height: 168 },
      { x: 0, y: 84, width: 168, height: 168 },
      { x: 168, y: 84, width: 168, height: 168 },
    ]);
  });

  it('covers the source with the crops of every image', () => {
    const side = fc.integer({ min: 1, max: 4000 });
    fc.assert(
      fc.property(side, side, (width, height) => {
        const source = { width, height };
        const crops = anyResRegions(source, planAnyRes(source, nextPinpoints, 336)).slice(1);
        const slack = 1e-9 * Math.max(width, height);
        expect(Math.min(...crops.map((r) => r.x))).toBeLessThanOrEqual(slack);
        expect(Math.min(...crops.map((r) => r.y))).toBeLessThanOrEqual(slack);
        expect(Math.max(...crops.map((r) => r.x + r.width))).toBeGreaterThanOrEqual(width - slack);
        expect(Math.max(...crops.map((r) => r.y + r.height))).toBeGreaterThanOrEqual(height - slack);
      }),
    );
  });
});
