import { describe, expect, it } from 'vitest';
import { shortColour, similarity } from '../../../src-engine/overlay/modes/similarity.ts';
import { viewOf } from '../view.ts';

const [merged, , , , , far] = similarity.legend().steps.map(({ colour }) => colour);

describe('similarity', () => {
  /** Token 1 of the layer before has merged into token 0; tokens 2 and 3 have not, 0 and 4 were partners. */
  const evidence = {
    before: Int32Array.of(0, 1, 2, 3, 3, 4),
    scores: Float32Array.of(NaN, 0.93, 0.885, 0.2, 0.2, NaN),
    merged: Uint8Array.of(0, 1, 0, 0, 0, 0),
    threshold: 0.9,
  };

  it('colours tokens as they came into the layer, by their score against the threshold', () => {
    const { fills } = similarity.draw({ ...viewOf([0, 0, 1, 2, 2, 3], 2, 3), evidence });
    const fill = fills.at(-1);
    expect(fill?.owner).toBe(evidence.before);
    expect([0, 1, 2, 3, 4].map((token) => fill?.colourOf(token))).toEqual([
      null,
      merged,
      shortColour(0.885, 0.9),
      far,
      null,
    ]);
  });

  it('still lines tokens off from each other without scores', () => {
    const { fills, lines } = similarity.draw(viewOf([0, 0, 1, 2, 2, 3], 2, 3));
    expect(fills.filter(({ colourOf }) => colourOf(0) !== null)).toEqual([]);
    expect(lines[0]?.segments.length).toBeGreaterThan(0);
  });

  it('has the colours of its legend, the nearer the darker', () => {
    const steps = similarity.legend().steps.map(({ colour }) => colour);
    const shown = [0.001, 0.03, 0.07, 0.15, 0.5].map((missing) => shortColour(0.9 - missing, 0.9));
    expect(shown).toEqual(steps.slice(1));
    expect(shortColour(0.99, null)).toBe(far); // nothing merged: nothing was near
  });
});
