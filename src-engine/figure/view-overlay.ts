/** An overlay mode's drawing over one view as SVG. No picture, no caption. */
import { tintGroups, tintPalette } from '../merging/group-colours.ts';
import type { PatchSegment } from '../merging/groups.ts';
import { stripsOf, type Fill, type Lines, type Strip } from '../overlay/drawing.ts';
import type { OverlayMode } from '../overlay/mode.ts';
import type { FigureView } from './figure.ts';

/**
 * @param scale figure units per pixel of the source image
 * @param tintedGroups how many of the largest groups get a tint at most, where the mode tints
 */
export function viewOverlay(
  view: FigureView,
  mode: OverlayMode,
  scale: number,
  tintedGroups: number = tintPalette.length,
): string {
  const { owner, tokens, grid, region } = view;
  const tints = tintGroups(owner, tokens, grid, { count: tintedGroups });
  const drawing = mode.draw({ ...view, tints }, true);
  const x = (column: number) => number((region.x + (column / grid.columns) * region.width) * scale);
  const y = (row: number) => number((region.y + (row / grid.rows) * region.height) * scale);
  const segment = ({ from, to }: PatchSegment) => `M${x(from[0])} ${y(from[1])}L${x(to[0])} ${y(to[1])}`;
  const outline = ({ row, from, to }: Strip) => `M${x(from)} ${y(row)}H${x(to)}V${y(row + 1)}H${x(from)}Z`;
  const opacity = mode.opacity ?? 1;
  return [
    `<g fill="none" stroke-linecap="square"${isFaded(mode) ? ` opacity="${opacity}"` : ''}>`,
    ...drawing.fills.flatMap((fill) => fillPaths(fill, stripsOf(fill.owner ?? owner, grid), outline)),
    ...drawing.lines.map(({ segments, colour, width, opacity: strength }: Lines) => {
      const path = segments.map(segment).join('');
      return `<path stroke="${colour}" stroke-opacity="${strength}" stroke-width="${width}" d="${path}"/>`;
    }),
    '</g>',
  ].join('');
}

/** Outlines are drawn in full on paper; what covers the picture lets it shine through as on the stage. */
function isFaded(mode: OverlayMode): boolean {
  return mode.covers && mode.opacity !== null && mode.opacity < 1;
}

/** One path a colour: patches of one colour that touch have no seam between them. */
function fillPaths(fill: Fill, strips: readonly Strip[], outline: (strip: Strip) => string): string[] {
  const byColour = new Map<string, string>();
  for (const strip of strips) {
    const colour = fill.colourOf(strip.token);
    if (colour !== null) byColour.set(colour, (byColour.get(colour) ?? '') + outline(strip));
  }
  return [...byColour].map(
    ([colour, path]) => `<path fill="${colour}" fill-opacity="${fill.opacity}" d="${path}"/>`,
  );
}

/** Two decimals are a fiftieth of a hairline. */
function number(value: number): number {
  return Math.round(value * 100) / 100;
}
