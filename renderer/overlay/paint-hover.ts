/** Paints the top canvas: the group under the pointer and the pinned one in full colour, wherever their patches lie. */
import { groupOutline } from '../../src-engine/merging/groups.ts';
import { dropped } from '../../src-engine/merging/owner-map.ts';
import type { Brush } from './context.ts';
import type { OverlayModel } from './overlay-model.ts';
import { tracePath } from './paint-overlay.ts';
import type { Palette } from './palette.ts';
import { patchEdges, patchRect, type PatchEdges, type Projection, type Size } from './projection.ts';

export interface Marks {
  readonly hover: number | null; // patch
  readonly pin: number | null; // patch
  /** The patch that the arrow keys stand on; drawn only while the stage has the keyboard. */
  readonly cursor: number | null;
}

const hoverFill = 0.42;
const pinFill = 0.3;

export function paintHover(
  brush: Brush,
  canvas: Size,
  model: OverlayModel | null,
  marks: Marks,
  at: Projection,
  palette: Palette,
): void {
  brush.clearRect(0, 0, canvas.width, canvas.height);
  if (model === null) return;
  const edges = patchEdges(model.region, model.grid, at);
  const hovered = tokenOf(model, marks.hover);
  const pinned = tokenOf(model, marks.pin);
  if (pinned !== null) paintGroup(brush, model, edges, pinned, at.ratio, palette, pinFill, 2.5);
  if (hovered !== null && hovered !== pinned) {
    paintGroup(brush, model, edges, hovered, at.ratio, palette, hoverFill, 1.5);
  }
  if (marks.cursor !== null) paintCursor(brush, model, edges, marks.cursor, at.ratio);
}

function tokenOf(model: OverlayModel, patch: number | null): number | null {
  const token = patch === null ? dropped : (model.owner[patch] ?? dropped);
  return token === dropped ? null : token;
}

function paintGroup(
  brush: Brush,
  model: OverlayModel,
  edges: PatchEdges,
  token: number,
  ratio: number,
  palette: Palette,
  fill: number,
  line: number,
): void {
  brush.fillStyle = palette.accent;
  brush.globalAlpha = fill;
  model.owner.forEach((owner, patch) => {
    if (owner !== token) return;
    const rect = patchRect(edges, model.grid, patch);
    brush.fillRect(rect.x, rect.y, rect.width, rect.height);
  });
  brush.globalAlpha = 1;
  tracePath(brush, groupOutline(model.owner, model.grid, token), edges);
  brush.lineCap = 'square';
  brush.strokeStyle = '#fff'; // a white rim: the accent alone drowns in a blue picture
  brush.lineWidth = (line + 2) * ratio;
  brush.globalAlpha = 0.85;
  brush.stroke();
  brush.globalAlpha = 1;
  brush.strokeStyle = palette.accent;
  brush.lineWidth = line * ratio;
  brush.stroke();
}

function paintCursor(
  brush: Brush,
  model: OverlayModel,
  edges: PatchEdges,
  patch: number,
  ratio: number,
): void {
  const { x, y, width, height } = patchRect(edges, model.grid, patch);
  const inset = 3 * ratio;
  brush.beginPath();
  brush.rect(x + inset, y + inset, width - 2 * inset, height - 2 * inset);
  brush.lineWidth = 3 * ratio;
  brush.strokeStyle = '#000';
  brush.stroke();
  brush.lineWidth = 1.5 * ratio;
  brush.strokeStyle = '#fff';
  brush.stroke();
}
