import { describe, expect, it } from 'vitest';
import { encodeMultiplyAdds, prefillMultiplyAdds } from '../../src-engine/inference/theory.ts';
import type { Plan } from '../../src-engine/reduction/plan.ts';
import { tinySpec } from '../support/specs.ts';

const plain: Plan = { kind: 'plain' };
const merge: Plan = { kind: 'merge', rule: { by: 'threshold', thresholds: [0.9] }, budget: null };

describe('multiply-adds from shapes', () => {
  it('counts one unmerged encoder block by block', () => {
    const n = 37;
    const block = 4 * n * 64 ** 2 + 2 * n ** 2 * 64 + 2 * n * 64 * 128;
    const embedding = 36 * 3 * 14 ** 2 * 64;
    const projector = 36 * (64 * 96 + 96 ** 2);
    expect(encodeMultiplyAdds(tinySpec, plain, [36, 36, 36, 36, 36])).toBe(embedding + 5 * block + projector);
  });

  it('counts less the more is merged, and the matching itself', () => {
    const full = encodeMultiplyAdds(tinySpec, plain, [36, 36, 36, 36, 36]);
    const nothing = encodeMultiplyAdds(tinySpec, merge, [36, 36, 36, 36, 36]);
    const half = encodeMultiplyAdds(tinySpec, merge, [30, 26, 22, 20, 18]);
    expect(nothing).toBe(full + 5 * 19 * 18 * 16);
    expect(half).toBeLessThan(full);
  });

  it('counts one linear layer where the projector has one', () => {
    const one = { ...tinySpec, projector: { layers: 1, bias: true } } as const;
    const two = encodeMultiplyAdds(tinySpec, plain, [36, 36, 36, 36, 36]);
    expect(two - encodeMultiplyAdds(one, plain, [36, 36, 36, 36, 36])).toBe(36 * 96 ** 2);
  });

  it('counts every pair of positions where a prefix sees itself whole', () => {
    const causal = prefillMultiplyAdds(tinySpec.text, 20, 50);
    const whole = prefillMultiplyAdds({ ...tinySpec.text, prefixAttention: 'prompt' }, 20, 50);
    expect(whole - causal).toBe(4 * 4 * 24 * (2 * 50 * 50 - 50 * 51));
  });

  it('lets the linear parts of prefill follow the unique rows and attention the full positions', () => {
    const { text } = tinySpec;
    const more = prefillMultiplyAdds(text, 21, 50) - prefillMultiplyAdds(text, 20, 50);
    expect(more).toBe(4 * 96 * 24 * (4 + 4) + 3 * (4 * 24 * 96 + 3 * 96 * 192));
    const longer = prefillMultiplyAdds(text, 20, 51) - prefillMultiplyAdds(text, 20, 50);
    expect(longer).toBe(4 * 4 * 24 * (51 * 52 - 50 * 51));
  });
});
