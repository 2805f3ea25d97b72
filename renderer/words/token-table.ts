/** The table of tokens: its rows, how it is sorted, what is looked for in it, and all of it as CSV. */
import type { EncodedView } from '../../src-engine/engine.ts';
import type { Grid } from '../../src-engine/merging/coordinates.ts';
import { csvText } from '../../src-engine/report/csv.ts';
import { gridOf } from '../overlay/overlay-model.ts';
import { joinedParts, type TokenStory } from './token-words.ts';

export const tokenColumns = ['token', 'patches', 'first', 'joined'] as const;
export type TokenColumn = (typeof tokenColumns)[number];

export interface TokenOrder {
  readonly column: TokenColumn;
  readonly descending: boolean;
}

/** Ascending first; the same column again turns it round. */
export function nextOrder(order: TokenOrder, column: TokenColumn): TokenOrder {
  return { column, descending: order.column === column && !order.descending };
}

const keys: Readonly<Record<TokenColumn, (story: TokenStory) => number>> = {
  token: ({ token }) => token,
  patches: ({ patches }) => patches.length,
  first: ({ patches }) => patches[0] ?? 0,
  joined: ({ joins }) => joins[0]?.layer ?? 0,
};

/** Equal ones stay in the order of their tokens. */
export function sortStories(
  stories: readonly TokenStory[],
  { column, descending }: TokenOrder,
): TokenStory[] {
  const sign = descending ? -1 : 1;
  return stories.toSorted((a, b) => sign * (keys[column](a) - keys[column](b)) || a.token - b.token);
}

/**
 * What somebody looks for: `7` a token, `3,5` the token that holds the patch in row 3, column 5, `>4` tokens of more than four patches.
 * Null where the text is none of these.
 */
export function tokenFilter(text: string, { rows, columns }: Grid): ((story: TokenStory) => boolean) | null {
  const wish = text.replaceAll(/\s/g, '');
  if (wish === '') return () => true;
  const place = /^(\d+)[,;:](\d+)$/.exec(wish);
  if (place !== null) {
    const [row, column] = [Number(place[1]), Number(place[2])];
    if (row < 1 || row > rows || column < 1 || column > columns) return null;
    const patch = (row - 1) * columns + column - 1;
    return ({ patches }) => patches.includes(patch);
  }
  const more = /^>(\d+)$/.exec(wish);
  if (more !== null) return ({ patches }) => patches.length > Number(more[1]);
  return /^\d+$/.test(wish) ? ({ token }) => token + 1 === Number(wish) : null;
}

/** Every patch of a token as "row,column". */
export function patchList({ patches }: TokenStory, grid: Grid): string {
  return patches.map((patch) => shortPlace(patch, grid)).join(' ');
}

/** One line a token. Joins are "layer:row,column" of each part, with its score and the layer's threshold where they are known. */
export function tokensCsv(view: EncodedView, layer: number, stories: readonly TokenStory[]): string {
  const grid = gridOf(view);
  return csvText([
    ['token', 'patches', 'members', 'joins'],
    ...stories.map((story) => [
      story.token + 1,
      story.patches.length,
      patchList(story, grid),
      joinedParts(view, layer, story)
        .map(({ layer: at, patches, score, threshold }) => {
          const went = score === undefined ? '' : `=${score.toFixed(4)}`;
          const over = threshold === undefined ? '' : `>${threshold.toFixed(4)}`;
          return `${at}:${shortPlace(patches[0] ?? 0, grid)}${went}${over}`;
        })
        .join(' '),
    ]),
  ]);
}

function shortPlace(patch: number, { columns }: Grid): string {
  return `${Math.floor(patch / columns) + 1},${(patch % columns) + 1}`;
}
