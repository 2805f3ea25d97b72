import { describe, expect, it } from 'vitest';
import { leastDistance, rgbOf, seenColour } from '../../src-engine/merging/colour-vision.ts';
import { similarity } from '../../src-engine/overlay/modes/similarity.ts';

const apart = (a: string, b: string) => leastDistance(seenColour(rgbOf(a)), seenColour(rgbOf(b)));

describe('the least distance of two colours', () => {
  it('is 1 from black to white, 0 to itself, the same both ways', () => {
    expect(apart('#000000', '#ffffff')).toBeCloseTo(1, 3);
    expect(apart('#123456', '#123456')).toBe(0);
    expect(apart('#56b4e9', '#e69f00')).toBe(apart('#e69f00', '#56b4e9'));
  });

  it('is small where one kind of colour vision confuses them', () => {
    const [red, green] = ['#c0392b', '#6b7a1e']; // a red and an olive
    const full = Math.hypot(
      ...[0, 1, 2].map((i) => seenColour(rgbOf(red))[0]![i]! - seenColour(rgbOf(green))[0]![i]!),
    );
    expect(apart(red, green)).toBeLessThan(full / 2);
  });
});

it('tells the steps of the similarity overlay apart with every kind of colour vision', () => {
  const steps = similarity.legend().steps.map(({ colour }) => colour);
  steps.forEach((one, i) =>
    steps.slice(i + 1).forEach((other) => expect(apart(one, other)).toBeGreaterThan(0.05)),
  );
});
