import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contextualTokens,
  selectedRows,
  selectTokens,
} from '../../../src-engine/reduction/visionzip/select.ts';

/** Ten patches; metrics on the unit circle, by angle in quarter turns. */
const attention = Float32Array.of(0.05, 0.3, 0.05, 0.2, 0.05, 0.1, 0.1, 0.05, 0.05, 0.05);
const metric = Float32Array.from(
  [0, 0, 1, 0.9, 0.1, 1, 0, 0.8, 0.2, 0.6].flatMap((quarters) => [
    Math.cos((quarters * Math.PI) / 2),
    Math.sin((quarters * Math.PI) / 2),
  ]),
);

describe('contextualTokens', () => {
  it('gives the splits of the paper, and none of three tokens', () => {
    expect([64, 128, 192, 3, 4].map(contextualTokens)).toEqual([10, 20, 30, 0, 1]);
  });
});

describe('selectTokens', () => {
  it('keeps the patches with most attention and lets the others join the target that is most like them', () => {
    // 10 of 10 would keep 8 dominant; of 8: one contextual, so 7 dominant, the equal ones from the first on.
    const { anchor, contextual, owner, size } = selectTokens(attention, metric, 8);
    expect([...anchor]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect([...contextual]).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
    expect([...owner]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 7, 7]);
    expect([...size]).toEqual([1, 1, 1, 1, 1, 1, 1, 3]);
  });

  it('spreads its targets over what has little attention, and rows ascend by the patch that they stand for', () => {
    const { anchor, contextual, owner } = selectTokens(attention, metric, 4);
    // Dominant: 1, 3 and 5 (0.1, before 6). The one target is the first of the others.
    expect([...anchor]).toEqual([0, 1, 3, 5]);
    expect([...contextual]).toEqual([1, 0, 0, 0]);
    expect([...owner]).toEqual([0, 1, 0, 2, 0, 3, 0, 0, 0, 0]);
  });

  it('drops what is not kept where no token is left to gather it', () => {
    const { anchor, owner, size } = selectTokens(attention, metric, 2);
    expect([...anchor]).toEqual([1, 3]);
    expect([...owner]).toEqual([-1, 0, -1, 1, -1, -1, -1, -1, -1, -1]);
    expect([...size]).toEqual([1, 1]);
  });

  it('assigns by the largest dot product, to the first of equal targets', () => {
    const flat = new Float32Array(40).fill(1);
    const metrics = Float32Array.from({ length: 40 }, (_, patch) => [1, 0, 0, 1][patch % 4] ?? 0);
    const grey = Float32Array.from({ length: 20 }, () => 0.05);
    // 20 patches that alternate between two directions; 13 tokens: 2 contextual, 11 dominant (0..10), targets 11 and 15.
    const { anchor, owner } = selectTokens(grey, metrics, 13);
    expect([...anchor.subarray(11)]).toEqual([11, 15]);
    expect([...owner.subarray(11)]).toEqual([11, 11, 11, 11, 12, 11, 11, 11, 11]);
    expect(selectTokens(grey, flat, 13).owner).toEqual(owner);
  });

  it('holds every patch once where there are contextual tokens, and each anchor in its own row', () => {
    const random = fc.integer({ min: 4, max: 60 }).chain((patches) =>
      fc.record({
        scores: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
          minLength: patches,
          maxLength: patches,
        }),
        angles: fc.array(fc.double({ min: 0, max: 6, noNaN: true }), {
          minLength: patches,
          maxLength: patches,
        }),
        tokens: fc.integer({ min: 4, max: patches }),
      }),
    );
    fc.assert(
      fc.property(random, ({ scores, angles, tokens }) => {
        const metrics = Float32Array.from(angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]));
        const { anchor, contextual, owner, size } = selectTokens(Float32Array.from(scores), metrics, tokens);
        expect(anchor).toHaveLength(tokens);
        expect(anchor).toEqual(anchor.toSorted());
        expect(contextual.reduce((sum, one) => sum + one, 0)).toBe(contextualTokens(tokens));
        expect(size.reduce((sum, one) => sum + one, 0)).toBe(scores.length);
        anchor.forEach((patch, row) => expect(owner[patch]).toBe(row));
        contextual.forEach((gathers, row) => expect(gathers === 1 || size[row] === 1).toBe(true));
      }),
    );
  });
});

describe('selectedRows', () => {
  it('leaves a dominant row as it is and adds to a target the mean of the others', () => {
    const features = Float32Array.from({ length: 20 }, (_, at) => at); // [10, 2]
    const rows = selectedRows(features, selectTokens(attention, metric, 8));
    expect([...rows.subarray(12)]).toEqual([12, 13, 14 + 17, 15 + 18]); // patch 7, and the mean of 8 and 9
  });

  it('gives the features back where every patch is kept', () => {
    const features = Float32Array.from({ length: 30 }, (_, at) => Math.cos(at));
    expect(selectedRows(features, selectTokens(attention, metric, 10))).toEqual(features);
  });
});
