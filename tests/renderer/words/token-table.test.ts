import { describe, expect, it } from 'vitest';
import {
  nextOrder,
  patchList,
  sortStories,
  tokenFilter,
  tokensCsv,
} from '../../../renderer/words/token-table.ts';
import { joinedParts, joinWords, partWords, tokenStories } from '../../../renderer/words/token-words.ts';
import { view } from '../overlay/models.ts';

const off = NaN;
const scored = {
  ...view,
  // prettier-ignore
  scores: Float32Array.from([
    off, 0.97, off, 0.1, off, 0.2,
    off, off, 0.3, off, 0.1, 0.8512,
  ]),
};
const grid = { rows: 2, columns: 3 };
const stories = tokenStories(scored, 2);

describe('the lineage with scores', () => {
  it('has both ends of every join, its score and the threshold of its layer', () => {
    const [story] = stories;
    if (story === undefined) throw new Error('no story');
    const parts = joinedParts(scored, 2, story);
    expect(parts.map((part) => partWords(part, grid))).toEqual([
      'layer 1: row 1, column 2 to row 1, column 1 · score 0.970 over 0.900',
      'layer 2: row 2, column 3 to row 1, column 1 · score 0.851 over 0.800',
    ]);
    expect(story.joins.map(joinWords)).toEqual([
      '1 patch joined at layer 1 · score 0.970 over 0.900',
      '1 patch joined at layer 2 · score 0.851 over 0.800',
    ]);
  });

  it('says less where no scores were asked for, and no threshold where a count decided', () => {
    const [plain] = tokenStories(view, 2);
    if (plain === undefined) throw new Error('no story');
    expect(joinedParts(view, 2, plain).map((part) => partWords(part, grid))[0]).toBe(
      'layer 1: row 1, column 2 to row 1, column 1',
    );
    const counted = { ...scored, thresholds: [] };
    expect(tokenStories(counted, 2)[0]?.joins.map(joinWords)[0]).toBe(
      '1 patch joined at layer 1 · score 0.970',
    );
  });
});

describe('the table of tokens', () => {
  it('sorts by any column, both ways, equal ones by token', () => {
    const ids = (column: 'token' | 'patches', descending: boolean) =>
      sortStories(stories, { column, descending }).map(({ token }) => token);
    expect(ids('token', true)).toEqual([3, 2, 1, 0]);
    expect(ids('patches', false)).toEqual([1, 2, 3, 0]);
    expect(ids('patches', true)).toEqual([0, 1, 2, 3]);
    const order = { column: 'token', descending: false } as const;
    expect(nextOrder(order, 'token').descending).toBe(true);
    expect(nextOrder({ ...order, descending: true }, 'patches')).toEqual({
      column: 'patches',
      descending: false,
    });
  });

  it('finds a token by number, by a patch and by size, and says what it does not understand', () => {
    const found = (text: string) => {
      const filter = tokenFilter(text, grid);
      return filter === null ? null : stories.filter(filter).map(({ token }) => token);
    };
    expect(found('')).toHaveLength(4);
    expect(found(' 2 ')).toEqual([1]);
    expect(found('2, 3')).toEqual([0]);
    expect(found('>1')).toEqual([0]);
    for (const wrong of ['3,1', '0,1', 'sky', '>', '-1']) expect(found(wrong)).toBeNull();
  });

  it('names every patch, and is CSV with both ends, scores and thresholds', () => {
    expect(patchList(stories[0] ?? { token: 0, patches: [], joins: [] }, grid)).toBe('1,1 1,2 2,3');
    const [head, first, second] = tokensCsv(scored, 2, stories).split('\r\n');
    expect(head).toBe('token,patches,members,joins');
    expect(first).toBe('1,3,"1,1 1,2 2,3","1:1,2=0.9700>0.9000 2:2,3=0.8512>0.8000"');
    expect(second).toBe('2,1,"1,3",');
  });
});
