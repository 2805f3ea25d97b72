import { describe, expect, it } from 'vitest';
import { prefillInput } from '../../src-engine/inference/prompt-rows.ts';
import { flatLayout } from '../../src-engine/merging/image-layout.ts';
import type { PromptPlan } from '../../src-engine/language/prompt.ts';

const prompt: PromptPlan = {
  segments: [
    { kind: 'text', ids: [1] },
    { kind: 'image', index: 0, length: 4 },
    { kind: 'text', ids: [7, 8] },
  ],
  positions: 7,
  text: '',
  notes: [],
};
const image = {
  layout: flatLayout(1, 4),
  views: [
    {
      rowOfCell: Int32Array.of(1, 0, 1, 1),
      rows: 2,
      projected: Float32Array.of(0.1, 0.2, 0.3, 0.4),
    },
  ],
};

describe('prefillInput', () => {
  it('places every unique row at all positions that its token owns', () => {
    const input = prefillInput(prompt, [image], undefined, true);
    expect(input.tokenIds).toEqual([1, 7, 8]);
    expect(Array.from(input.order)).toEqual([0, 3, 4, 1, 2]);
    expect(Array.from(input.u)).toEqual([0, 2, 1, 2, 2, 3, 4]);
    expect(Array.from(input.inverseCount)).toEqual([1, 1, 1 / 3, 1, 1].map(Math.fround));
  });

  it('feeds the rows as a sequence of their own without virtual unmerging', () => {
    const input = prefillInput(prompt, [image], undefined, false);
    expect(Array.from(input.u)).toEqual([0, 1, 2, 3, 4]);
    expect(Array.from(input.inverseCount)).toEqual([1, 1, 1, 1, 1]);
  });

  it('gives every newline position a row of its own, all from the one learned vector', () => {
    const layout = { cells: Int32Array.of(0, 1, -1, 2, 3, -1), rowOrder: 'appearance' } as const;
    const longer = {
      ...prompt,
      positions: 9,
      segments: [prompt.segments[0]!, { kind: 'image', index: 0, length: 6 } as const, prompt.segments[2]!],
    };
    const input = prefillInput(longer, [{ ...image, layout }], Float32Array.of(9, 9), true);
    expect(Array.from(input.imageRows.subarray(4))).toEqual([9, 9]);
    expect(Array.from(input.order)).toEqual([0, 4, 3, 5, 5, 1, 2]);
    expect(Array.from(input.u)).toEqual([0, 1, 2, 3, 1, 1, 4, 5, 6]);
  });

  it('refuses rows that do not fill the places of the prompt', () => {
    const short = { ...prompt, positions: 9 };
    expect(() => prefillInput(short, [image], undefined, true)).toThrow(
      'has places for 9 positions, but text and image rows fill 7',
    );
  });
});
