/** Groups of patches that share a token: members, neighbours, outlines. Geometry on the patch grid; colours are elsewhere. */
import { patchPoint, type Grid, type PatchPoint } from './coordinates.ts';
import { dropped } from './owner-map.ts';

/** A straight line along the grid. */
export interface PatchSegment {
  readonly from: PatchPoint;
  readonly to: PatchPoint;
}

/** The patches of every token, ascending, [n][...]. */
export function groupsOf(owner: Int32Array, tokens: number): Int32Array[] {
  const members = Array.from({ length: tokens }, (): number[] => []);
  owner.forEach((token, patch) => members[token]?.push(patch));
  return members.map((patches) => Int32Array.from(patches));
}

/** The lowest patch of every token, [n]: what a group is recognised by while layers and budgets change. */
export function groupAnchors(owner: Int32Array, tokens: number): Int32Array {
  const anchors = new Int32Array(tokens).fill(owner.length);
  for (const [patch, token] of owner.entries()) {
    if (token !== dropped) anchors[token] = Math.min(anchors[token] ?? patch, patch);
  }
  return anchors;
}

/** For every token the others that share a side of some patch with it, [n]. */
export function neighbours(owner: Int32Array, tokens: number, grid: Grid): ReadonlySet<number>[] {
  const found = Array.from({ length: tokens }, () => new Set<number>());
  const meet = (a: number | undefined, b: number | undefined) => {
    if (a === undefined || b === undefined || a === b) return;
    found[a]?.add(b);
    found[b]?.add(a);
  };
  for (let row = 0; row < grid.rows; row++) {
    for (let column = 0; column < grid.columns; column++) {
      const patch = row * grid.columns + column;
      if (column + 1 < grid.columns) meet(owner[patch], owner[patch + 1]);
      if (row + 1 < grid.rows) meet(owner[patch], owner[patch + grid.columns]);
    }
  }
  return found;
}

/** Beyond the border: neither a token nor `dropped`. */
const outside = -2;

/** The lines between patches of different tokens, without the border of the view. Edges in a row are one segment. */
export function outlines(owner: Int32Array, grid: Grid): PatchSegment[] {
  return gridLines(owner, grid, (a, b) => a !== b && a !== outside && b !== outside);
}

/** The lines around one token's patches, wherever they lie, the view's border included. */
export function groupOutline(owner: Int32Array, grid: Grid, token: number): PatchSegment[] {
  return gridLines(owner, grid, (a, b) => (a === token) !== (b === token));
}

function gridLines(
  owner: Int32Array,
  grid: Grid,
  separates: (a: number, b: number) => boolean,
): PatchSegment[] {
  const { rows, columns } = grid;
  const at = (row: number, column: number) =>
    row < 0 || column < 0 || row >= rows || column >= columns
      ? outside
      : (owner[row * columns + column] ?? outside);
  const segments: PatchSegment[] = [];
  for (let y = 0; y <= rows; y++) {
    for (const [from, to] of runs(columns, (x) => separates(at(y - 1, x), at(y, x)))) {
      segments.push({ from: patchPoint(from, y), to: patchPoint(to, y) });
    }
  }
  for (let x = 0; x <= columns; x++) {
    for (const [from, to] of runs(rows, (y) => separates(at(y, x - 1), at(y, x)))) {
      segments.push({ from: patchPoint(x, from), to: patchPoint(x, to) });
    }
  }
  return segments;
}

/** Longest stretches [from, to) of 0..length-1 on which the test holds. */
function runs(length: number, holds: (index: number) => boolean): [number, number][] {
  const found: [number, number][] = [];
  let start: number | undefined;
  for (let index = 0; index <= length; index++) {
    const inRun = index < length && holds(index);
    if (inRun) start ??= index;
    else if (start !== undefined) {
      found.push([start, index]);
      start = undefined;
    }
  }
  return found;
}
