/** Paints a drawing on the middle canvas. */
import type { PatchSegment } from '../../src-engine/merging/groups.ts';
import { stripsOf, type Drawing, type Fill, type Lines } from '../../src-engine/overlay/drawing.ts';
import type { Brush } from './context.ts';
import type { OverlayModel } from './overlay-model.ts';
import { patchEdges, type PatchEdges, type Projection, type Size } from './projection.ts';

export type PaintedModel = Pick<OverlayModel, 'owner' | 'grid' | 'region'>;

export function paintOverlay(
  brush: Brush,
  canvas: Size,
  model: PaintedModel | null,
  drawing: Drawing,
  opacity: number, // 0..1
  at: Projection,
): void {
  brush.clearRect(0, 0, canvas.width, canvas.height);
  if (model === null || opacity === 0) return;
  const edges = patchEdges(model.region, model.grid, at);
  for (const fill of drawing.fills) paintFill(brush, model, fill, edges, opacity);
  brush.lineCap = 'butt'; // a square cap would reach over the picture's border
  let traced: readonly PatchSegment[] | null = null;
  for (const lines of drawing.lines) {
    if (lines.segments !== traced) tracePath(brush, lines.segments, edges); // a halo and its line share a path
    traced = lines.segments;
    stroke(brush, lines, at.ratio, opacity);
  }
  brush.globalAlpha = 1;
}

function paintFill(
  brush: Brush,
  { owner, grid }: PaintedModel,
  fill: Fill,
  { xs, ys }: PatchEdges,
  opacity: number,
): void {
  brush.globalAlpha = fill.opacity * opacity;
  for (const { token, row, from, to } of stripsOf(fill.owner ?? owner, grid)) {
    const colour = fill.colourOf(token);
    if (colour === null) continue;
    const [left, right, top, bottom] = [xs[from] ?? 0, xs[to] ?? 0, ys[row] ?? 0, ys[row + 1] ?? 0];
    brush.fillStyle = colour;
    brush.fillRect(left, top, right - left, bottom - top);
  }
}

function stroke(brush: Brush, lines: Lines, ratio: number, opacity: number): void {
  brush.globalAlpha = lines.opacity * opacity;
  brush.strokeStyle = lines.colour;
  // A hairline is whole device px, else it blurs.
  brush.lineWidth = lines.width <= 1 ? Math.max(1, Math.round(ratio)) : lines.width * ratio;
  brush.stroke();
}

export function tracePath(brush: Brush, segments: readonly PatchSegment[], { xs, ys }: PatchEdges): void {
  brush.beginPath();
  for (const { from, to } of segments) {
    // Half a pixel in, so that a line one device px wide covers one row of pixels instead of two.
    brush.moveTo((xs[from[0]] ?? 0) + 0.5, (ys[from[1]] ?? 0) + 0.5);
    brush.lineTo((xs[to[0]] ?? 0) + 0.5, (ys[to[1]] ?? 0) + 0.5);
  }
}
