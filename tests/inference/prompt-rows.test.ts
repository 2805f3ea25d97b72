import { describe, expect, it } from 'vitest';
import { prefillInput } from '../../src-engine/inference/prompt-rows.ts';
import type { PromptPlan } from '../../src-engine/language/prompt.ts';

const prompt: PromptPlan = {
  segments: [
    { kind: 'text', ids: [1] },
    { kind: 'image', index: 0, length: 4 },
    { kind: 'text', ids: [7, 8] },
  ],
  inputIds: [1, 400, 400, 400, 400, 7, 8],
  positions: 7,
  text: '',
  notes: [],
};
// Two layers of owner maps: only the last one counts.
const image = {
  views: [
    {
      owner: Int32Array.of(0, 1, 2, 3, 1, 0, 1, 1),
      tokens: 2,
      projected: Float32Array.of(0.1, 0.2, 0.3, 0.4),
    },
  ],
};

describe('prefillInput', () => {
  it('places every unique row at all positions that its token owns', () => {
    const input = prefillInput(prompt, [image], 4, true);
    expect(input.tokenIds).toEqual([1, 7, 8]);
    expect(Array.from(input.order)).toEqual([0, 3, 4, 1, 2]);
    expect(Array.from(input.u)).toEqual([0, 2, 1, 2, 2, 3, 4]);
    expect(Array.from(input.inverseCount)).toEqual([1, 1, 1 / 3, 1, 1].map(Math.fround));
  });

  it('feeds the rows as a sequence of their own without virtual unmerging', () => {
    const input = prefillInput(prompt, [image], 4, false);
    expect(Array.from(input.u)).toEqual([0, 1, 2, 3, 4]);
    expect(Array.from(input.inverseCount)).toEqual([1, 1, 1, 1, 1]);
  });

  it('refuses rows that do not fill the places of the prompt', () => {
    const short = { ...prompt, positions: 9 };
    expect(() => prefillInput(short, [image], 4, true)).toThrow(
      'has places for 9 positions, but text and image rows fill 7',
    );
  });
});
