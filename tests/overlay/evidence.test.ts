import { describe, expect, it } from 'vitest';
import { evidenceAt } from '../../src-engine/overlay/evidence.ts';

const off = NaN;
/** Six patches; at layer 1 token 0 merges into token 1's group, at layer 2 nothing does, at layer 3 token 2 into token 3's. */
const view = {
  // prettier-ignore
  owner: Int32Array.from([
    0, 0, 1, 2, 3, 4,
    0, 0, 1, 2, 3, 4,
    0, 0, 1, 2, 2, 3,
  ]),
  thresholds: [0.9, 0.95, 0.8],
  // prettier-ignore
  scores: Float32Array.from([
    0.93, off, 0.89, off, 0.5, off,
    0.4, 0.4, off, 0.94, off, 0.2,
    0.1, 0.1, off, 0.81, off, 0.3,
  ]),
};

describe('evidenceAt', () => {
  it('tells which tokens came in, what they scored, which merged and over what', () => {
    const first = evidenceAt(view, 6, 1);
    expect([...(first?.before ?? [])]).toEqual([0, 1, 2, 3, 4, 5]);
    expect([...(first?.merged ?? [])]).toEqual([1, 0, 0, 0, 0, 0]);
    expect(first?.threshold).toBe(0.9);
    const third = evidenceAt(view, 6, 3);
    expect([...(third?.before ?? [])]).toEqual([0, 0, 1, 2, 3, 4]);
    expect([...(third?.merged ?? [])]).toEqual([0, 0, 0, 1, 0, 0]);
  });

  it('takes the lowest score that merged where a count decided, and none where nothing merged', () => {
    const counted = { ...view, thresholds: [] };
    expect(evidenceAt(counted, 6, 1)?.threshold).toBeCloseTo(0.93, 6);
    expect(evidenceAt(counted, 6, 2)?.threshold).toBeNull();
  });

  it('is nothing before the first layer, or without scores', () => {
    expect(evidenceAt(view, 6, 0)).toBeNull();
    expect(evidenceAt({ owner: view.owner, thresholds: view.thresholds }, 6, 1)).toBeNull();
  });
});
