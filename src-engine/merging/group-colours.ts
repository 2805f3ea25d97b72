/** Tints for the few largest groups: colour-blind-safe, neighbours differ, chosen against the picture's colours; the same groups always get the same. */
import { leastDistance, rgbOf, seenColour, type Rgb, type SeenColour } from './colour-vision.ts';
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

/** In OKLab: told apart at a glance. */
const plainlyApart = 0.18;

export interface TintOptions {
  /** How many of the largest groups get a tint at most. */
  readonly count?: number;
  /** Smaller groups get none. */
  readonly fewestPatches?: number;
  /** The mean colour of every token [n, 3], sRGB: a tint that is hard to tell from its own group's is avoided. */
  readonly means?: Uint8ClampedArray | null;
}

/**
 * The tint of every token as an index into `tintPalette`, or `untinted`. [n]
 *
 * A function of the groups and their colours alone, whatever was shown before. The largest group chooses first, among the tints that no
 * group beside it has and of those among the least used: the one that stays furthest from its own mean colour and from the tints already
 * given, for people of every colour vision. Groups that touch never share a tint; where none is left a group goes without.
 */
export function tintGroups(
  owner: Int32Array,
  tokens: number,
  grid: Grid,
  options: TintOptions = {},
): Int8Array {
  const { count = tintPalette.length, fewestPatches = 3, means = null } = options;
  const anchors = groupAnchors(owner, tokens);
  const touching = neighbours(owner, tokens, grid);
  const tints = new Int8Array(tokens).fill(untinted);
  const users = new Int32Array(tintPalette.length);
  for (const token of largestGroups(owner, tokens, count, fewestPatches)) {
    const taken = new Set(Array.from(touching[token] ?? [], (other) => tints[other]));
    const wish = wishOf(anchors[token] ?? 0);
    const free = tintPalette
      .map((_, step) => (wish + step) % tintPalette.length)
      .filter((tint) => !taken.has(tint));
    const fewest = Math.min(...free.map((tint) => users[tint] ?? 0));
    const choice = free.filter((tint) => users[tint] === fewest);
    const own = means === null ? [] : [seenColour(colourOf(means, token))];
    const given = seenTints.filter((_, tint) => (users[tint] ?? 0) > 0);
    const clear = (tint: number) => clearance(tint, own, given);
    const tint = choice.reduce<number | undefined>(
      (best, candidate) => (best === undefined || clear(candidate) > clear(best) ? candidate : best),
      undefined,
    );
    if (tint === undefined) continue;
    tints[token] = tint;
    users[tint] = (users[tint] ?? 0) + 1;
  }
  return tints;
}

const seenTints = tintPalette.map((hex) => seenColour(rgbOf(hex)));

/** How far a tint is from all of these; what is plainly apart is no better than what is a little further apart still. */
function clearance(tint: number, own: readonly SeenColour[], given: readonly SeenColour[]): number {
  const seen = seenTints[tint];
  if (seen === undefined) return 0;
  const others = [...own, ...given].filter((other) => other !== seen);
  return Math.min(plainlyApart, ...others.map((other) => leastDistance(seen, other)));
}

function colourOf(means: Uint8ClampedArray, token: number): Rgb {
  const [red = 0, green = 0, blue = 0] = means.subarray(3 * token, 3 * token + 3);
  return [red, green, blue];
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

/** Scatters anchors over the palette, so that groups that begin side by side wish for different tints. */
function wishOf(anchor: number): number {
  return (Math.imul(anchor + 1, 0x9e3779b1) >>> 16) % tintPalette.length;
}
