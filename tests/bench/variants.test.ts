import { describe, expect, it } from 'vitest';
import { budgetVariant, pairVariant, plainVariant } from '../../src-engine/bench/variants.ts';
import { shapes } from '../../src-engine/bench/shapes.ts';
import { shapeSubject } from '../../src-engine/bench/subject.ts';

const { vision } = shapeSubject('clip-l-336', shapes['clip-l-336'], {
  cacheDirectory: '/nowhere',
  imageBackend: 'torchvision',
}).spec;

describe('variants', () => {
  it.each([
    [1, 576],
    [0.68, 392],
    [0.34, 196],
    [0.15, 86],
  ])('keep exactly the share: %d of 576 is %d', (share, tokens) => {
    const { counts, plan } = budgetVariant(vision, share);
    expect(counts.at(-1)).toBe(tokens);
    expect(counts).toHaveLength(23);
    expect(plan.kind).toBe('merge');
  });

  it('merge one pair in every layer to show what merging costs', () => {
    expect(pairVariant(vision).counts.at(-1)).toBe(576 - 23);
  });

  it('are without any merging for the plain graph', () => {
    expect(plainVariant(vision)).toMatchObject({ plan: { kind: 'plain' }, share: 1 });
  });

  it.each([0, -1, 1.5, Number.NaN])('refuse a share of %d', (share) => {
    expect(() => budgetVariant(vision, share)).toThrow('is not a share of tokens; give numbers above 0');
  });
});
