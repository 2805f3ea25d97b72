/** How much two prompts have in common from their start on, what is left of one behind that, and one with its answer: what a KV cache can be continued from. Pure. */
import { equalNumbers } from './equal-numbers.ts';
import type { Places, PrefillInput } from './language-model.ts';
import { isOfImage } from './sight.ts';

/**
 * Positions at the start of `prompt` whose keys and values are those of `earlier`: the same rows at the same places, and none of them a merged
 * row that stands further behind, too, because its mean would not be the same. The last position is never among them: its logits are wanted.
 * @param wholeImages whether an image is shared as a whole or not at all, because its rows see those behind them
 */
export function sharedPositions(prompt: PrefillInput, earlier: PrefillInput, wholeImages = false): number {
  const most = Math.min(prompt.u.length - 1, earlier.u.length);
  const sameImages = equalNumbers(prompt.imageRows, earlier.imageRows);
  let same = 0;
  while (same < most && samePosition(prompt, earlier, same, sameImages)) same += 1;
  const cut = cutBetweenRows(prompt.u, cutBetweenRows(earlier.u, same));
  return wholeImages ? cutBetweenImages(prompt, earlier, cut) : cut;
}

/** Rows stand in one image only, so that a cut before an image is one between rows, too. */
function cutBetweenImages(prompt: PrefillInput, earlier: PrefillInput, length: number): number {
  let cut = length;
  const within = (one: PrefillInput): boolean => isOfImage(one, cut) && isOfImage(one, cut - 1);
  while (cut > 0 && (within(prompt) || within(earlier))) cut -= 1;
  return cut;
}

function samePosition(a: PrefillInput, b: PrefillInput, position: number, sameImages: boolean): boolean {
  const rowA = a.u[position] ?? 0;
  const rowB = b.u[position] ?? 0;
  if (a.inverseCount[rowA] !== b.inverseCount[rowB]) return false;
  if (!samePlace(a, b, position)) return false;
  const sourceA = a.order[rowA] ?? 0;
  const sourceB = b.order[rowB] ?? 0;
  const imageA = sourceA - a.tokenIds.length;
  const imageB = sourceB - b.tokenIds.length;
  if (imageA < 0 && imageB < 0) return a.tokenIds[sourceA] === b.tokenIds[sourceB];
  return sameImages && imageA === imageB;
}

function samePlace({ places: a }: PrefillInput, { places: b }: PrefillInput, position: number): boolean {
  const directions: readonly ((places: Places | undefined) => Int32Array | undefined)[] = [
    (places) => places?.positions,
    (places) => places?.across?.rows ?? places?.positions,
    (places) => places?.across?.columns ?? places?.positions,
  ];
  return directions.every((of) => placeAt(of(a), position) === placeAt(of(b), position));
}

const placeAt = (direction: Int32Array | undefined, position: number): number =>
  direction === undefined ? position : (direction[position] ?? -1);

/** The longest start, of `length` positions at most, whose rows all stand nowhere behind it. */
function cutBetweenRows(u: Int32Array, length: number): number {
  const behind = new Set(u.subarray(length));
  let cut = length;
  for (let position = length - 1; position >= 0; position -= 1) {
    const row = u[position] ?? 0;
    if (!behind.has(row)) continue;
    // It stands behind the cut: the cut moves before it, and with it all rows on the way stand behind.
    for (let moved = position; moved < cut; moved += 1) behind.add(u[moved] ?? 0);
    cut = position;
  }
  return cut;
}

/** A prompt and the tokens that were read one after the other behind it: what the cache of a conversation holds. */
export function continued(prompt: PrefillInput, tokens: readonly number[]): PrefillInput {
  if (tokens.length === 0) return prompt;
  const texts = prompt.tokenIds.length;
  const rows = prompt.inverseCount.length;
  const { places } = prompt;
  return {
    tokenIds: [...prompt.tokenIds, ...tokens],
    imageRows: prompt.imageRows,
    order: [
      ...Array.from(prompt.order, (source) => (source < texts ? source : source + tokens.length)),
      ...tokens.map((_, index) => texts + index),
    ],
    u: Int32Array.of(...prompt.u, ...tokens.map((_, index) => rows + index)),
    inverseCount: Float32Array.of(...prompt.inverseCount, ...tokens.map(() => 1)),
    ...(places === undefined
      ? {}
      : {
          places: placesBehind(places, tokens.length),
        }),
  };
}

/** Text has the same position in every direction. */
function placesBehind({ positions, across, next }: Places, tokens: number): Places {
  const further = Array.from({ length: tokens }, (_, index) => next + index);
  const longer = (direction: Int32Array): Int32Array => Int32Array.of(...direction, ...further);
  return {
    positions: longer(positions),
    ...(across === undefined
      ? {}
      : { across: { rows: longer(across.rows), columns: longer(across.columns) } }),
    next: next + tokens,
  };
}

/** Rows and where they stand among each other; at which places of the prompt is left out. */
export type PromptRows = Omit<PrefillInput, 'places'>;

/** What has to be run where the first positions are in the cache already. @param length from `sharedPositions` */
export function behindPrefix(prompt: PrefillInput, length: number): PromptRows {
  if (length === 0) return prompt;
  const known = new Set(prompt.u.subarray(0, length));
  const rows = Array.from(prompt.order, (_, row) => row).filter((row) => !known.has(row));
  const texts = prompt.tokenIds.length;
  const sources = rows.map((row) => prompt.order[row] ?? 0);
  const tokenIds = sources.filter((source) => source < texts).map((source) => prompt.tokenIds[source] ?? 0);
  let text = 0;
  const order = sources.map((source) => (source < texts ? text++ : source - texts + tokenIds.length));
  const numbers = new Map(rows.map((row, number) => [row, number]));
  return {
    tokenIds,
    imageRows: tokenIds.length === sources.length ? new Float32Array(0) : prompt.imageRows,
    order,
    u: prompt.u.subarray(length).map((row) => numbers.get(row) ?? NaN),
    inverseCount: Float32Array.from(rows, (row) => prompt.inverseCount[row] ?? NaN),
  };
}
