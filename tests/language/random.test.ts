import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src-engine/language/random.ts';

describe('seededRandom', () => {
  it('gives a fixed sequence for a seed', () => {
    const random = seededRandom(42);
    const numbers = [random(), random(), random()];
    expect(numbers).toEqual([0.6011037519201636, 0.44829055899754167, 0.8524657934904099]);
  });

  it('spreads evenly over [0, 1)', () => {
    const random = seededRandom(1);
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i++) {
      const bin = Math.floor(random() * 10);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    expect(counts).toHaveLength(10);
    expect(Math.min(...counts)).toBeGreaterThan(900);
    expect(Math.max(...counts)).toBeLessThan(1100);
  });
});
