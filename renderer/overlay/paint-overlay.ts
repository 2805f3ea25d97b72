/** Paints the middle canvas: outlines with a few tints, or the mosaic of mean colours. */
import { tintPalette, untinted } from '../../src-engine/merging/group-colours.ts';
import type { PatchSegment } from '../../src-engine/merging/groups.ts';
import type { OverlayMode } from '../state/choices-slice.ts';
import type { Brush } from './context.ts';
import type { OverlayModel } from './overlay-model.ts';
import { patchEdges, patchRect, type PatchEdges, type Projection, type Size } from './projection.ts';

const tintAlpha = 0.4;
const haloAlpha = 0.35;
const lineAlpha = 0.85;

export function paintOverlay(
  brush: Brush,
  canvas: Size,
  model: OverlayModel | null,
  mode: OverlayMode,
  opacity: number, // 0..1
  at: Projection,
): void {
  brush.clearRect(0, 0, canvas.width, canvas.height);
  if (model === null || mode === 'none' || opacity === 0) return;
  const edges = patchEdges(model.region, model.grid, at);
  if (mode === 'mosaic') {
    paintMosaic(brush, model, edges, opacity);
    return;
  }
  paintTints(brush, model, edges, opacity);
  paintLines(brush, model.outlines, edges, at.ratio, opacity);
}

function paintMosaic(brush: Brush, model: OverlayModel, edges: PatchEdges, opacity: number): void {
  const { means } = model;
  if (means === null) return;
  brush.globalAlpha = opacity;
  fillPatches(brush, model, edges, (token) => {
    const at = token * 3;
    return `rgb(${means[at] ?? 0} ${means[at + 1] ?? 0} ${means[at + 2] ?? 0})`;
  });
  brush.globalAlpha = 1;
}

function paintTints(brush: Brush, model: OverlayModel, edges: PatchEdges, opacity: number): void {
  brush.globalAlpha = tintAlpha * opacity;
  fillPatches(brush, model, edges, (token) => {
    const tint = model.tints[token] ?? untinted;
    return tint === untinted ? null : (tintPalette[tint] ?? null);
  });
  brush.globalAlpha = 1;
}

/** Neighbours in a row with the same token are one rectangle. */
function fillPatches(
  brush: Brush,
  { owner, grid }: OverlayModel,
  edges: PatchEdges,
  colourOf: (token: number) => string | null,
): void {
  for (let row = 0; row < grid.rows; row++) {
    let start = 0;
    while (start < grid.columns) {
      const token = owner[row * grid.columns + start] ?? 0;
      let end = start + 1;
      while (end < grid.columns && owner[row * grid.columns + end] === token) end++;
      const colour = colourOf(token);
      if (colour !== null) {
        const first = patchRect(edges, grid, row * grid.columns + start);
        const right = edges.xs[end] ?? first.x;
        brush.fillStyle = colour;
        brush.fillRect(first.x, first.y, right - first.x, first.height);
      }
      start = end;
    }
  }
}

/** A light hairline on a faint dark halo reads on any picture. */
function paintLines(
  brush: Brush,
  segments: readonly PatchSegment[],
  edges: PatchEdges,
  ratio: number,
  opacity: number,
): void {
  tracePath(brush, segments, edges);
  brush.lineCap = 'butt'; // a square cap would reach over the picture's border
  brush.globalAlpha = haloAlpha * opacity;
  brush.strokeStyle = '#000';
  brush.lineWidth = 2.5 * ratio;
  brush.stroke();
  brush.globalAlpha = lineAlpha * opacity;
  brush.strokeStyle = '#fff';
  brush.lineWidth = Math.max(1, Math.round(ratio));
  brush.stroke();
  brush.globalAlpha = 1;
}

export function tracePath(brush: Brush, segments: readonly PatchSegment[], { xs, ys }: PatchEdges): void {
  brush.beginPath();
  for (const { from, to } of segments) {
    // Half a pixel in, so that a line one device px wide covers one row of pixels instead of two.
    brush.moveTo((xs[from[0]] ?? 0) + 0.5, (ys[from[1]] ?? 0) + 0.5);
    brush.lineTo((xs[to[0]] ?? 0) + 0.5, (ys[to[1]] ?? 0) + 0.5);
  }
}
