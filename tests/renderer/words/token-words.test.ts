import { describe, expect, it } from 'vitest';
import { joinWords, patchWords, placeOf, tokenStories } from '../../../renderer/words/token-words.ts';
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
