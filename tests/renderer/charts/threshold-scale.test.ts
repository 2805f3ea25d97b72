import { describe, expect, it } from 'vitest';
import { thresholdScale } from '../../../renderer/charts/threshold-scale.ts';

const box = { width: 440, height: 120, left: 34, right: 32, top: 10, bottom: 10 };

describe('thresholdScale', () => {
  const scale = thresholdScale(box);

  it('goes from nothing merges above to all merges below, stretched where thresholds crowd', () => {
    expect(scale.y(1)).toBe(10);
    expect(scale.y(0)).toBe(110);
    expect(scale.y(0.999)).toBeCloseTo(20); // a tenth of the way for a thousandth
    expect(scale.y(0.875)).toBeCloseTo(60); // half of it for an eighth
  });

  it('reads back what it places, and nothing beyond its ends', () => {
    for (const value of [0, 0.25, 0.5, 0.9, 0.9613, 0.9999, 1])
      expect(scale.at(scale.y(value))).toBeCloseTo(value, 9);
    expect([scale.at(-50), scale.at(900)]).toEqual([1, 0]);
    expect(scale.y(-0.5)).toBe(110); // a file may say so
    expect(scale.y(2)).toBe(10);
  });

  it('leaves numbers of the axis out where they would run into each other', () => {
    expect(scale.ticks.map(({ text }) => text)).toEqual(['1', '0.99', '0.9', '0.5', '0']);
    const flat = thresholdScale({ ...box, height: 50 });
    const gaps = flat.ticks.slice(1).map(({ y }, i) => y - (flat.ticks[i]?.y ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(11);
    expect(flat.ticks[0]?.text).toBe('1');
  });
});
