/** Tints for the few largest groups: colour-blind-safe, neighbours differ, and a group keeps its tint while the budget moves. */
import type { Grid } from './coordinates.ts';
import { groupAnchors, neighbours } from './groups.ts';
import { groupSizes } from './owner-map.ts';

/** Told apart by people with any of the common colour deficiencies (the palette of Okabe and Ito without black), as sRGB hex. */
export const tintPalette = [
  '#56b4e9',
  '#e69f00',
  '#009e73',
  '#cc79a7',
  '#f0e442',
  '#0072b2',
  '#d55e00',
] as const;

export const untinted = -1;

export interface TintOptions {
  /** How many of the largest groups get a tint at most. */
  readonly count?: number;
  /** Smaller groups get none. */
  readonly fewestPatches?: number;
  /** Tint of every patch as it was shown before (see `patchTints`): groups inherit the tint of most of their patches. */
  readonly previous?: Int8Array; // [N0]
}

/**
 * The tint of every token as an index into `tintPalette`, or `untinted`. [n]
 *
 * First the groups that inherit a tint claim it, the one with most inherited patches ahead. Then the others, by size, take the
 * least used tint, preferring one that hangs on their anchor. Groups that touch never share a tint; where none is left a
 * group goes without.
 */
export function tintGroups(
  owner: Int32Array,
  tokens: number,
  grid: Grid,
  options: TintOptions = {},
): Int8Array {
  const { count = tintPalette.length, fewestPatches = 3, previous } = options;
  const largest = largestGroups(owner, tokens, count, fewestPatches);
  const anchors = groupAnchors(owner, tokens);
  const touching = neighbours(owner, tokens, grid);
  const tints = new Int8Array(tokens).fill(untinted);
  const users = new Int32Array(tintPalette.length);
  const paint = (token: number, tint: number) => {
    tints[token] = tint;
    users[tint] = (users[tint] ?? 0) + 1;
  };

  for (const { token, tint } of inheritances(owner, tokens, previous)) {
    if (largest.includes(token) && users[tint] === 0) paint(token, tint);
  }
  for (const token of largest.filter((candidate) => tints[candidate] === untinted)) {
    const taken = new Set(Array.from(touching[token] ?? [], (other) => tints[other]));
    const wish = wishOf(anchors[token] ?? 0);
    const free = tintPalette
      .map((_, step) => (wish + step) % tintPalette.length)
      .filter((tint) => !taken.has(tint));
    const fewest = Math.min(...free.map((tint) => users[tint] ?? 0));
    const tint = free.find((candidate) => users[candidate] === fewest);
    if (tint !== undefined) paint(token, tint);
  }
  return tints;
}

/** The `count` largest tokens, of `fewestPatches` at least, largest first, equal ones by anchor. */
export function largestGroups(owner: Int32Array, tokens: number, count: number, fewestPatches = 1): number[] {
  const sizes = groupSizes(owner, tokens);
  const anchors = groupAnchors(owner, tokens);
  return Array.from({ length: tokens }, (_, token) => token)
    .filter((token) => (sizes[token] ?? 0) >= fewestPatches)
    .sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0) || (anchors[a] ?? 0) - (anchors[b] ?? 0))
    .slice(0, count);
}

/** The tint of every patch, to be handed to the next `tintGroups` as `previous`. [N0] */
export function patchTints(owner: Int32Array, tints: Int8Array): Int8Array {
  return Int8Array.from(owner, (token) => tints[token] ?? untinted);
}

/** Scatters anchors over the palette, so that groups that begin side by side wish for different tints. */
function wishOf(anchor: number): number {
  return (Math.imul(anchor + 1, 0x9e3779b1) >>> 16) % tintPalette.length;
}

/** The tint that most of a token's tinted patches had, for every token that has such, most inherited patches first. */
function inheritances(owner: Int32Array, tokens: number, previous: Int8Array | undefined) {
  const votes = Array.from({ length: tokens }, () => new Int32Array(tintPalette.length));
  previous?.forEach((tint, patch) => {
    const ballot = votes[owner[patch] ?? -1];
    if (ballot && tint >= 0) ballot[tint] = (ballot[tint] ?? 0) + 1;
  });
  return votes
    .map((ballot, token) => ({ token, patches: Math.max(...ballot), ballot }))
    .filter(({ patches }) => patches > 0)
    .sort((a, b) => b.patches - a.patches)
    .map(({ token, patches, ballot }) => ({ token, tint: ballot.indexOf(patches) }));
}
