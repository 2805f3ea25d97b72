import { describe, expect, it } from 'vitest';
import type { PrefillInput } from '../../src-engine/inference/language-model.ts';
import { sharedPositions } from '../../src-engine/inference/prompt-prefix.ts';
import { firstSeen, isOfImage, promptSight } from '../../src-engine/inference/sight.ts';

/** Text, an image of three positions (its first row stands twice), text, an image of two, text: u = 0 1 2 1 3 4 5 6. */
const prompt: PrefillInput = {
  tokenIds: [7, 8, 9],
  imageRows: new Float32Array(8),
  order: [0, 3, 4, 1, 5, 6, 2],
  u: Int32Array.of(0, 1, 2, 1, 3, 4, 5, 6),
  inverseCount: Float32Array.of(1, 1 / 2, 1, 1, 1, 1, 1),
};
const sliding = { window: 3, layers: [true] };

describe('promptSight', () => {
  it('lets every image see itself whole, and nothing else what stands behind it', () => {
    const { to } = promptSight({ prefixAttention: 'images' }, prompt);
    expect([...to]).toEqual([0, 3, 3, 3, 4, 6, 6, 7]);
  });

  it('begins a window so many positions before each, its own counted', () => {
    const { from, to } = promptSight({ sliding }, prompt);
    expect([...from]).toEqual([-2, -1, 0, 1, 2, 3, 4, 5]);
    expect([...to]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(firstSeen({ sliding }, 8)).toBe(6);
    expect(firstSeen({}, 8)).toBe(0);
  });

  it('lets a prompt that sees itself whole do so through every window', () => {
    const { from, to } = promptSight({ prefixAttention: 'prompt', sliding }, prompt);
    expect(new Set(from)).toEqual(new Set([0]));
    expect(Math.min(...to)).toBeGreaterThan(1e9);
  });

  it('counts in places where rows keep those of a longer prompt', () => {
    const places = { positions: Int32Array.of(0, 4, 5, 9, 10, 12, 15, 16), next: 17 };
    const { from, to } = promptSight({ prefixAttention: 'images', sliding }, { ...prompt, places });
    expect([...to]).toEqual([0, 9, 9, 9, 10, 15, 15, 16]);
    expect([...from]).toEqual([-2, 2, 3, 7, 8, 10, 13, 14]);
  });
});

describe('prompts whose images see themselves whole', () => {
  const other: PrefillInput = { ...prompt, tokenIds: [7, 8, 10] };

  it('share an image as a whole', () => {
    expect(sharedPositions(prompt, other, true)).toBe(7);
    expect(Array.from(prompt.u, (_, position) => isOfImage(prompt, position))).toEqual([
      ...[false, true, true, true, false, true, true, false],
    ]);
  });

  it('share nothing of an image that goes on in another way, where causal ones would share its beginning', () => {
    // The last two positions of the second image are one row here.
    const u = Int32Array.of(0, 1, 2, 1, 3, 4, 5, 5, 6);
    const inverseCount = Float32Array.of(1, 1 / 2, 1, 1, 1, 1 / 2, 1);
    const longer: PrefillInput = { ...prompt, u, inverseCount };
    expect(sharedPositions(prompt, longer)).toBe(6);
    expect(sharedPositions(prompt, longer, true)).toBe(5);
  });
});
