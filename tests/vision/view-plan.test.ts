import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../src-engine/errors.ts';
import { planView, sourceRegion } from '../../src-engine/vision/view-plan.ts';

const crop336 = { rule: { kind: 'centre-crop', shortestEdge: 336 }, imageSize: 336 } as const;

describe('planView', () => {
  it('squashes the whole image', () => {
    const plan = planView({ width: 640, height: 427 }, { rule: { kind: 'squash' }, imageSize: 384 });
    expect(plan).toEqual({
      resized: { width: 384, height: 384 },
      window: { x: 0, y: 0, width: 384, height: 384 },
    });
    expect(sourceRegion({ width: 640, height: 427 }, plan)).toEqual({ x: 0, y: 0, width: 640, height: 427 });
  });

  it('truncates the longer edge and floors the offset', () => {
    expect(planView({ width: 641, height: 427 }, crop336)).toEqual({
      resized: { width: 504, height: 336 }, // 336 * 641 / 427 = 504.39
      window: { x: 84, y: 0, width: 336, height: 336 },
    });
    expect(planView({ width: 427, height: 640 }, crop336)).toEqual({
      resized: { width: 336, height: 503 }, // 503.61
      window: { x: 0, y: 83, width: 336, height: 336 },
    });
  });

  it('crops on both axes where the edge is longer than the crop', () => {
    const plan = planView(
      { width: 100, height: 100 },
      { rule: { kind: 'centre-crop', shortestEdge: 256 }, imageSize: 224 },
    );
    expect(plan.window).toEqual({ x: 16, y: 16, width: 224, height: 224 });
    expect(sourceRegion({ width: 100, height: 100 }, plan)).toEqual({
      x: 6.25,
      y: 6.25,
      width: 87.5,
      height: 87.5,
    });
  });

  it('refuses a crop larger than the shortest edge', () => {
    const spec = { rule: { kind: 'centre-crop', shortestEdge: 224 }, imageSize: 336 } as const;
    expect(() => planView({ width: 9, height: 9 }, spec)).toThrow(EngineError);
  });

  it('keeps the region inside the image and its shape square within one resized pixel', () => {
    const side = fc.integer({ min: 1, max: 5000 });
    fc.assert(
      fc.property(side, side, (width, height) => {
        const region = sourceRegion({ width, height }, planView({ width, height }, crop336));
        expect(region.x).toBeGreaterThanOrEqual(0);
        expect(region.y).toBeGreaterThanOrEqual(0);
        expect(region.x + region.width).toBeLessThanOrEqual(width * (1 + 1e-12));
        expect(region.y + region.height).toBeLessThanOrEqual(height * (1 + 1e-12));
        expect(Math.abs(region.width / region.height - 1)).toBeLessThan(1 / 336);
      }),
    );
  });
});
