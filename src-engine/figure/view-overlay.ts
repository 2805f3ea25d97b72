/** The groups of one view as SVG: tints of the largest ones, hairlines with a dark halo between all. No picture, no caption. */
import type { Grid } from '../merging/coordinates.ts';
import { tintGroups, tintPalette, untinted } from '../merging/group-colours.ts';
import { groupOutline, outlines, type PatchSegment } from '../merging/groups.ts';
import type { FigureView } from './figure.ts';

/** Lines keep their width whatever the size of a patch; all in units of the figure. */
const hairline = 1;
const halo = 2.6;
const tintedLine = 2;

/**
 * @param scale figure units per pixel of the source image
 * @param tintedGroups how many of the largest groups get a tint at most
 */
export function viewOverlay(
  view: FigureView,
  scale: number,
  tintedGroups: number = tintPalette.length,
): string {
  const { owner, tokens, grid, region } = view;
  const toUnits = {
    x: (column: number) => number((region.x + (column / grid.columns) * region.width) * scale),
    y: (row: number) => number((region.y + (row / grid.rows) * region.height) * scale),
  };
  const line = ({ from, to }: PatchSegment) =>
    `M${toUnits.x(from[0])} ${toUnits.y(from[1])}L${toUnits.x(to[0])} ${toUnits.y(to[1])}`;
  const strip = ({ row, from, to }: Strip) =>
    `M${toUnits.x(from)} ${toUnits.y(row)}H${toUnits.x(to)}V${toUnits.y(row + 1)}H${toUnits.x(from)}Z`;

  const between = outlines(owner, grid).map(line).join('');
  const tinted = Array.from(tintGroups(owner, tokens, grid, { count: tintedGroups })).flatMap(
    (tint, token) => (tint === untinted ? [] : [{ token, colour: tintPalette[tint] ?? '' }]),
  );
  const fills = tinted.map(
    ({ token, colour }) =>
      `<path fill="${colour}" fill-opacity="0.4" d="${strips(owner, grid, token).map(strip).join('')}"/>`,
  );
  const edges = tinted.map(
    ({ token, colour }) =>
      `<path stroke="${colour}" stroke-width="${tintedLine}" d="${groupOutline(owner, grid, token).map(line).join('')}"/>`,
  );
  return [
    '<g fill="none" stroke-linecap="square">',
    ...fills,
    `<path stroke="#000" stroke-opacity="0.45" stroke-width="${halo}" d="${between}"/>`,
    `<path stroke="#fff" stroke-opacity="0.9" stroke-width="${hairline}" d="${between}"/>`,
    ...edges,
    '</g>',
  ].join('');
}

interface Strip {
  readonly row: number;
  readonly from: number;
  readonly to: number;
}

/** A token's patches as horizontal strips: fewer edges than single patches, and no seams between them. */
function strips(owner: Int32Array, grid: Grid, token: number): Strip[] {
  const found: Strip[] = [];
  for (let row = 0; row < grid.rows; row++) {
    let from = -1;
    for (let column = 0; column <= grid.columns; column++) {
      const inside = column < grid.columns && owner[row * grid.columns + column] === token;
      if (inside && from < 0) from = column;
      if (!inside && from >= 0) {
        found.push({ row, from, to: column });
        from = -1;
      }
    }
  }
  return found;
}

/** Two decimals are a fiftieth of a hairline. */
function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}
