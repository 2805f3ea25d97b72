import { describe, expect, it } from 'vitest';
import {
  droppedWords,
  joinWords,
  patchWords,
  placeOf,
  tokenStories,
} from '../../../renderer/words/token-words.ts';
import { view } from '../overlay/models.ts';

describe('tokenStories', () => {
  it('tells at which layer each part joined, layers counted from one', () => {
    expect(tokenStories(view, 2)[0]).toEqual({
      token: 0,
      patches: [0, 1, 5],
      joins: [
        { layer: 1, patches: 1 },
        { layer: 2, patches: 1 },
      ],
    });
  });

  it('knows only the layers up to the one on screen', () => {
    expect(tokenStories(view, 1)[0]?.joins).toEqual([{ layer: 1, patches: 1 }]);
    expect(tokenStories(view, 0)).toHaveLength(6);
  });

  it('covers every patch once', () => {
    const patches = tokenStories(view, 2).flatMap((story) => story.patches);
    expect(patches.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe('words', () => {
  it('count rows and columns from one', () => {
    expect(placeOf(5, { rows: 2, columns: 3 })).toBe('row 2, column 3');
  });

  it('say what stands under the cursor', () => {
    expect(patchWords(view, 2, 5)).toBe('row 2, column 3: token 1, 3 patches');
    expect(patchWords(view, 2, 3)).toBe('row 2, column 1: token 3, 1 patch');
  });

  it('say what joined', () => {
    expect(joinWords({ layer: 3, patches: 1 })).toBe('1 patch joined at layer 3');
  });
});

describe('selected tokens', () => {
  const selected = {
    ...view,
    tokens: 2,
    countsPerLayer: [6, 2],
    thresholds: [],
    owner: Int32Array.of(0, 1, 2, 3, 4, 5, 0, -1, 1, 1, -1, 1),
    size: Float32Array.of(1, 3),
    selected: {
      anchor: Int32Array.of(0, 2),
      contextual: Uint8Array.of(0, 1),
      attention: new Float32Array(6).fill(1 / 6),
    },
  };

  it('say what they were kept for once they are selected', () => {
    expect(patchWords(selected, 2, 0)).toBe('row 1, column 1: token 1, 1 patch, kept for its attention');
    expect(patchWords(selected, 2, 5)).toBe('row 2, column 3: token 2, 3 patches, gathered for context');
    expect(patchWords(selected, 1, 0)).toBe('row 1, column 1: token 1, 1 patch');
  });

  it('leave patches that are dropped, and these are said to be', () => {
    expect(patchWords(selected, 2, 1)).toBe('row 1, column 2: dropped, no token holds it');
    expect(droppedWords(selected, 2)).toBe('2 patches are dropped: no token holds them.');
    expect(droppedWords(selected, 1)).toBeNull();
    expect(tokenStories(selected, 2).map(({ token }) => token)).toEqual([0, 1]);
  });
});
